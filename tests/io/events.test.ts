/** Numbers and rows of buckets in a TensorProto, written field by field (tensorflow/core/framework/tensor.proto). */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, it } from "vitest";
import { readEvent } from "../../sdk/io/events/event.js";
import { statsOfBuckets, statsOfMoments } from "../../sdk/io/events/histogram.js";

const field = (number: number, bytes: Uint8Array): Uint8Array =>
  new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(bytes).finish();
const whole = (number: number, value: number): Uint8Array =>
  new BinaryWriter().tag(number, WireType.Varint).int64(value).finish();
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

const [FLOAT, DOUBLE, INT32, INT64] = [1, 2, 3, 9];
const WRITE: Record<number, [size: number, write: (view: DataView, at: number, value: number) => void]> = {
  [FLOAT]: [4, (view, at, value) => view.setFloat32(at, value, true)],
  [DOUBLE]: [8, (view, at, value) => view.setFloat64(at, value, true)],
  [INT32]: [4, (view, at, value) => view.setInt32(at, value, true)],
  [INT64]: [8, (view, at, value) => view.setBigInt64(at, BigInt(value), true)],
};

/** Numbers as raw bytes of a type. */
function raw(type: number, values: readonly number[]): Uint8Array {
  const [size, write] = WRITE[type]!;
  const bytes = new Uint8Array(size * values.length);
  values.forEach((value, index) => write(new DataView(bytes.buffer), size * index, value));
  return bytes;
}
/** Numbers in the list of a type: float_val, double_val, int_val, int64_val. */
function listed(type: number, values: readonly number[]): Uint8Array {
  const place = { [FLOAT]: 5, [DOUBLE]: 6, [INT32]: 7, [INT64]: 10 }[type]!;
  if (type === FLOAT || type === DOUBLE) return field(place, raw(type, values));
  const writer = new BinaryWriter();
  for (const value of values) writer.int64(value);
  return field(place, writer.finish());
}
const shape = (...sizes: number[]): Uint8Array =>
  sizes.length === 0 ? new Uint8Array(0) : field(2, joined(...sizes.map((size) => field(2, whole(1, size)))));

/** What is read of a tensor under the tag "t" at step 7. */
function valueOf(type: number, ...parts: Uint8Array[]): unknown {
  const tensor = joined(whole(1, type), ...parts);
  const value = joined(field(1, new TextEncoder().encode("t")), field(8, tensor));
  const { step, restart, values } = readEvent({ offset: 0, bytes: joined(whole(2, 7), field(5, field(1, value))) });
  expect([step, restart]).toEqual([7, false]);
  expect(values.every(({ tag }) => tag === "t")).toBe(true);
  return values.map((one) => one.value)[0];
}

const BUCKETS = [0, 1, 2, 1, 3, 4]; // two numbers between 0 and 1, four between 1 and 3

describe("a tensor", () => {
  it.each([
    ["float", FLOAT, 0.5],
    ["double", DOUBLE, 0.1],
    ["int32", INT32, -3],
    ["int64", INT64, 2 ** 40],
  ])("of type %s is one number, in a list or as bytes", (_, type, value) => {
    expect(valueOf(type, listed(type, [value]))).toBe(value);
    expect(valueOf(type, field(4, raw(type, [value])))).toBe(value);
    expect(valueOf(type)).toBe(0); // of a number that is 0 nothing is written
  });

  it("is rows of three: mean, norm and deviation of numbers spread evenly over each", () => {
    const stats = valueOf(DOUBLE, shape(2, 3), listed(DOUBLE, BUCKETS)) as Record<string, number>;
    // Σ held · middle = 2 · ½ + 4 · 2 = 9; Σ held · (middle² + width²/12) = 2 (¼ + 1/12) + 4 (4 + 4/12) = 18
    expect(stats).toMatchObject({ count: 6, mean: 1.5, min: 0, max: 3, nonFinite: 0 });
    expect(stats["norm"]).toBeCloseTo(Math.sqrt(18), 12);
    expect(stats["std"]).toBeCloseTo(Math.sqrt(3 - 2.25), 12);
    expect(valueOf(FLOAT, shape(2, 3), field(4, raw(FLOAT, BUCKETS)))).toEqual(stats);
  });

  it("of which the last number stands for all behind it", () => {
    const stats = valueOf(DOUBLE, shape(2, 3), listed(DOUBLE, [1, 1, 1]));
    expect(stats).toMatchObject({ count: 2, mean: 1, min: 1, max: 1, std: 0 });
    expect(valueOf(DOUBLE, shape(0, 3))).toBeUndefined(); // no rows: no numbers
  });

  it.each([
    ["a text", 7, shape()],
    ["a list", DOUBLE, shape(6)],
    ["rows of two", DOUBLE, shape(3, 2)],
    ["a cube", DOUBLE, shape(1, 2, 3)],
    ["more rows than a histogram has", DOUBLE, shape(33_334, 3)],
  ])("that is %s is passed over", (_, type, sizes) => {
    expect(valueOf(type, sizes, listed(DOUBLE, BUCKETS))).toBeUndefined();
  });

  it("larger than any histogram is refused", () => {
    const bytes = field(4, new Uint8Array(4 * 100_000 + 1));
    expect(() => valueOf(FLOAT, shape(33_333, 3), bytes)).toThrow("a tensor of 400001 bytes");
    expect(valueOf(FLOAT, shape(33_333, 3), field(4, new Uint8Array(4 * 100_000)))).toBeUndefined();
  });
});

describe("statistics of a histogram", () => {
  const moments = { min: 1, max: 3, count: 4, sum: 8, squares: 18, held: 4 };

  it("are its moments; none of no numbers; what is not finite is what no bucket holds, at least one", () => {
    expect(statsOfMoments(moments)).toMatchObject({ count: 4, mean: 2, norm: Math.sqrt(18), std: Math.sqrt(0.5) });
    expect(statsOfMoments({ ...moments, squares: 15.9 })).toMatchObject({ std: 0 });
    expect(statsOfMoments({ ...moments, count: 0 })).toBeNull();
    const nonFinite = (more: object) => statsOfMoments({ ...moments, ...more })?.nonFinite;
    expect(nonFinite({})).toBe(0);
    expect(nonFinite({ sum: NaN, held: 1 })).toBe(3);
    expect(nonFinite({ max: Infinity })).toBe(1);
    expect(nonFinite({ squares: Infinity, held: -9 })).toBe(4);
    expect(statsOfBuckets([0, Infinity, 3])).toMatchObject({ count: 3, nonFinite: 1 });
    expect(statsOfBuckets([0, 1, 0])).toBeNull();
  });

  it.each([
    ["min above max", () => statsOfMoments({ ...moments, min: 4 }), "contradict"],
    ["squares below 0", () => statsOfMoments({ ...moments, squares: -1 }), "contradict"],
    ["half a number", () => statsOfMoments({ ...moments, count: 0.5 }), "a histogram of 0.5 numbers"],
    ["a bucket that ends before it begins", () => statsOfBuckets([1, 0, 1]), "no buckets"],
    ["a bucket of fewer than none", () => statsOfBuckets([0, 1, -1]), "no buckets"],
  ])("%s is refused", (_, stats, message) => expect(stats).toThrow(message));
});
