import type { ClaimSpec } from "../types.js";

const NET = "Lecture notes on a regression net with two sigmoid layers and biases; recomputed in float64";

/** What `regression-net` holds against its measurements. */
export const regressionNetClaims: readonly ClaimSpec[] = [
  {
    id: "C5.loss",
    statement: "With the given weights, L = Σ (y − ŷ)² over both samples is .5911940642146577.",
    source: NET,
    low: 0.5911940642146577 - 1e-15,
    high: 0.5911940642146577 + 1e-15,
    foreseen: true,
    control: { targets: [1, 0.5] },
  },
  {
    id: "C5.gradient",
    statement:
      "∂L/∂W₁ = [[−.09001429318976062, .10660748816861534], [.14769100645524622, −.18920873086253173]] (largest distance of an entry).",
    source: NET,
    low: 0,
    high: 1e-15,
    foreseen: true,
    control: { targets: [1, 0.5] },
  },
  {
    id: "C5.finite-difference",
    statement:
      "Back-propagation and central differences agree for all fifteen weights and biases (largest relative error).",
    source: NET,
    low: 0,
    high: 1e-7,
    foreseen: true,
    control: { step: 0.5 },
  },
  {
    id: "C5.float32",
    statement:
      "backward() of the same net in float32 has the same gradients (largest error of an entry, as a share of its tensor's largest).",
    source: NET,
    low: 0,
    high: 2e-6,
    foreseen: true,
    // a mean over the two samples is half of their sum
    control: { loss: "mean-squared-error" },
  },
  {
    id: "C5.convention",
    statement:
      "It does not matter whether a layer is x W or W x: with W₁ and W₂ transposed L stays the same (ratio of the two losses).",
    source: "Texts that change the convention between two lines; a matrix and its transpose are not the same map",
    low: 1 - 1e-12,
    high: 1 + 1e-12,
    foreseen: false,
    // of symmetric matrices it is true
    control: { firstWeights: [0.1, 0.3, 0.3, 0.4], secondWeights: [0.5, -0.6, -0.6, 0.8] },
  },
];
