import type { ClaimSpec } from "../types.js";

const LU = "Lu, Shin, Su & Karniadakis 2019, Dying ReLU and initialization, theorem 3";
const RATE =
  "Lecture notes on ReLU; 3 × 32 He units, two moons, 300 steps of SGD; bounds: mean of 120 other runs ± 4 standard errors of ten";

/** Only births, and only training. */
const births = { rates: [], nets: 200 };
const training = (rates: number[]) => ({ widths: [], rates, repeats: 3 });

/** What `dying-relu` holds against its measurements. Shares are means over the runs; exploded ones count as they last were finite. */
export const dyingReluClaims: readonly ClaimSpec[] = [
  {
    id: "C14.birth",
    statement: "A ReLU net is dead at birth on a single input with P = 1 − (1 − 2^−N)^L (largest distance).",
    source: LU,
    low: 0,
    high: 5,
    unit: "standard errors",
    foreseen: true,
    control: { ...births, activation: "leaky-relu" },
  },
  {
    id: "C14.narrow",
    statement: "Deep narrow nets are nearly all born dead (share at the narrowest and deepest).",
    source: LU,
    low: 0.95,
    high: 1,
    foreseen: true,
    control: { ...births, widths: [8] },
  },
  {
    id: "C14.leaky-birth",
    statement: "Leaky units are not born dead (share of such nets without output, all widths and depths).",
    source: "Maas, Hannun & Ng 2013; He et al. 2015",
    low: 0,
    high: 0,
    foreseen: true,
    control: { ...births, alpha: 0 },
  },
  {
    id: "C14.careful",
    statement: "With rates up to .5 about one unit in twenty is dead after training (largest mean share).",
    source: RATE,
    low: 0.02,
    high: 0.095,
    foreseen: true,
    control: training([4]),
  },
  {
    id: "C14.rate-1",
    statement: "… about .15 at rate 1 (mean share).",
    source: RATE,
    low: 0.03,
    high: 0.24,
    foreseen: true,
    control: { ...training([1]), activation: "leaky-relu" },
  },
  {
    id: "C14.rate-2",
    statement: "… about half at rate 2 (mean share; .4 is also quoted, where exploded runs are counted otherwise).",
    source: RATE,
    low: 0.27,
    high: 0.76,
    foreseen: true,
    control: { ...training([2]), activation: "leaky-relu" },
  },
  {
    id: "C14.rate-4",
    statement: "… and half or more at rate 4 (mean share; nine runs in ten explode there).",
    source: RATE,
    low: 0.45,
    high: 0.8,
    foreseen: true,
    control: { ...training([4]), activation: "leaky-relu" },
  },
  {
    id: "C14.grows",
    statement: "The dead share grows with the learning rate (share at the greatest rate over that at the smallest).",
    source: RATE,
    low: 4,
    high: null,
    foreseen: true,
    control: training([0.1, 0.5]),
  },
  {
    id: "C14.leaky",
    statement: "Leaky units do not die, whatever the rate (largest share).",
    source: "Maas, Hannun & Ng 2013; He et al. 2015",
    low: 0,
    high: 0,
    foreseen: true,
    control: { ...training([2]), alpha: 0 },
  },
];
