/** A copy of an object without some of its keys. */
export function without<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  const kept: T = { ...value };
  for (const key of keys) Reflect.deleteProperty(kept, key);
  return kept;
}
