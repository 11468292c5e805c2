import { bytesOf, integer, message, number, numbers, textOf, type Take } from "../../io/protobuf.js";
import { bad } from "../guard.js";
import type { View } from "../view.js";
import { tensorOf, type RawTensor } from "./tensor.js";

/** A node of the graph. */
export interface Node {
  readonly name: string;
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** An attribute, of which one kind is set. */
export interface Attribute {
  i?: number;
  f?: number;
  s?: string;
  t?: View;
  ints?: readonly number[];
  floats?: readonly number[];
  strings?: readonly string[];
}

/** An input of the graph: sizes, null where they are open. */
export interface Input {
  readonly name: string;
  readonly sizes: readonly (number | null)[];
}

/** What of a model is needed. */
export interface Model {
  readonly producer: string;
  readonly opset: number;
  readonly nodes: readonly Node[];
  readonly initializers: ReadonlyMap<string, View>;
  readonly inputs: readonly Input[];
  readonly outputs: readonly string[];
}

/** Longest list of numbers of an attribute or a shape; honest ones have a few. */
const MOST_NUMBERS = 1024;

function readTensor(bytes: Uint8Array): { name: string; view: View } {
  const dims: number[] = [];
  const raw: RawTensor = { name: "", type: 0, dims, chunks: [], field: null, external: null };
  const data =
    (field: RawTensor["field"]): Take =>
    (reader, wire) => {
      if (raw.field !== null && raw.field !== field)
        throw bad("ONNX", `tensor ${raw.name}: its numbers stand in two fields`);
      raw.field = field;
      raw.chunks.push(bytesOf(reader, wire));
    };
  message(bytes, {
    1: (reader, wire) => numbers(dims, "int64", MOST_NUMBERS, reader, wire),
    2: (reader, wire) => (raw.type = integer(reader, wire)),
    4: data("float"),
    5: data("int32"),
    7: data("int64"),
    8: (reader, wire) => (raw.name = textOf(reader, wire)),
    9: data("raw"),
    10: data("double"),
    13: (reader, wire) => {
      let [key, value] = ["", ""];
      message(bytesOf(reader, wire), { 1: (r, w) => (key = textOf(r, w)), 2: (r, w) => (value = textOf(r, w)) });
      if (key === "location") raw.external = value;
    },
    14: (reader, wire) => {
      if (integer(reader, wire) === 1) raw.external ??= "another file";
    },
  });
  return { name: raw.name, view: tensorOf(raw) };
}

function readAttribute(bytes: Uint8Array): [string, Attribute] {
  let name = "";
  const attribute: Attribute = {};
  const [ints, floats, strings]: [number[], number[], string[]] = [[], [], []];
  message(bytes, {
    1: (reader, wire) => (name = textOf(reader, wire)),
    2: (reader, wire) => (attribute.f = number("float", reader, wire)),
    3: (reader, wire) => (attribute.i = integer(reader, wire)),
    4: (reader, wire) => (attribute.s = textOf(reader, wire)),
    5: (reader, wire) => (attribute.t = readTensor(bytesOf(reader, wire)).view),
    7: (reader, wire) => numbers(floats, "float", MOST_NUMBERS, reader, wire),
    8: (reader, wire) => numbers(ints, "int64", MOST_NUMBERS, reader, wire),
    9: (reader, wire) => strings.push(textOf(reader, wire)),
  });
  return [name, { ...attribute, ints, floats, strings }];
}

function readNode(bytes: Uint8Array): Node {
  let [name, operator, domain] = ["", "", ""];
  const [inputs, outputs]: [string[], string[]] = [[], []];
  const attributes = new Map<string, Attribute>();
  message(bytes, {
    1: (reader, wire) => inputs.push(textOf(reader, wire)),
    2: (reader, wire) => outputs.push(textOf(reader, wire)),
    3: (reader, wire) => (name = textOf(reader, wire)),
    4: (reader, wire) => (operator = textOf(reader, wire)),
    5: (reader, wire) => attributes.set(...readAttribute(bytesOf(reader, wire))),
    7: (reader, wire) => (domain = textOf(reader, wire)),
  });
  return { name: name || (outputs[0] ?? operator), operator, domain, inputs, outputs, attributes };
}

function readInput(bytes: Uint8Array): Input {
  let name = "";
  const sizes: (number | null)[] = [];
  const nested =
    (fields: Readonly<Record<number, Take>>): Take =>
    (reader, wire) =>
      message(bytesOf(reader, wire), fields);
  const dimension: Take = (reader, wire) => {
    let size: number | null = null;
    message(bytesOf(reader, wire), { 1: (r, w) => (size = integer(r, w)) });
    sizes.push(size);
  };
  message(bytes, {
    1: (reader, wire) => (name = textOf(reader, wire)),
    2: nested({ 1: nested({ 2: nested({ 1: dimension }) }) }),
  });
  return { name, sizes };
}

/** The messages of a model that matter here (github.com/onnx/onnx, onnx/onnx.proto). Tensors stay views of the file. */
export function readModel(bytes: Uint8Array): Model {
  let producer = "";
  const found: { graph?: Uint8Array; opset?: number } = {};
  message(bytes, {
    2: (reader, wire) => (producer = textOf(reader, wire)),
    7: (reader, wire) => (found.graph = bytesOf(reader, wire)),
    8: (reader, wire) => {
      let [domain, version] = ["", 0];
      message(bytesOf(reader, wire), { 1: (r, w) => (domain = textOf(r, w)), 2: (r, w) => (version = integer(r, w)) });
      if (domain === "" || domain === "ai.onnx") found.opset = version;
    },
  });
  const { graph, opset } = found;
  if (graph === undefined || opset === undefined) throw bad("ONNX", "it has no graph or no set of operators");
  const nodes: Node[] = [];
  const initializers = new Map<string, View>();
  const inputs: Input[] = [];
  const outputs: string[] = [];
  message(graph, {
    1: (reader, wire) => nodes.push(readNode(bytesOf(reader, wire))),
    5: (reader, wire) => {
      const { name, view } = readTensor(bytesOf(reader, wire));
      if (initializers.has(name)) throw bad("ONNX", `two tensors are called ${JSON.stringify(name)}`);
      initializers.set(name, view);
    },
    11: (reader, wire) => inputs.push(readInput(bytesOf(reader, wire))),
    12: (reader, wire) => outputs.push(readInput(bytesOf(reader, wire)).name),
  });
  return { producer, opset, nodes, initializers, inputs, outputs };
}
