import type { ClaimSpec } from "../types.js";

const PASCANU = "Pascanu, Mikolov & Bengio 2013";
const NORM = `${PASCANU}, algorithm 1`;
const TORCH = "PyTorch's clip_grad_norm_: g · limit/(‖g‖ + 1e-6)";
/** Single steps, no nets. */
const single = { nets: 0 } as const;
const few = { nets: 2, samples: 50, steps: 100 } as const;

/** What `exploding` holds against its measurements. */
export const explodingClaims: readonly ClaimSpec[] = [
  {
    id: "C24.norm",
    statement: "Clipped to norm 1, the gradient (3, 4) becomes (.6, .8) (largest distance of what a step subtracts).",
    source: NORM,
    low: null,
    high: 1e-6,
    foreseen: true,
    control: { ...single, kind: "value" },
  },
  {
    id: "C24.direction",
    statement: "Clipping by norm keeps the direction (sine of the angle by which it turns the gradient).",
    source: NORM,
    low: null,
    high: 1e-6,
    foreseen: true,
    control: { ...single, kind: "value" },
  },
  {
    id: "C24.value",
    statement: "Clipping by value turns it: (3, 4) becomes (1, 1), at a cosine of 7/(5√2) = .98995 to where it was.",
    source: "max(−Δ₀, min(Δ₀, g)), entry by entry; lecture notes",
    low: 0.989949,
    high: 0.98995,
    foreseen: true,
    control: { ...single, limit: 10 },
  },
  {
    id: "C24.epsilon",
    statement:
      "The 1e-6 in the denominator shows where gradients are as small: (3, 4)·1e-6 clipped to 1e-6 keeps 5/6 of that norm.",
    source: TORCH,
    low: 0.83333,
    high: 0.83334,
    foreseen: true,
    control: { ...single, tiny: 1 },
  },
  {
    id: "C24.zero",
    statement: "A gradient of zero stays zero: nothing is divided by nothing (largest entry of the update).",
    source: TORCH,
    low: 0,
    high: 0,
    foreseen: true,
    control: { ...single, rest: 0.5 },
  },
  {
    id: "C24.skip",
    statement: "A gradient whose norm is not finite is reported, and the step is skipped (steps skipped of one).",
    source: "No multiple of such a gradient has a meaning",
    low: 1,
    high: 1,
    unit: "steps",
    foreseen: true,
    control: { ...single, huge: 1e10 },
  },
  {
    id: "C24.untouched",
    statement: "And it leaves the weights as they were (weights that changed).",
    source: "No multiple of such a gradient has a meaning",
    low: 0,
    high: 0,
    unit: "weights",
    foreseen: true,
    control: { ...single, huge: 1e10 },
  },
  {
    id: "C24.minus",
    statement: "w ← w + Δw with Δw = η clip(g), as it is printed, lowers the loss (its change over a step).",
    source: "Slip in lecture notes: the minus is missing",
    low: null,
    high: 0,
    foreseen: false,
    // the same Δw, where it is what is taken away
    control: { ...single, slip: "subtracted" },
  },
  {
    id: "C24.squashing",
    statement:
      "ReLU layers with He's weights bring more of the error down than squashing ones: ten layers of sigmoids with Glorot's lose at least four decades more of ‖δ‖ (median of the nets).",
    source: "Glorot, Bordes & Bengio 2011; He et al. 2015",
    low: 4,
    high: null,
    unit: "decades",
    foreseen: true,
    control: { ...few, steps: 0, squashing: "tanh" },
  },
  {
    id: "C24.explodes",
    statement:
      "A ReLU net of ten layers drawn from N(0, 9/n) does not survive gradient descent: at least four fifths of the nets are not finite, or dead at ln 2, at the end (share).",
    source: "He et al. 2015: each layer multiplies the variance by 9/2; 15 of 15 in float64",
    low: 0.8,
    high: 1,
    foreseen: true,
    control: { ...few, weightVariance: 2 },
  },
  {
    id: "C24.cured",
    statement:
      "Clipped to norm 1, the same nets train: at least four fifths are finite and below half of their loss (share).",
    source: `${PASCANU}; 15 of 15 in float64`,
    low: 0.8,
    high: 1,
    foreseen: true,
    control: { ...few, normLimit: 1e-7 },
  },
  {
    id: "C24.learns",
    statement: "And they end better than guessing, from losses in the hundreds (median loss at the end).",
    source: `${PASCANU}; below .65 with two logits in float64`,
    low: null,
    high: 0.65,
    unit: "nats",
    foreseen: true,
    control: { ...few, normLimit: 1e-7 },
  },
  {
    id: "C24.fraction",
    statement: "Clipping is at work in more than half of the steps, not in the first few alone (median share).",
    source: "Measured here; the share is what the clipped run should be asked for",
    low: 0.5,
    high: 1,
    foreseen: true,
    control: { ...few, normLimit: 1e6 },
  },
  {
    id: "C24.value-cures",
    statement: "Clipping by value cures them too, though it turns the gradient (share, as with the norm).",
    source: "Measured here",
    low: 0.8,
    high: 1,
    foreseen: true,
    control: { ...few, valueLimit: 1e-7 },
  },
];
