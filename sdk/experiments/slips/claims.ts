import type { ClaimSpec } from "../types.js";

const NOTES = "Lecture notes, as printed";
const RECOMPUTED = "Recomputed in float64";

/** What a text says, and what is true; each with the parameters under which it comes out the other way. */
function pair(
  [text, truth]: readonly [id: string, id: string],
  says: Pick<ClaimSpec, "statement" | "low" | "high" | "control">,
  is: Pick<ClaimSpec, "statement" | "low" | "high" | "control">,
  source = RECOMPUTED,
): ClaimSpec[] {
  return [
    { id: text, source: NOTES, foreseen: false, ...says },
    { id: truth, source, foreseen: true, ...is },
  ];
}

const COARSE = { step: 0.5 };
const EXACT = 1e-12;
/** Of central differences with h = 1e-4 in float64. */
const DIFFERENCE = 1e-5;

/** What `slips` holds against its measurements: every slip beside the truth. */
export const slipClaims: readonly ClaimSpec[] = [
  ...pair(
    ["C3.text", "C3.truth"],
    {
      statement: "0 ≤ ∂f/∂w₁ ≤ x/64 for weights from N(0, Σ): share of the draws inside is 1.",
      low: 1,
      high: 1,
      control: { mean: 0.5, variance: 0.0001 },
    },
    {
      statement: "|∂f/∂w₁| ≤ |w₂ w₃| |x|/64: share of the draws inside is 1.",
      low: 1,
      high: 1,
      control: { activation: "tanh" },
    },
  ),
  ...pair(
    ["C16.text", "C16.truth"],
    {
      statement:
        "Vanishing is true of all bounded activations: ‖δ₁‖/‖δ_L‖ of a 30-layer tanh net is below a hundredth.",
      low: null,
      high: 0.01,
      control: { init: "standard" },
    },
    {
      statement: "With orthogonal weights that net keeps ‖δ₁‖/‖δ_L‖ within a factor of ten.",
      low: 0.1,
      high: 10,
      control: { init: "standard" },
    },
    "Saxe, McClelland & Ganguli 2013",
  ),
  ...pair(
    ["C4.text-sign", "C4.truth-sign"],
    {
      statement: "∂C/∂w₀ carries (−w) for every weight on the way (ratio to the measured derivative).",
      low: 1 - 1e-4,
      high: 1 + 1e-4,
      // two signs cancel
      control: { weights: [0.5, -1.2, 2] },
    },
    {
      statement:
        "σ' already holds the sign: each weight enters as it is (relative distance from a central difference).",
      low: 0,
      high: DIFFERENCE,
      control: COARSE,
    },
  ),
  ...pair(
    ["C4.text-factor", "C4.truth-factor"],
    {
      statement: "∂C/∂w₀ has w₀ itself as one more factor (ratio to the measured derivative).",
      low: 1 - 1e-4,
      high: 1 + 1e-4,
      control: { weights: [1, -1.2, 2, 0.8] },
    },
    {
      statement:
        "Without that factor it holds at w₀ = 0 too, where the text's is 0 (relative distance from a central difference).",
      low: 0,
      high: DIFFERENCE,
      control: COARSE,
    },
  ),
  ...pair(
    ["C2.text-tiny", "C2.truth-tiny"],
    {
      statement:
        "The gradient of a chain of sigmoids is tiny: at most 4^−L, whatever the weights (|∂f/∂w₁| over 4^−L).",
      low: 0,
      high: 1 + EXACT,
      control: { chainWeight: 0.5 },
    },
    {
      statement:
        "Each layer multiplies it by w σ', which is above 1 for w > 4 at the steepest point: it grows (factor per layer).",
      low: 1 + EXACT,
      high: null,
      control: { chainWeight: 0.5 },
    },
  ),
  ...pair(
    ["C8.text", "C8.truth"],
    {
      statement: "The norm of a product is the product of the norms: ‖AB‖ over ‖A‖ ‖B‖ is 1.",
      low: 1 - EXACT,
      high: 1 + EXACT,
      control: { second: [2, 0.5] },
    },
    {
      statement: "diag(2, ½)·diag(½, 2) has singular values (1, 1): the spectrum of the product decides (its largest).",
      low: 1 - EXACT,
      high: 1 + EXACT,
      control: { second: [2, 0.5] },
    },
  ),
  ...pair(
    ["C11.text", "C11.truth"],
    {
      statement: "∂y_j/∂z_i = (1 + y_j)(1 − y_j) for tanh (measured derivative over this).",
      low: 1 - 1e-4,
      high: 1 + 1e-4,
      control: { source: 1 },
    },
    {
      statement: "That is ∂y_j/∂z_j, element by element (relative distance from a central difference).",
      low: 0,
      high: DIFFERENCE,
      control: COARSE,
    },
  ),
  ...pair(
    ["C21.text", "C21.truth"],
    {
      statement:
        "∂h⁽ⁱ⁾/∂h⁽ʲ⁾ = W_h^(i−j) Π diag(φ'): the powers can be taken out (median relative error over random nets below 1 %).",
      low: 0,
      high: 0.01,
      control: { recurrent: "linear" },
    },
    {
      statement:
        "The ordered product of diag(φ') W_h is the derivative (median relative distance from central differences).",
      low: 0,
      high: 1e-4,
      control: COARSE,
    },
    "Pascanu, Mikolov & Bengio 2013; matrices do not commute",
  ),
  ...pair(
    ["C24.text-minus", "C24.truth-minus"],
    {
      statement:
        "The updates are +η clip(g) and +η sign(g): on x²/2 the loss does not rise (the larger of after/before).",
      low: null,
      high: 1,
      control: { rate: 0 },
    },
    {
      statement: "With −η it falls by both rules (the larger of after/before).",
      low: null,
      high: 1 - EXACT,
      control: { rate: 0 },
    },
  ),
  ...pair(
    ["C14.text-max", "C14.truth-max"],
    {
      statement: "max(αx, x) has slope 1 on the right for every α.",
      low: 1 - EXACT,
      high: 1 + EXACT,
      control: { alpha: 0.1 },
    },
    {
      statement: "For α > 1 it is the other way round: α on the right, 1 on the left (slope on the right over α).",
      low: 1 - EXACT,
      high: 1 + EXACT,
      control: { alpha: 0.1 },
    },
  ),
  ...pair(
    ["C2.text-bound", "C2.truth-bound"],
    {
      statement: "∂h̃₁/∂h̃ ≤ ¼ (the largest value over h̃; h̃₁ = w h is the next pre-activation).",
      low: null,
      high: 0.25 + DIFFERENCE,
      control: { nextWeight: 0.5 },
    },
    {
      statement: "It is ∂h/∂h̃ = σ'(h̃) that is at most ¼ (the largest value over h̃).",
      low: null,
      high: 0.25 + DIFFERENCE,
      control: { activation: "tanh" },
    },
  ),
  ...pair(
    ["C28.text", "C28.truth"],
    {
      statement:
        "Gradients explode when |Σ_y ∂y/∂x|, a sum over a column, exceeds 1: agrees with growth (σ_max > 1) of random products; it does in about half.",
      low: 0.95,
      high: 1,
      control: { units: 1 },
    },
    {
      statement:
        "χ₁ = σ_w² decides: χ₁ > 1 agrees with growth of the mean square in at least four of five random products.",
      low: 0.8,
      high: 1,
      // a single unit is far from the mean
      control: { units: 1 },
    },
    "Poole et al. 2016; Schoenholz et al. 2017",
  ),
  ...pair(
    ["C36.text", "C36.truth"],
    {
      statement:
        "The gradient of the cross-entropy is σ(o) − y, and without a factor σ' nothing of it is lost (computed so in float32, over a central difference).",
      low: 1 - 1e-4,
      high: 1 + 1e-4,
      control: { logit: -17 },
    },
    {
      statement:
        "For y = 1 it is −σ(−o), which keeps its digits where σ(o) has become 1 (the networks' own loss, relative distance from a central difference).",
      low: 0,
      high: DIFFERENCE,
      control: COARSE,
    },
    "IEEE 754-2019, §3.4; C12 in the last layer",
  ),
];

/** How many there are. */
export const SLIPS = slipClaims.length / 2;
