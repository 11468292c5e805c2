import type { Gradiometer } from "../../types.js";
import { ownGradient, printedGradient } from "../floatUnderflow/losses.js";
import { relativeError } from "../tools/numbers.js";
import { type Context, type Slip, slopeAt } from "./slip.js";

/** 13: the gradient of the cross-entropy, computed as it is printed. */
export function lossSlip(lab: Gradiometer, { core, parameters }: Context): Slip {
  const { logit, step } = parameters;
  const { wasm } = core;
  /** ln(1 + e^−o) in float64: what the rounding of 1 + e^−o does to the logarithm is divided out again (Higham 2002, §1.14.1). */
  const loss = (o: number): number => {
    const e = wasm.exp64(-o);
    const sum = 1 + e;
    return sum === 1 ? e : (wasm.log64(sum) * e) / (sum - 1);
  };
  const measured = slopeAt(loss, logit, step);
  const text = printedGradient(core, logit, 1, Math.fround);
  const truth = ownGradient(lab, "binary-cross-entropy", logit, 1);
  return {
    number: 13,
    about: `∂L/∂o of the cross-entropy in float32, y = 1, o = ${logit}`,
    text: "σ(o) − y",
    textValue: text,
    truth: "−σ(−o)",
    truthValue: truth,
    measured: { "C36.text": text / measured, "C36.truth": relativeError(truth, measured) },
    rows: [
      ["13: central difference of the loss", measured],
      ["13: the mirror image, σ(o) − 0 at −o", printedGradient(core, -logit, 0, Math.fround)],
    ],
  };
}
