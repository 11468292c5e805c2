/** Numbers of half the bytes: as IEEE 754 and the first sixteen bits of a float32 have them. */
import { expect, it } from "vitest";
import { ALL_DTYPES, decode } from "../../sdk/io/container.js";
import { fromBfloat, fromHalf } from "../../sdk/io/half.js";

/** IEEE 754-2019, 3.6: binary16 has 5 bits of exponent, biased by 15, and 10 of fraction. */
const HALVES: readonly [bits: number, value: number][] = [
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24],
  [0x03ff, 1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 1365 / 4096],
  [0x7bff, 65504],
  [0xfbff, -65504],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7c01, NaN],
  [0xfe00, NaN],
];
const BFLOATS: readonly [bits: number, value: number][] = [
  [0x0000, 0],
  [0x3f80, 1],
  [0xc000, -2],
  [0x4049, 3.140625],
  [0x0001, 2 ** -133],
  [0x7f80, Infinity],
  [0xff80, -Infinity],
  [0x7fc0, NaN],
];

it("bits stand for the numbers of the standard", () => {
  expect(HALVES.map(([bits]) => fromHalf(bits))).toEqual(HALVES.map(([, value]) => value));
  expect(BFLOATS.map(([bits]) => fromBfloat(bits))).toEqual(BFLOATS.map(([, value]) => value));
});

it.each([
  ["F16", HALVES],
  ["BF16", BFLOATS],
] as const)("a tensor of type %s is read in its order, little end first", (dtype, known) => {
  const finite = known.filter(([, value]) => Number.isFinite(value));
  const header = { a: { dtype, shape: [finite.length], data_offsets: [0, 2 * finite.length] } };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + 2 * finite.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  finite.forEach(([bits], index) => view.setUint16(8 + text.length + 2 * index, bits, true));
  const { tensors } = decode(bytes, ALL_DTYPES);
  expect(tensors.map(({ values }) => [...values])).toEqual([finite.map(([, value]) => value)]);
});
