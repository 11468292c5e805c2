/** First byte behind the static data: from here on linear memory belongs to the caller. */
export function dataEnd(): usize {
  return __heap_base;
}
