const TWO_24 = 2 ** -24;

/** The number that 16 bits of IEEE 754 binary16 stand for: exact in float32. */
export function fromHalf(bits: number): number {
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  // 2^(e − 25) times the fraction with its leading one; the powers are exact products.
  return exponent === 0 ? sign * fraction * TWO_24 : sign * (1024 + fraction) * TWO_24 * (1 << (exponent - 1));
}

/** Made once, when it is first needed. */
let word: DataView | undefined;

/** The number that 16 bits of bfloat16 stand for: they are the upper half of a float32. */
export function fromBfloat(bits: number): number {
  word ??= new DataView(new ArrayBuffer(4));
  word.setUint16(0, bits);
  return word.getFloat32(0);
}
