import type { Node } from "./proto.js";
import { toFloats, type View } from "../view.js";
import type { Signal, Value } from "./values.js";

/** Thrown by an operator: what no network here can be. */
export class Unsupported extends Error {}

/** A node with what its inputs stand for; an input that is left out is undefined. */
export interface Call {
  readonly node: Node;
  readonly inputs: readonly (Value | undefined)[];
  readonly opset: number;
  /** A new id for a constant with a number per unit. */
  vector(): number;
}

/** What an operator gives, output by output. @throws Unsupported */
export type Operator = (call: Call) => readonly Value[];

export const unsupported = (what: string): Unsupported => new Unsupported(what);

export const name = ({ node }: Call): { name: string; operator: string } => ({
  name: node.name,
  operator: node.operator,
});

/** The input that depends on the net's own. @throws Unsupported */
export function signal({ inputs }: Call, index = 0): Signal {
  const value = inputs[index];
  if (value?.kind === "signal") return value;
  throw unsupported(`its input ${index + 1} is not computed from the net's input`);
}

/** The same, with nothing pending. @throws Unsupported */
export function whole(call: Call, index = 0): Signal {
  const value = signal(call, index);
  if (value.expression === "•") return value;
  throw unsupported(`the nodes from ${value.pending} on are no activation and no norm of this package`);
}

/** A constant; null where the input is left out. @throws Unsupported */
export function optional({ inputs }: Call, index: number): View | null {
  const value = inputs[index];
  if (value === undefined) return null;
  if (value.kind === "constant") return value.view;
  throw unsupported(`its input ${index + 1} is no constant`);
}

/** A constant. @throws Unsupported */
export function constant(call: Call, index: number): View {
  const view = optional(call, index);
  if (view) return view;
  throw unsupported(`its input ${index + 1} is missing`);
}

/** A constant with one number per unit. @throws Unsupported */
export function perUnit(view: View | null, units: number | null): Float32Array | null {
  if (!view) return null;
  const values = toFloats(view);
  if (units !== null && values.length !== units) throw unsupported(`${values.length} numbers for ${units} units`);
  return values;
}

/** An integer of an attribute. */
export const integer = ({ node }: Call, key: string, otherwise: number): number =>
  node.attributes.get(key)?.i ?? otherwise;
/** A float of an attribute, as float32 has it. */
export const float = ({ node }: Call, key: string, otherwise: number): number =>
  node.attributes.get(key)?.f ?? otherwise;
