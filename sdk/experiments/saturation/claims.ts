import type { ClaimSpec } from "../types.js";

const LECUN = "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, §4.4";
const TAUGHT = "Lecture notes on activation functions; Glorot & Bengio 2010";

const quick = { steps: 0 };

/** What `saturation` holds against its measurements. "Saturated": |φ'| below the threshold's share of its maximum. */
export const saturationClaims: readonly ClaimSpec[] = [
  {
    id: "C13.saturated",
    statement:
      "Large weights saturate: most hidden units × samples of the net with the gain (smaller of the two nets).",
    source: TAUGHT,
    low: 0.45,
    high: 1,
    foreseen: true,
    control: { ...quick, gain: 2 },
  },
  {
    id: "C13.kill",
    statement: "Saturated units kill gradients: their share of Σδ², a hidden layer (largest, of both nets).",
    source: TAUGHT,
    low: 0,
    high: 0.01,
    foreseen: true,
    control: { ...quick, threshold: 0.9 },
  },
  {
    id: "C13.net",
    statement:
      "In a saturated net less of ‖δ‖ comes down than in the same net unsaturated (‖δ₁‖/‖δ_L‖ of the one over the other's, tanh).",
    source: "Often taught; the large weights that saturate the units make up for their slopes, and more",
    low: 0,
    high: 1,
    foreseen: false,
    // biases saturate as well, and make up for nothing
    control: { ...quick, cause: "biases" },
  },
  {
    id: "C13.one-sign",
    statement:
      "With sigmoids below, all non-zero weight gradients of a unit share one sign in each single sample (smallest fraction).",
    source: LECUN,
    low: 1,
    high: 1,
    foreseen: true,
    control: { ...quick, below: "tanh" },
  },
  {
    id: "C13.batch",
    statement: "… and nearly so summed over a batch of 50 (mean over the units of a layer, the lowest of the layers).",
    source: LECUN,
    low: 0.84,
    high: 1,
    foreseen: true,
    control: { ...quick, below: "tanh" },
  },
  {
    id: "C18.healthy",
    statement:
      "Unsaturated, a step changes the hidden weights by 10⁻³ of their norm, within a decade (geometric mean, tanh).",
    source: "Rule of thumb, often taught: update-to-weight ratio near 10⁻³",
    low: 1e-4,
    high: 1e-2,
    foreseen: true,
    control: { ...quick, learningRate: 1e-4 },
  },
  {
    id: "C18.saturated",
    statement:
      "Saturated, the same step changes the last hidden layer by a small part of that (ratio of the two, tanh).",
    source: "‖η ∂W‖/‖W‖: ∂W shrinks with the slopes, and W is large",
    low: 0,
    high: 0.1,
    foreseen: true,
    control: { ...quick, gain: 1.2 },
  },
  {
    id: "C13.slow",
    statement: "And the net learns the less (training loss after the steps over that of the unsaturated net, tanh).",
    source: TAUGHT,
    low: 2,
    high: null,
    foreseen: true,
    control: { gain: 1.2 },
  },
];
