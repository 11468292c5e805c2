import type { ClaimSpec } from "../types.js";

const HE = "He et al. 2015, Delving deep into rectifiers, section 2.2";
const HANIN = "Hanin & Nica 2018; ½·e^(−5/2n) to first order in 1/n";
/** Nothing is trained: what most controls need. */
const still = { steps: 0, repeats: 1, wideNets: 2, narrowNets: 4 } as const;
/** Every weight half of what it should be: what none of the claims about the start survives. */
const smaller = { ...still, gain: 0.5 } as const;
/** Few nets, but so wide that they behave as if infinitely so. */
const wide = { ...still, wideNets: 2, narrowWidth: 256, narrowNets: 8 } as const;

/** What `initialisation` holds against its measurements. "Signal" is the second moment of the outputs of a layer. */
export const initialisationClaims: readonly ClaimSpec[] = [
  {
    id: "C26.halving",
    statement:
      "With Glorot's variance each layer halves a ReLU signal (factor per layer, geometric mean over the wide nets).",
    source: `${HE}; at 256 units .495, known to ± .005 from 8 nets of 30 layers`,
    low: 0.475,
    high: 0.515,
    foreseen: true,
    control: smaller,
  },
  {
    id: "C26.thirty",
    statement:
      "After 30 layers 2⁻¹⁵ of its standard deviation is left (log₂, mean over the wide nets; finite width takes .2 more).",
    source: `${HE}; the mean of 8 nets scatters by .2`,
    low: -16.2,
    high: -14.2,
    unit: "octaves",
    foreseen: true,
    control: smaller,
  },
  {
    id: "C26.narrow",
    statement: "In narrow nets it is more than halved: the median factor per layer is .46 at 32 units.",
    source: `${HANIN}; the median of 100 nets scatters by .005`,
    low: 0.442,
    high: 0.479,
    foreseen: true,
    control: wide,
  },
  {
    id: "C26.narrow-half",
    statement: "A net of 32 units halves it too (median factor per layer).",
    source: "The infinite-width line without its band; the median of 100 nets scatters by .005",
    low: 0.482,
    high: 0.518,
    foreseen: false,
    control: wide,
  },
  {
    id: "C26.scatter",
    statement: "From net to net that factor scatters: standard deviation .035 at 32 units and 30 layers.",
    source: "Hanin & Nica 2018; from 100 nets it is known to ± .0025",
    low: 0.025,
    high: 0.046,
    foreseen: true,
    control: wide,
  },
  {
    id: "C26.stuck",
    statement:
      "So the deep ReLU net with Glorot's weights does not learn: its loss stays within .01 of ln 2 = .6931 (median of the runs).",
    source: HE,
    low: 0.6831471805599453,
    high: 0.7031471805599453,
    unit: "nats",
    foreseen: true,
    control: { initialisations: ["glorot-uniform"], repeats: 1, depth: 3 },
  },
  {
    id: "C26.trains",
    statement: "With He's twice as large variance the same net learns: loss below half of ln 2 (median of the runs).",
    source: HE,
    low: null,
    high: 0.34657359027997264,
    unit: "nats",
    foreseen: true,
    // He's weights over √2 are Glorot's
    control: { initialisations: ["he-normal"], repeats: 1, gain: 0.7071067811865476 },
  },
  {
    id: "C26.lsuv",
    statement:
      "LSUV gives the pre-activations of every layer the variance 1 ± .1 on its batch (largest distance from 1).",
    source: "Mishkin & Matas 2016, algorithm 1",
    low: 0,
    high: 0.1,
    foreseen: true,
    control: smaller,
  },
  {
    id: "C26.orthogonal",
    statement:
      "With orthogonal weights every singular value of a deep linear net, end to end, is 1 (largest distance, to rounding of float32).",
    source: "Saxe, McClelland & Ganguli 2013",
    low: 0,
    high: 1e-5,
    foreseen: true,
    control: smaller,
  },
  {
    id: "C26.critical",
    statement:
      "Even the sigmoid passes gradients on at its critical variance, σ_w² = 103 (factor per layer of ‖δ‖², geometric mean).",
    source: "χ₁ = 1: Poole et al. 2016; Schoenholz et al. 2017",
    low: 0.8,
    high: 1.15,
    foreseen: true,
    control: smaller,
  },
];
