import type { Step } from "../step.js";
import { type Expression, within } from "./expression.js";
import type { View } from "../view.js";

/** A step of the net so far, and what it is of the value before it, for nodes that look further back. */
export interface Place {
  readonly depth: number;
  readonly before: Place | null;
  readonly step: Step | null;
  readonly expression: Expression;
}

/** A value that depends on the input: steps up to a place, then a chain that is not recognised yet. */
export interface Signal {
  readonly kind: "signal";
  readonly at: Place;
  readonly expression: Expression;
  /** A label per axis: time, directions, batch and units of what a recurrent layer gives, and x0, x1 … of the input. */
  readonly axes: readonly string[];
  readonly units: number | null;
  /** The first node that was not recognised. */
  readonly pending: string;
}

/** What a name of the graph stands for. Shapes are computed of shapes alone; zeros have whatever size. */
export type Value =
  | Signal
  | { readonly kind: "constant"; readonly view: View }
  | { readonly kind: "shape" }
  | { readonly kind: "zeros" }
  | { readonly kind: "refused" };

/** The labels of a recurrent layer's axes. */
export const TIME = "time";
export const LAST = "last step";
export const DIRECTIONS = "directions";
export const BATCH = "batch";
export const UNITS = "units";

/** A whole value at the end of one more step. */
export function after(signal: Signal, step: Step, expression: Expression, change: Partial<Signal> = {}): Signal {
  const { at } = signal;
  return {
    ...signal,
    ...change,
    at: { depth: at.depth + 1, before: at, step, expression },
    expression: "•",
    pending: "",
  };
}

/** The same value seen from one step before. */
function unwound(signal: Signal): Signal | null {
  const { before, expression } = signal.at;
  if (!before) return null;
  const whole = within(signal.expression, expression);
  return whole === null ? null : { ...signal, at: before, expression: whole };
}

/** Both values seen from the last step that they have in common; null when there is none, or it is too far back. */
export function together(a: Signal, b: Signal): [Signal, Signal] | null {
  let [left, right]: [Signal | null, Signal | null] = [a, b];
  while (left && right && left.at !== right.at) {
    if (left.at.depth > right.at.depth) left = unwound(left);
    else if (left.at.depth < right.at.depth) right = unwound(right);
    else [left, right] = [unwound(left), unwound(right)];
  }
  return left && right ? [left, right] : null;
}

/** The steps from the input to a place. */
export function stepsOf(place: Place): Step[] {
  const steps: Step[] = [];
  for (let at: Place | null = place; at; at = at.before) if (at.step) steps.push(at.step);
  return steps.reverse();
}
