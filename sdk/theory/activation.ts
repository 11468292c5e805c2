import type { Activation } from "../types.js";
import { real } from "./check.js";
import { lawOf } from "./laws.js";

/**
 * φ(u) in float64, any u but NaN. σ(10) = .9999546021312976. Relative error 2e-15, of gelu 1e-13.
 *
 * elu has α = 1; selu λ = 1.0507…, α = 1.6732… (Klambauer 2017); gelu is uΦ(u), not its tanh approximation
 * (Hendrycks & Gimpel 2016); silu uσ(u); softplus ln(1 + e^u); softsign u/(1 + |u|).
 * @throws GradiometerError BAD_OPTION
 */
export function activationValue(activation: Activation, u: number): number {
  return lawOf("activation", activation).value(notNaN(u));
}

/**
 * φ′(u) in float64 from the input, so that it does not vanish where φ(u) rounds to its limit (C12); at a kink the slope
 * on the left: relu′(0) = 0. σ′(10) = 4.539580773595167e-5.
 * @throws GradiometerError BAD_OPTION
 */
export function activationSlope(activation: Activation, u: number): number {
  return lawOf("activation", activation).slope(notNaN(u));
}

const notNaN = (u: unknown): number => real("u", u, "a finite number", () => true);

/** What bounds an activation. */
export interface ActivationBounds {
  /** [inf φ, sup φ] */
  value: [number, number];
  /** inf φ′ and sup φ′: ¼ is the most that a sigmoid passes on, 1 a tanh (C2, C7). */
  slope: [number, number];
}

/** The ranges of φ and φ′ over all real u. @throws GradiometerError BAD_OPTION */
export function activationBounds(activation: Activation): ActivationBounds {
  const { range, slopeRange } = lawOf("activation", activation);
  return { value: [...range], slope: [...slopeRange] };
}
