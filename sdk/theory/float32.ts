import { badOption } from "../core/check.js";
import { activationSlope } from "./activation.js";
import { options, real } from "./check.js";
import { exp, tanh } from "./elementary.js";

/**
 * The slope as textbooks compute it, in float32 from the output, beside the true one: y(1 − y) with y = 1/(1 + e^{−u}),
 * and 1 − y² with y = tanh u, each operation rounded once.
 *
 * Sigmoid: .05 % off at 10, 17 % at 15, exactly 0 from u ≈ 16.64. tanh: 28 % off at 8.5, 0 from 9.02. A gradient that
 * vanishes there vanished in the number format and not in the network (C12).
 *
 * @param p.u  rounded to float32 first.
 * @returns value: the float32 result; exact: φ′(u) in float64; relativeError: |value − exact|/exact.
 * @throws GradiometerError BAD_OPTION
 */
export function textbookSlope(p: { activation: "sigmoid" | "tanh"; u: number }): {
  value: number;
  exact: number;
  relativeError: number;
} {
  const given = options(p, ["activation", "u"]);
  const { activation } = given;
  if (activation !== "sigmoid" && activation !== "tanh")
    throw badOption("activation", `"sigmoid" or "tanh"`, activation);
  const round = Math.fround;
  const u = round(real("u", given["u"], "a number from −80 to 80", (v) => v >= -80 && v <= 80));
  let value: number;
  if (activation === "sigmoid") {
    const y = round(1 / round(1 + round(exp(-u))));
    value = round(y * round(1 - y));
  } else {
    const y = round(tanh(u));
    value = round(1 - round(y * y));
  }
  const exact = activationSlope(activation, u);
  return { value, exact, relativeError: Math.abs(value - exact) / exact };
}
