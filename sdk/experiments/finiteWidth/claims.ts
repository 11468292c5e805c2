import type { ClaimSpec } from "../types.js";

const HANIN = "Hanin 2018; Hanin & Rolnick 2018";
/** One wide layer: what is said of infinite width holds there. */
const wide = { depth: 1, width: 256, nets: 200, sideNets: 2 } as const;
/** Weights a little too heavy, then far too heavy, for He's line. */
const heavier = { weightVariance: 2.1, nets: 1000, sideNets: 2 } as const;
const heavy = { weightVariance: 3, nets: 500, sideNets: 2 } as const;

/**
 * What `finite-width` holds against its measurements, on ReLU nets with He's variance. X = ‖h_L‖²/‖h₀‖². Distances are in
 * standard errors of as many draws, the error from the exact law, not from the sample, whose tail is long.
 */
export const finiteWidthClaims: readonly ClaimSpec[] = [
  {
    id: "C26.mean",
    statement: "He's variance keeps the signal in the mean over nets, at any width: E X = 1 (distance).",
    source: "He et al. 2015; error from Var X = Π(1 + 5/n) − 1",
    low: -4,
    high: 4,
    unit: "standard errors",
    foreseen: true,
    control: heavy,
  },
  {
    id: "C26.moment",
    statement: "But nets differ: E X² = Π(1 + 5/n_j) (distance).",
    source: `${HANIN}; error from E X⁴ = Π(1 + 30/n + 251/n² + 558/n³)`,
    low: -4.5,
    high: 4.5,
    unit: "standard errors",
    foreseen: true,
    control: heavier,
  },
  {
    id: "C26.backward",
    statement: "Gradients do the same: E (‖δ₁‖²/‖δ_L‖²)² = Π(1 + 5/n_j) over the layers between (distance).",
    source: `${HANIN}; error from the same law`,
    low: -4.5,
    high: 4.5,
    unit: "standard errors",
    foreseen: true,
    control: heavier,
  },
  {
    id: "C26.infinite",
    statement: "All nets are alike, as at infinite width: E X² = 1 ± .1.",
    source: "The infinite-width line without its band",
    low: 0.9,
    high: 1.1,
    foreseen: false,
    control: wide,
  },
  {
    id: "C26.typical",
    statement: "The typical net loses some of its signal although the mean does not: the median of X is .82.",
    source: "Hanin & Nica 2018: E ln X = −(5/2) Σ 1/n_j to first order; the median of 2500 nets scatters by .015",
    low: 0.75,
    high: 0.89,
    foreseen: true,
    control: wide,
  },
  {
    id: "C26.level",
    statement: "The typical net keeps its signal: the median of X is 1 ± .1.",
    source: "The infinite-width line without its band",
    low: 0.9,
    high: 1.1,
    foreseen: false,
    control: wide,
  },
  {
    id: "C26.band",
    statement: "The band E ln X ± 2 s.d. holds 95 % of the nets (share).",
    source: "Hanin & Nica 2018, exact at any width; the share in 2500 nets scatters by .005",
    low: 0.93,
    high: 0.975,
    foreseen: true,
    control: heavy,
  },
  {
    id: "C26.spread",
    statement:
      "Fluctuations grow with Σ 1/n_j: nets an eighth as wide have about √8 = 2.8 times the standard deviation of ln X, a little more to second order.",
    source: "Hanin & Nica 2018: 3.1 by the exact law; the ratio of two estimates from 1000 nets each scatters by .1",
    low: 2.4,
    high: 3.8,
    foreseen: true,
    control: { sideWidths: [64, 128], nets: 10, sideNets: 100 },
  },
];
