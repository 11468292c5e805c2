import type { ClaimSpec } from "../types.js";

const GLOROT = "Glorot & Bengio 2010";
/** Both nets alike, small, and only their start. */
const small = { width: 64, steps: 0 } as const;

/** What `gradient-histograms` holds against its measurements. Ratios are first hidden layer over last hidden layer. */
export const gradientHistogramClaims: readonly ClaimSpec[] = [
  {
    id: "C15.standard",
    statement:
      "With U(±1/√n) the variance of δ in the first of five hidden tanh layers is about a hundredth of the last one's.",
    source: `${GLOROT}, figure 7; .010 on the digits in float64`,
    low: 0.002,
    high: 0.02,
    foreseen: true,
    control: { ...small, old: "glorot-uniform" },
  },
  {
    id: "C15.third",
    statement: "That is about a third per layer (geometric mean).",
    source: `${GLOROT}, section 4.2.1: n Var w = 1/3`,
    low: 0.25,
    high: 0.4,
    foreseen: true,
    control: { ...small, old: "glorot-uniform" },
  },
  {
    id: "C15.normalised",
    statement: "With U(±√6/√(n_j + n_{j+1})) it is nearly level at 5 × 1000 on the digits.",
    source: `${GLOROT}, figure 7; .75 – .95 in float64; measured here: .80 – .88 over 6 seeds, one net scatters by .03: bounds at four times that`,
    low: 0.7,
    high: 0.97,
    foreseen: true,
    // narrow nets are not flat: the output layer's fan-out weighs in
    control: { ...small },
  },
  {
    id: "C15.normalised-moons",
    statement:
      "With U(±√6/√(n_j + n_{j+1})) it is level within the scatter of narrow nets at 5 × 128 on two moons (median of the nets).",
    source: `${GLOROT}; range over single nets in float64: the logarithm of one scatters by .36, of the median of 15 by .12`,
    low: 0.4,
    high: 2,
    foreseen: true,
    control: { ...small, normalised: "standard" },
  },
  {
    id: "C15.weight-gradients",
    statement:
      "Entry by entry (RMS) the weight gradients do not shrink with U(±1/√n): who looks at them alone sees nothing.",
    source: `${GLOROT}, figure 8 and its comment`,
    low: 0.5,
    high: 2,
    foreseen: true,
    control: { ...small, activation: "sigmoid" },
  },
  {
    id: "C15.during",
    statement:
      "It stays so in the first steps of training: the fall of δ with U(±1/√n) is less than a tenth of the normalised net's.",
    source: GLOROT,
    low: null,
    high: 0.1,
    foreseen: true,
    control: { width: 64, steps: 10, old: "glorot-uniform" },
  },
  {
    id: "C15.learning",
    statement:
      "The normalised net learns first: its training loss after these steps is less than half of the other's (ratio).",
    source: `${GLOROT}, table 1 and figure 11`,
    low: 2,
    high: null,
    foreseen: true,
    control: { width: 64, steps: 10, normalised: "standard" },
  },
];
