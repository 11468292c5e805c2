import type { ClaimSpec } from "../types.js";

const FORMAT = "IEEE 754-2019, §3.4, binary32; each operation of the textbook formula rounded once";
const WIDE = { format: "float64", nets: 1, width: 4 };
const LIVELY = { weight: 4, nets: 1, width: 4 };

/** What `float-underflow` holds against its measurements. */
export const floatUnderflowClaims: readonly ClaimSpec[] = [
  {
    id: "C12.sigmoid-near",
    statement: "In float32 the sigmoid's slope from its output, y(1 − y), is .05 % off at u = 10.",
    source: FORMAT,
    low: 0.00045,
    high: 0.00055,
    foreseen: true,
    control: WIDE,
  },
  {
    id: "C12.sigmoid-far",
    statement: "… 17 % off at u = 15.",
    source: FORMAT,
    low: 0.165,
    high: 0.175,
    foreseen: true,
    control: WIDE,
  },
  {
    id: "C12.sigmoid-zero",
    statement: "… and exactly 0 from u ≈ 16.64 on.",
    source: FORMAT,
    low: 16.63,
    high: 16.645,
    foreseen: true,
    control: WIDE,
  },
  {
    id: "C12.tanh-near",
    statement: "The slope of tanh from its output, 1 − y², is 28 % off at u = 8.5.",
    source: FORMAT,
    low: 0.275,
    high: 0.285,
    foreseen: true,
    control: WIDE,
  },
  {
    id: "C12.tanh-zero",
    statement: "… and exactly 0 from u = 9.02 on (first float32 where it is 0: 9.011).",
    source: FORMAT,
    low: 9,
    high: 9.02,
    foreseen: true,
    control: WIDE,
  },
  {
    id: "C12.input",
    statement:
      "Taken from the input, e/(1 + e)² with e = exp(−|u|), the slope keeps float32's digits (largest relative error).",
    source: "docs/accuracy.md: at most 2 ulp",
    low: 0,
    high: 3e-7,
    foreseen: true,
    control: { slope: "output", nets: 1, width: 4 },
  },
  {
    id: "C2.subnormal",
    statement:
      "4^−L loses digits in float32 (is subnormal) from L = 64 on: δ of a chain of sigmoids at their steepest.",
    source: "IEEE 754-2019, §3.4",
    low: 64,
    high: 64,
    unit: "layers",
    foreseen: true,
    control: LIVELY,
  },
  {
    id: "C2.zero",
    statement: "… and is exactly 0 from L = 75 on.",
    source: "IEEE 754-2019, §3.4",
    low: 75,
    high: 75,
    unit: "layers",
    foreseen: true,
    control: LIVELY,
  },
  {
    id: "C12.format",
    statement:
      "Each of these zeros is told as underflow: the same pass in float64 has a gradient there (share of them).",
    source: "A float64 backward pass from the same weights",
    low: 1,
    high: 1,
    foreseen: true,
    control: LIVELY,
  },
  {
    id: "C12.network",
    statement: "The zero gradient of dead ReLUs is not: it vanished in the network (share told as underflow).",
    source: "A float64 backward pass from the same weights",
    low: 0,
    high: 0,
    foreseen: true,
    // alive, the ReLU chain runs out of float32 as well
    control: { reluBias: 0, nets: 1, width: 4 },
  },
  {
    id: "C12.scaled",
    statement: "What vanished in the format comes back with a larger loss: δ of the first layer over 4^−L.",
    source: "Micikevicius et al. 2018, Mixed precision training, §3.2",
    low: 1,
    high: 1,
    foreseen: true,
    control: { scale: 0, nets: 1, width: 4 },
  },
  {
    id: "C12.random",
    statement:
      "In random sigmoid nets half of δ is 0 where the mean field's √χ₁ a layer leaves float32 (layers from there, median of the nets).",
    source: "Schoenholz et al. 2017; ± 5 layers: δ's start, its spread within a layer, and finite width",
    low: -5,
    high: 5,
    unit: "layers",
    foreseen: true,
    // larger weights: the layers are too few for the underflow that theory foresees
    control: { gain: 6 },
  },
  {
    id: "C12.told-apart",
    statement: "No unit of these nets is dead, and every zero of δ is told as underflow (smallest share).",
    source: "A float64 backward pass from the same weights",
    low: 1,
    high: 1,
    foreseen: true,
    control: { depth: 20, width: 4 },
  },
];
