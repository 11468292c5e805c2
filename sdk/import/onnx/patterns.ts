import type { Activation, NormName } from "../../types.js";
import { type Expression, textOf } from "./expression.js";

/** What a chain of element-wise nodes turned out to be. */
export type Found = { kind: "activation"; activation: Activation } | { kind: "norm"; norm: NormName; epsilon: number };

const near = (value: number | undefined, wanted: number): boolean =>
  value !== undefined && Math.abs(value - wanted) <= 1e-6 * Math.abs(wanted);

const activation = (name: Activation): Found => ({ kind: "activation", activation: name });
const CENTRED = "Sub(•,ReduceMean(•))";

/** Text of an expression → what it is, if its numbers are the right ones. */
const PATTERNS: Readonly<Record<string, (numbers: readonly number[]) => Found | null>> = {
  "Mul(#,Add(#,Erf(Mul(#,•))),•)": ([half, one, root]) =>
    near(half, 0.5) && near(one, 1) && near(root, Math.SQRT1_2) ? activation("gelu") : null,
  "Mul(Sigmoid(•),•)": () => activation("silu"),
  "Mul(Inverse(Add(#,Abs(•))),•)": ([one]) => (near(one, 1) ? activation("softsign") : null),
  [`Mul(Inverse(Sqrt(Add(#,ReduceMean(Mul(${CENTRED},${CENTRED}))))),${CENTRED})`]: ([epsilon]) => ({
    kind: "norm",
    norm: "layer",
    epsilon: epsilon!,
  }),
  "Mul(Inverse(Sqrt(Add(#,ReduceMean(Mul(•,•))))),•)": ([epsilon]) => ({
    kind: "norm",
    norm: "rms",
    epsilon: epsilon!,
  }),
};

/** What an expression is, if it is one thing that a network here has. */
export function recognise(expression: Expression): Found | null {
  const numbers: number[] = [];
  const text = textOf(expression, numbers);
  return Object.hasOwn(PATTERNS, text) ? PATTERNS[text]!(numbers) : null;
}
