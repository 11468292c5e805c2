import { describe, expect, it } from "vitest";
import { fromOnnx } from "gradiometer/import";
import { understood } from "./support/cases.js";
import { eighths, field, FIELDS, float, integer, modelOf, rawTensor, type Tensor, tensor, text, TYPES } from "./support/onnx.js"; // prettier-ignore

const type = (number: number) => integer(2, number);
const dense = (weight: Tensor) => modelOf([{ op: "MatMul", in: ["x", weight], out: ["y"] }]);
const weightsOf = (weight: Tensor) => [...understood(fromOnnx(dense(weight))).parameters["layers.0.weight"]!];
const damaged = (model: Uint8Array, message: RegExp) =>
  expect(() => fromOnnx(model)).toThrow(
    expect.objectContaining({ code: "BAD_FILE", message: expect.stringMatching(message) as string }) as Error,
  );
/** 1, −2, ½ and 0 as they stand in float16 and bfloat16. */
const HALVES = { float16: [0x3c00, 0xc000, 0x3800, 0], bfloat16: [0x3f80, 0xc000, 0x3f00, 0] } as const;
const bytes = (values: ArrayBufferView) => new Uint8Array(values.buffer);

describe("numbers of a tensor", () => {
  it("the same in every type and field that exporters use", () => {
    const values = [1, -2, 0.5, 0];
    const dims = [4, 1];
    const all: Tensor[] = [
      tensor(dims, values),
      rawTensor(dims, type(TYPES.float32), FIELDS.float(values)),
      rawTensor(dims, type(TYPES.float64), FIELDS.double(values)),
      rawTensor(dims, type(TYPES.float64), field(9, bytes(Float64Array.from(values)))),
      rawTensor(dims, type(TYPES.float16), field(9, bytes(Uint16Array.from(HALVES.float16)))),
      rawTensor(dims, type(TYPES.float16), FIELDS.int32(HALVES.float16)),
      rawTensor(dims, type(TYPES.bfloat16), field(9, bytes(Uint16Array.from(HALVES.bfloat16)))),
      rawTensor(dims, type(TYPES.bfloat16), FIELDS.int32(HALVES.bfloat16)),
    ];
    for (const one of all) expect(weightsOf(one)).toEqual(values);
    const whole = [3, -7, 0, 1];
    expect(weightsOf(rawTensor(dims, type(TYPES.int64), FIELDS.int64(whole)))).toEqual(whole);
    expect(weightsOf(rawTensor(dims, type(TYPES.int64), field(9, bytes(BigInt64Array.from(whole.map(BigInt))))))).toEqual(whole); // prettier-ignore
    expect(weightsOf(rawTensor(dims, type(6), field(9, bytes(Int32Array.from(whole)))))).toEqual(whole);
    expect(weightsOf(rawTensor(dims, type(9), field(9, [1, 0, 0, 1])))).toEqual([1, 0, 0, 1]);
  });

  it("a shape may stand packed", () => {
    const content = [...field(1, [4, 1]), ...text(8, "packed"), ...type(1), ...FIELDS.raw(eighths(4))];
    expect(weightsOf({ name: "packed", content })).toEqual(eighths(4));
  });

  it.each<[RegExp, Tensor]>([
    [/numbers of type 8; expected float32, int32, int64, bool, float16, float64, bfloat16$/, rawTensor([4, 1], type(TYPES.string))], // prettier-ignore
    [/its shape has 4 numbers, and its data 3$/, rawTensor([4, 1], type(1), FIELDS.raw(eighths(3)))],
    [/its shape has 4 numbers, and its data 5$/, rawTensor([4, 1], type(1), FIELDS.float(eighths(5)))],
    [/its shape has 4 numbers, and its data 3$/, rawTensor([4, 1], type(TYPES.int64), FIELDS.int64([1, 2, 3]))],
    [/its shape has 4 numbers, and its data 5$/, rawTensor([4, 1], type(TYPES.int64), FIELDS.int64([1, 2, 3, 4, 5]))],
    [/its shape has 4 numbers, and its data 3$/, rawTensor([4, 1], type(TYPES.int64), FIELDS.int64([1, 2, -3]))],
    [/its shape has 4 numbers, and its data 0$/, rawTensor([4, 1], type(1))],
    [/no shape of a tensor/, rawTensor([-4, 1], type(1))],
    [/no shape of a tensor/, rawTensor([2 ** 40, 2 ** 40], type(1))],
    [/no shape of a tensor/, rawTensor(Array<number>(9).fill(1), type(1), FIELDS.raw([1]))],
    [/its numbers are not packed/, rawTensor([2, 1], type(1), FIELDS.float([1]), FIELDS.float([2]))],
    [/its numbers stand in two fields/, rawTensor([1, 1], type(1), FIELDS.float([1]), FIELDS.raw([1]))],
    [/its numbers are in "another file"; write the model as one file/, rawTensor([1, 1], type(1), integer(14, 1))],
    [/a list of more than 1024 numbers/, rawTensor(Array<number>(1025).fill(1), type(1))],
    [/a list of more than 1024 numbers/, { name: "long", content: field(1, Array<number>(3000).fill(1)) }],
    [/expected wire type 0, but got 2/, rawTensor([1, 1], field(2, [1]))],
    [/expected wire type 2, but got 0/, rawTensor([1, 1], type(1), integer(9, 1))],
    [/expected wire type 0, but got 5/, { name: "w", content: float(1, 2) }],
  ])("%s", (message, weight) => {
    damaged(dense(weight), message);
  });

  it("what is said twice, or of data that lie here, does no harm", () => {
    expect(weightsOf(rawTensor([4, 1], type(1), FIELDS.raw(eighths(4)), integer(14, 0)))).toEqual(eighths(4));
    const checksum = field(13, [...text(1, "checksum"), ...text(2, "0")]);
    expect(weightsOf(rawTensor([4, 1], type(1), FIELDS.raw(eighths(4)), checksum))).toEqual(eighths(4));
  });
});

describe("the model", () => {
  it("needs a graph and a set of operators", () => {
    damaged(Uint8Array.from([...integer(1, 8), ...field(7, [])]), /no graph or no set of operators/);
    damaged(Uint8Array.from([...integer(1, 8), ...field(8, integer(2, 17))]), /no graph or no set of operators/);
    const other = field(8, [...text(1, "ai.onnx.ml"), ...integer(2, 3)]);
    damaged(Uint8Array.from([...field(7, []), ...other]), /no graph or no set of operators/);
    const known = Uint8Array.from([...other, ...field(8, [...text(1, "ai.onnx"), ...integer(2, 17)]), ...field(7, [])]);
    expect(fromOnnx(known).refused[0]!.reason).toMatch(/it has no input/);
  });

  it("two tensors of the same name, and attributes of the wrong wire type, are damage", () => {
    const twice = field(5, [...integer(1, 1), ...text(8, "twice"), ...type(1), ...FIELDS.raw([1])]);
    damaged(modelOf([], { more: [...twice, ...twice] }), /two tensors are called "twice"/);
    const node = [...text(1, "x"), ...text(2, "y"), ...text(4, "LeakyRelu"), ...field(5, [...text(1, "alpha"), ...integer(2, 1)])]; // prettier-ignore
    damaged(modelOf([], { more: field(1, node) }), /expected wire type 5, but got 0/);
  });

  it("numbers that are not finite are those of a net that diverged", () => {
    damaged(dense(tensor([4, 1], [1, NaN, 0, 0])), /layers.0.weight: number 1 of 4 is NaN; a net that diverged cannot/);
    damaged(dense(tensor([4, 1], [1, 2, Infinity, 0])), /number 2 of 4 is Infinity/);
  });

  it("a file that ends too early is damaged, and says so", () => {
    const model = dense(tensor([4, 1]));
    damaged(model.subarray(0, model.length - 3), /it is damaged, or no such file/);
  });
});
