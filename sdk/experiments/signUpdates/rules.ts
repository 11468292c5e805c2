import { elementAt } from "../../core/element.js";

/** One-dimensional minimisation by the sign of the gradient, in float64: the rules as their papers have them. */

export const RPROP_FORMS = ["rprop+", "rprop-", "irprop-"] as const;
export type RpropForm = (typeof RPROP_FORMS)[number];

export interface RpropOptions {
  initialStep: number;
  etaPlus: number;
  etaMinus: number;
}

/** Bounds of Δ (Riedmiller & Braun 1993), PyTorch's too. */
const MIN_STEP = 1e-6;
const MAX_STEP = 50;

type Gradient = (x: number) => number;

/** The positions from `start` on, steps + 1 of them. */
export function rpropTrace(
  form: RpropForm,
  gradient: Gradient,
  start: number,
  steps: number,
  { initialStep, etaPlus, etaMinus }: RpropOptions,
): number[] {
  const positions = [start];
  let [x, delta, before, move] = [start, initialStep, 0, 0];
  for (let step = 0; step < steps; step++) {
    const g = gradient(x);
    const product = g * before;
    if (product > 0) delta = Math.min(delta * etaPlus, MAX_STEP);
    if (product < 0) delta = Math.max(delta * etaMinus, MIN_STEP);
    before = g;
    if (product < 0 && form !== "rprop-") {
      move = form === "rprop+" ? -move : 0; // takes the last step back, or stands still once
      before = 0;
    } else {
      move = -Math.sign(g) * delta;
    }
    x += move;
    positions.push(x);
  }
  return positions;
}

/** x ← x − η sign(m), m ← βm + (1 − β)g: signSGD at β = 0, Signum above. */
export function signTrace(gradient: Gradient, start: number, steps: number, rate: number, momentum: number): number[] {
  const positions = [start];
  let [x, m] = [start, 0];
  for (let step = 0; step < steps; step++) {
    m = momentum * m + (1 - momentum) * gradient(x);
    x -= rate * Math.sign(m);
    positions.push(x);
  }
  return positions;
}

/** The largest distance of two traces of one length. */
export function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - elementAt(b, index))), 0);
}

/** f = x²/2 from x₀ = 1, Δ₀ = .1, η⁺ 1.2, η⁻ .5, as printed; every digit. */
export const PRINTED: Readonly<Record<RpropForm, readonly number[]>> = {
  "rprop+": [
    1, 0.9, 0.78, 0.636, 0.4632, 0.25584, 0.007008, -0.2915904, 0.007008, -0.1422912, 0.007008, -0.0676416, 0.007008,
  ],
  "rprop-": [
    1, 0.9, 0.78, 0.636, 0.4632, 0.25584, 0.007008, -0.2915904, -0.1422912, 0.03686784, -0.05271168, -0.00792192,
    0.045825792,
  ],
  "irprop-": [
    1, 0.9, 0.78, 0.636, 0.4632, 0.25584, 0.007008, -0.2915904, -0.2915904, -0.1422912, 0.03686784, 0.03686784,
    -0.05271168,
  ],
};
