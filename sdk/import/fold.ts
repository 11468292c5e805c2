import type { AffineStep, NormStep, ScaleStep } from "./step.js";

/** Factor and addend of every unit. */
export interface Scaling {
  readonly scale: (unit: number) => number;
  readonly shift: (unit: number) => number;
}

const entry = (values: number | Float32Array): ((unit: number) => number) =>
  typeof values === "number" ? () => values : (unit) => values[unit]!;

export const scalingOf = ({ scale, shift }: ScaleStep): Scaling => ({ scale: entry(scale), shift: entry(shift) });

/** Units that a scaling speaks of; null for one that is the same for all. */
export function unitsOf({ scale, shift }: ScaleStep): number | null {
  if (typeof scale !== "number") return scale.length;
  return typeof shift === "number" ? null : shift.length;
}

/** What a batch norm does at inference: w (z − mean)/√(variance + ε) + b. */
export function batchScaling({ weight, bias, mean, variance, epsilon }: NormStep): Scaling {
  const scale = (unit: number): number => (weight?.[unit] ?? 1) / Math.sqrt(variance![unit]! + epsilon);
  return { scale, shift: (unit) => (bias?.[unit] ?? 0) - mean![unit]! * scale(unit) };
}

/** second ∘ first. */
export const composed = (first: Scaling, second: Scaling): Scaling => ({
  scale: (unit) => second.scale(unit) * first.scale(unit),
  shift: (unit) => second.scale(unit) * first.shift(unit) + second.shift(unit),
});

/** The affine map of scaled inputs: W ← diag(s) W, b ← b + t W. Sums in float64, in the order of the units. */
export function foldBefore(affine: AffineStep, { scale, shift }: Scaling): void {
  const { fanIn, fanOut, weight } = affine;
  const sums = Float64Array.from({ length: fanOut }, (_, j) => affine.bias?.[j] ?? 0);
  let moved = affine.bias !== null;
  for (let i = 0; i < fanIn; i++) {
    const [s, t] = [scale(i), shift(i)];
    moved ||= t !== 0;
    for (let j = 0, at = i * fanOut; j < fanOut; j++, at++) {
      if (t !== 0) sums[j] = sums[j]! + t * weight[at]!;
      weight[at] = s * weight[at]!;
    }
  }
  if (moved) affine.bias = Float32Array.from(sums);
}

/** The scaled affine map: W ← W diag(s), b ← s b + t. */
export function foldBehind(affine: AffineStep, { scale, shift }: Scaling): void {
  const { fanIn, fanOut, weight, bias } = affine;
  for (let i = 0, at = 0; i < fanIn; i++) for (let j = 0; j < fanOut; j++, at++) weight[at] = scale(j) * weight[at]!;
  const sums = Float32Array.from({ length: fanOut }, (_, j) => scale(j) * (bias?.[j] ?? 0) + shift(j));
  if (bias !== null || sums.some((value) => value !== 0)) affine.bias = sums;
}
