import { exp } from "../theory/elementary.js";
import type { Preflight, Report } from "./types.js";

/** Numbers in sentences: three digits, the same in every engine. */
export function say(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  return text.replace("-", "−").replace("e−", "e-").replace("e+", "e");
}

/** A share as per cent. */
export const percent = (share: number): string => `${say(Number((100 * share).toPrecision(3)))} %`;

/** A layer as people count. */
export const layerName = (layer: number): string => `layer ${layer + 1}`;

/** A factor in words: "14-fold". */
const fold = (factor: number): string => `${say(Number(factor.toPrecision(2)))}-fold`;

/** What theory says before the first step. */
export function expected({ findings, depthScale, underflowDepth }: Preflight, recurrent: boolean): string {
  const layer = recurrent ? "step" : "layer";
  // The variance changes by e every `depthScale` layers, the size by its root.
  const factor = depthScale === 0 ? Infinity : exp(0.5 / depthScale);
  const course =
    depthScale === 0
      ? "no gradient gets through"
      : depthScale === Infinity
        ? "the gradient keeps its size at any depth"
        : underflowDepth === Infinity
          ? `the gradient grows ${fold(factor)} per ${layer}`
          : `the gradient shrinks ${fold(factor)} per ${layer}, and a gradient of size 1 is 0 in float32 after ${say(underflowDepth)} ${layer}s`;
  const verdict = findings.length > 0 ? `expect ${findings.join(", ")}` : "no problem is expected";
  return `Before training, theory says: ${course}; ${verdict}.`;
}

/** Where to look next: what nothing here has cured. Empty for a healthy net and for one with a cure. */
export function nextStep(
  {
    verdict,
    remedies,
    reference,
    untreated,
    loss,
  }: Pick<Report, "verdict" | "remedies" | "reference" | "untreated" | "loss">,
  learnable: boolean | null,
): string {
  if (verdict === "healthy" || remedies[0]?.verdict === "cured") return "";
  if (verdict === "floor")
    return "The rest of the loss is noise to every net that was tried. To do better, add inputs that say more about the target; another training will not help.";
  if (verdict === "slow") return "Train longer: the loss was still falling.";
  const better = remedies.find((one) => one.verdict === "better");
  const best = reference
    .filter((one) => one.loss < Math.min(loss.end, untreated.constant))
    .sort((a, b) => a.loss - b.loss)[0];
  if (learnable === false)
    return "Nothing that was tried learns anything that holds on fresh rows. Check the data: does each row have the right target, and do the inputs say anything about it?";
  if (better)
    return `${better.id} does better, but is not a cure. Start from it and change one more thing, or train longer.`;
  if (best)
    return `A net of another kind does better on the same data (${best.id}: ${say(best.loss)}). Start from that net, and add your own parts back one at a time.`;
  return "Nothing that was tried helped. Check the data first: does each row have the right target, and do the inputs hold the answer? Then try a smaller net on a handful of rows, which it must be able to memorise.";
}
