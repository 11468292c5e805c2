import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { strToU8 } from "fflate/browser";
import { elementAt } from "../../core/element.js";
import type { Bytes } from "../../types.js";

/** An attribute: a number, a whole number, words, or numbers. */
export type Attribute =
  | { float: number }
  | { int: number }
  | { strings: readonly string[] }
  | { floats: readonly number[] }
  | { ints: readonly number[] };

/** An axis of an input or output: its length, or a word where it is open. */
export type Axis = number | string;

const FLOAT = 1;
const INT64 = 7;
/** ir_version 8 came with opset 17. */
const [IR_VERSION, OPSET] = [8, 17];

/** Fields of onnx.proto (github.com/onnx/onnx). */
const writer = (): BinaryWriter => new BinaryWriter(strToU8);

const message = (to: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void => {
  to.tag(field, WireType.LengthDelimited).fork();
  write(to);
  to.join();
};
const text = (to: BinaryWriter, field: number, value: string): void => {
  to.tag(field, WireType.LengthDelimited).string(value);
};
const integer = (to: BinaryWriter, field: number, value: number): void => {
  to.tag(field, WireType.Varint).int64(value);
};

/** Types of attributes as AttributeProto numbers them: float, int, floats, ints, strings. */
function writeAttribute(to: BinaryWriter, name: string, attribute: Attribute): void {
  message(to, 5, (inner) => {
    text(inner, 1, name);
    if ("float" in attribute) {
      inner.tag(2, WireType.Bit32).float(attribute.float);
      integer(inner, 20, 1);
    } else if ("int" in attribute) {
      integer(inner, 3, attribute.int);
      integer(inner, 20, 2);
    } else if ("floats" in attribute) {
      for (const value of attribute.floats) inner.tag(7, WireType.Bit32).float(value);
      integer(inner, 20, 6);
    } else if ("ints" in attribute) {
      for (const value of attribute.ints) integer(inner, 8, value);
      integer(inner, 20, 7);
    } else {
      for (const value of attribute.strings) text(inner, 9, value);
      integer(inner, 20, 8);
    }
  });
}

/** A graph as it grows: nodes in the order in which they are computed, and their constants. */
export class GraphWriter {
  private readonly nodes = writer();
  private readonly tensors = writer();
  private readonly constants = new Set<string>();
  private count = 0;

  /** A node with one output, or several; returns the first one's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    outputs: readonly string[] = [`${operator}_${this.count}`],
  ): string {
    message(this.nodes, 1, (to) => {
      for (const name of inputs) text(to, 1, name);
      for (const name of outputs) text(to, 2, name);
      text(to, 3, `${operator}_${this.count}`);
      text(to, 4, operator);
      for (const [name, attribute] of Object.entries(attributes)) writeAttribute(to, name, attribute);
    });
    this.count++;
    return elementAt(outputs, 0);
  }

  /** A constant of float32; returns its name. */
  floats(name: string, shape: readonly number[], values: ArrayLike<number>): string {
    const bytes = new Uint8Array(4 * values.length);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i]!, true);
    return this.tensor(name, FLOAT, shape, bytes);
  }

  /** A constant list of int64, such as axes; returns its name. */
  integers(name: string, values: readonly number[]): string {
    const bytes = new Uint8Array(8 * values.length);
    const view = new DataView(bytes.buffer);
    values.forEach((value, i) => {
      view.setInt32(8 * i, value, true);
      view.setInt32(8 * i + 4, value < 0 ? -1 : 0, true);
    });
    return this.tensor(name, INT64, [values.length], bytes);
  }

  /** A constant that is one number; the same name is the same constant. */
  constant(name: string, value: number): string {
    if (this.constants.has(name)) return name;
    this.constants.add(name);
    return this.floats(name, [], [value]);
  }

  private tensor(name: string, type: number, shape: readonly number[], bytes: Uint8Array): string {
    message(this.tensors, 5, (to) => {
      for (const size of shape) integer(to, 1, size);
      integer(to, 2, type);
      text(to, 8, name);
      to.tag(9, WireType.LengthDelimited).bytes(bytes);
    });
    return name;
  }

  /** The file: the same graph gives the same bytes. */
  finish(
    version: string,
    inputs: Readonly<Record<string, readonly Axis[]>>,
    outputs: Readonly<Record<string, readonly Axis[]>>,
  ): Bytes {
    const to = writer();
    integer(to, 1, IR_VERSION);
    text(to, 2, "gradiometer");
    text(to, 3, version);
    message(to, 7, (graph) => {
      graph.raw(this.nodes.finish());
      text(graph, 2, "gradiometer");
      graph.raw(this.tensors.finish());
      for (const [name, axes] of Object.entries(inputs)) valueInfo(graph, 11, name, axes);
      for (const [name, axes] of Object.entries(outputs)) valueInfo(graph, 12, name, axes);
    });
    message(to, 8, (opset) => {
      text(opset, 1, "");
      integer(opset, 2, OPSET);
    });
    return to.finish();
  }
}

function valueInfo(to: BinaryWriter, field: number, name: string, axes: readonly Axis[]): void {
  message(to, field, (info) => {
    text(info, 1, name);
    message(info, 2, (type) => {
      message(type, 1, (tensor) => {
        integer(tensor, 1, FLOAT);
        message(tensor, 2, (shape) => {
          for (const axis of axes) {
            message(shape, 1, (dimension) => {
              if (typeof axis === "number") integer(dimension, 1, axis);
              else text(dimension, 2, axis);
            });
          }
        });
      });
    });
  });
}
