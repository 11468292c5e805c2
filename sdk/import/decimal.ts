/** The decimal that a float32 was written as: .01 and not .009999999776482582. */
export function decimal(value: number): number {
  const short = Number(value.toPrecision(7));
  return Math.fround(short) === value ? short : value;
}
