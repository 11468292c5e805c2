/** ONNX files written by hand (github.com/onnx/onnx, onnx/onnx.proto): also what no exporter would write. */
import type { Refusal } from "gradiometer/import";
import { fromOnnx } from "gradiometer/import";

const varint = (value: number | bigint): number[] => {
  const rest = BigInt.asUintN(64, BigInt(value));
  return rest < 128n ? [Number(rest)] : [Number(rest & 127n) | 128, ...varint(rest >> 7n)];
};

/** A field that holds bytes: a text, a message, packed numbers. */
export const field = (number: number, bytes: Iterable<number>): number[] => {
  const content = [...bytes];
  return [...varint(number * 8 + 2), ...varint(content.length), ...content];
};
/** A field that holds an integer. */
export const integer = (number: number, value: number): number[] => [...varint(number * 8), ...varint(value)];
/** A field that holds a float. */
export const float = (number: number, value: number): number[] => [
  ...varint(number * 8 + 5),
  ...new Uint8Array(new Float32Array([value]).buffer),
];
export const text = (number: number, value: string): number[] => field(number, Buffer.from(value));

const bytesOf = (values: ArrayBufferView): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Numbers of a tensor: bytes in the field of raw data, or in that of a type. */
export const FIELDS = {
  raw: (values: readonly number[]) => field(9, bytesOf(Float32Array.from(values))),
  float: (values: readonly number[]) => field(4, bytesOf(Float32Array.from(values))),
  double: (values: readonly number[]) => field(10, bytesOf(Float64Array.from(values))),
  int32: (values: readonly number[]) => field(5, values.flatMap(varint)),
  int64: (values: readonly number[]) => field(7, values.flatMap(varint)),
} as const;

/** Types by their numbers in the file. */
export const TYPES = { float32: 1, int64: 7, string: 8, float16: 10, float64: 11, bfloat16: 16 } as const;

/** A tensor: of a node's own numbers, or of any fields. */
export interface Tensor {
  readonly name: string;
  readonly content: readonly number[];
}

/** 0, 1/8, 2/8 …, as many as asked for: every number exact in all types. */
export const eighths = (count: number): number[] => Array.from({ length: count }, (_, index) => index / 8);
const product = (dims: readonly number[]): number => dims.reduce((all, size) => all * size, 1);

let unnamed = 0;
/** A tensor with these fields behind its shape. */
export const rawTensor = (dims: readonly number[], ...fields: readonly number[][]): Tensor => {
  const name = `t${unnamed++}`;
  return { name, content: [...field(1, dims.flatMap(varint)), ...text(8, name), ...fields.flat()] };
};
/** A tensor of float32. */
export const tensor = (dims: readonly number[], values = eighths(product(dims))): Tensor =>
  rawTensor(dims, integer(2, TYPES.float32), FIELDS.raw(values));
/** A list of integers, or one without a shape. */
export const integers = (values: readonly number[] | number): Tensor =>
  typeof values === "number"
    ? rawTensor([], integer(2, TYPES.int64), FIELDS.int64([values]))
    : rawTensor([values.length], integer(2, TYPES.int64), FIELDS.int64(values));

/** An attribute: one of its kinds. */
export type Attribute =
  | { i: number }
  | { f: number }
  | { s: string }
  | { t: Tensor }
  | { ints: number[] }
  | { floats: number[] }
  | { strings: string[] };

function attributeOf(name: string, given: Attribute): number[] {
  const value =
    "i" in given
      ? integer(3, given.i)
      : "f" in given
        ? float(2, given.f)
        : "s" in given
          ? text(4, given.s)
          : "t" in given
            ? field(5, given.t.content)
            : "ints" in given
              ? given.ints.flatMap((one) => integer(8, one))
              : "floats" in given
                ? given.floats.flatMap((one) => float(7, one))
                : given.strings.flatMap((one) => text(9, one));
  return [...text(1, name), ...value];
}

/** A node. An input is a name, a tensor of its own, or "" where it is left out. */
export interface NodeText {
  readonly op: string;
  readonly in: readonly (string | Tensor)[];
  readonly out: readonly string[];
  readonly with?: Readonly<Record<string, Attribute>>;
  readonly name?: string;
  readonly domain?: string;
}

const isTensor = (value: unknown): value is Tensor => typeof value === "object" && value !== null && "content" in value;

const nodeOf = ({ op, in: inputs, out, with: attributes = {}, name, domain }: NodeText): number[] => [
  ...inputs.flatMap((one) => text(1, isTensor(one) ? one.name : one)),
  ...out.flatMap((one) => text(2, one)),
  ...text(3, name ?? op),
  ...text(4, op),
  ...Object.entries(attributes).flatMap(([key, value]) => field(5, attributeOf(key, value))),
  ...(domain === undefined ? [] : text(7, domain)),
];

const valueOf = (name: string, sizes: readonly (number | null)[]): number[] => {
  const dimensions = sizes.flatMap((size) => field(1, size === null ? text(2, "batch") : integer(1, size)));
  return [...text(1, name), ...field(2, field(1, field(2, dimensions)))];
};

/** What a model has beside its nodes. */
export interface ModelText {
  readonly inputs?: Readonly<Record<string, readonly (number | null)[]>>;
  readonly outputs?: readonly string[];
  readonly opset?: number;
  readonly producer?: string;
  /** Fields of the graph beside those that follow from the nodes. */
  readonly more?: readonly number[];
}

/** A model of these nodes; by default from "x", rows of 4 numbers, to "y". */
export function modelOf(nodes: readonly NodeText[], given: ModelText = {}): Uint8Array {
  const { inputs = { x: [null, 4] }, outputs = ["y"], opset = 17, producer = "", more = [] } = given;
  const tensors = new Set(nodes.flatMap((node) => node.in.filter(isTensor)));
  const graph = [
    ...nodes.flatMap((node) => field(1, nodeOf(node))),
    ...[...tensors].flatMap(({ content }) => field(5, content)),
    ...Object.entries(inputs).flatMap(([name, sizes]) => field(11, valueOf(name, sizes))),
    ...outputs.flatMap((name) => field(12, valueOf(name, []))),
    ...more,
  ];
  return Uint8Array.from([
    ...integer(1, 8),
    ...text(2, producer),
    ...field(7, graph),
    ...field(8, [...text(1, ""), ...integer(2, opset)]),
  ]);
}

/** A node of a chain: its operator, then constants behind the value of the node before, and attributes. */
export type Link = readonly [op: string, ...(Tensor | "" | Readonly<Record<string, Attribute>>)[]];

/** A model whose nodes follow each other, from x to y. */
export function chainOf(links: readonly Link[], given: ModelText = {}): Uint8Array {
  const nodes = links.map(([op, ...rest], index): NodeText => {
    const constants = rest.filter((one): one is Tensor | "" => one === "" || isTensor(one));
    const attributes = rest.find((one): one is Readonly<Record<string, Attribute>> => one !== "" && !isTensor(one));
    const [from, to] = [index === 0 ? "x" : `v${index}`, index + 1 === links.length ? "y" : `v${index + 1}`];
    return { op, in: [from, ...constants], out: [to], ...(attributes && { with: attributes }) };
  });
  return modelOf(nodes, given);
}

/** What is refused of a model, "operator: reason" each. */
export function refusedOf(model: Uint8Array): string[] {
  const { kind, refused } = fromOnnx(model);
  const all: readonly Refusal[] = refused;
  if (kind !== null) throw new Error("It is a network");
  return all.map(({ operator, reason }) => `${operator}: ${reason.replace("; record a trace instead", "")}`);
}
