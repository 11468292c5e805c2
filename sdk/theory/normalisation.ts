import { unknownWord } from "../core/check.js";
import type { Activation } from "../types.js";
import { options } from "./check.js";
import { meanValue, secondMoment, slopeMoment } from "./gaussian.js";
import { lawOf } from "./laws.js";

/** What stands between the weights and φ. */
type NormKind = "layer" | "rms" | "batch";

/** E φ² over what the norm keeps of it: batch norm takes the mean over rows off, and E φ with it. */
const KEPT = {
  layer: (second) => second,
  rms: (second) => second,
  batch: (second, mean) => second - mean * mean,
} satisfies Record<NormKind, (second: number, mean: number) => number>;

/**
 * Factor of δ² per layer, going down, of a wide net with a norm before every φ: E φ′²/E φ² behind a layer or RMS norm,
 * E φ′²/Var φ behind a batch norm of a large batch, averages over û ~ N(0, 1), at most 1e-13 off.
 *
 * The weights' variance cancels: a norm divides by the size of the signal, and the signal that φ hands on is all that is left
 * of the layer. Layer norm and RMS norm are one law: the mean over units that layer norm takes off is of order 1/√n when the
 * weights have mean 0, while the mean over rows that batch norm takes off is E φ. Behind layer or RMS norm: linear 1, ReLU 1,
 * tanh 1.177807, sigmoid .152827; behind batch norm: linear 1, ReLU π/(π − 1) = 1.466942, tanh 1.177807, sigmoid 1.033592. So a
 * sigmoid's gradients vanish with the one and not with the other, and a ReLU's explode with batch norm, 1.467^L.
 * Small batches are worse than this (ReLU at 8 rows: about 1.78); narrow layers are near it.
 *
 * @throws GradiometerError BAD_OPTION
 * Yang 2019, A mean field theory of batch normalization, for ReLU; van Laarhoven 2017 for the scale.
 * @example
 * ```js
 * import { normGradientFactor } from "gradiometer/theory";
 * console.log(normGradientFactor({ activation: "relu", norm: "batch" }).toFixed(6)); // 1.466942
 * ```
 */
export function normGradientFactor(p: { activation: Activation; norm: "layer" | "rms" | "batch" }): number {
  const given = options(p, ["activation", "norm"]);
  const law = lawOf("activation", given["activation"]);
  const { norm } = given;
  if (typeof norm !== "string" || !Object.hasOwn(KEPT, norm)) throw unknownWord("norm", norm, Object.keys(KEPT));
  return slopeMoment(law, 1, 1) / KEPT[norm as NormKind](secondMoment(law, 1), meanValue(law, 1));
}
