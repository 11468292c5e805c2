import type { ClaimSpec } from "../types.js";

const LSTM = "Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000";
const BUDGET = "32 units, Adam .01, clipped by norm 1, 1500 batches of 32 new sequences, of 30, 60 and 100 steps";
const PASCANU = "Pascanu, Mikolov & Bengio 2013";

/** One part alone. */
const forgetting = { batches: 0, growthNets: 0, clippedNets: 0 } as const;
const adding = { growthNets: 0, clippedNets: 0 } as const;
const growth = { batches: 0, growthNets: 3, clippedNets: 0 } as const;
const clipping = { batches: 0, growthNets: 0, clippedNets: 3 } as const;

const drawn = { ...forgetting, rest: "drawn" } as const;
/** σ(b)^100, known to 16 digits. */
const power = (id: string, statement: string, value: number): ClaimSpec => ({
  id,
  statement,
  source: `${LSTM}; σ(b)^100, exact; 1e-6 relative is the bias in float32 and more`,
  low: value * (1 - 1e-6),
  high: value * (1 + 1e-6),
  foreseen: true,
  control: drawn,
});

/** What `gates` holds against its measurements. */
export const gatesClaims: readonly ClaimSpec[] = [
  power(
    "C33.half",
    "An LSTM's cell is a product of forget gates: with all other weights 0 and a forget bias of 0, ∂c_T/∂c_0 over 100 steps is .5¹⁰⁰ = 7.89e-31.",
    7.888609052210118e-31,
  ),
  power("C33.one", "With the usual forget bias of 1 it is .731059¹⁰⁰ = 2.48e-14.", 2.4843785557240134e-14),
  power("C33.ln99", "With ln 99 it is .99¹⁰⁰ = .36603.", 0.3660323412732292),
  power("C33.kept", "A cell that never forgets, as the first LSTM had no forget gate, keeps it: 1.", 1),
  {
    id: "C33.exact",
    statement:
      "So it is in each unit, those of the chrono initialisation included: σ(b)^T, in float64 (largest relative error).",
    source: `${LSTM}; float64 rounds 1e-16 a step; measured here: 3e-14 at most`,
    low: 0,
    high: 1e-6,
    foreseen: true,
    control: drawn,
  },
  {
    id: "C33.backward",
    statement:
      "Backpropagation through time finds it at every lag, as far as float32 goes: ‖∂J/∂c_t‖/‖∂J/∂c_T‖ = σ(b)^(T−t) (largest relative error).",
    source: `${LSTM}; σ(b) in float32 is wrong by 6e-8 at most, so is each product: 100 times both is 1.2e-5`,
    low: 0,
    high: 1.2e-5,
    foreseen: true,
    control: drawn,
  },
  {
    id: "C33.chrono",
    statement:
      "Chrono initialisation spreads what is kept: most units still keep more than a hundredth after the longest time (share of the units).",
    source:
      "Tallec & Ollivier 2018: b = ln U(1, 99) keeps 1/100 over 100 steps from u = 21.2 on, in .79 of the units; bound: 4 standard errors of 32 units below it",
    low: 0.5,
    high: 1,
    unit: "share of the units",
    foreseen: true,
    control: { ...forgetting, longest: 10 },
  },
  {
    id: "C34.lstm",
    statement: `The adding problem, ${BUDGET}: an LSTM learns it at every length (largest share of the error of guessing).`,
    source: `${LSTM}; .0002 – .002 of .167 in another implementation, a share of .012; bound: four times that`,
    low: 0,
    high: 0.05,
    foreseen: true,
    control: { ...adding, cells: ["lstm"], lengths: [30], batches: 50 },
  },
  {
    id: "C34.gru",
    statement: "So does a GRU within the same budget (largest share).",
    source: "Cho et al. 2014; .0002 – .002 of .167 in another implementation; bound: four times that",
    low: 0,
    high: 0.05,
    foreseen: true,
    control: { ...adding, cells: ["gru"], lengths: [30], batches: 50 },
  },
  {
    id: "C34.simple",
    statement:
      "A tanh net with an orthogonal W_h does not, within the same budget: over the longest of them, 100 steps, it is about as wrong as guessing (share).",
    source:
      "Bengio, Simard & Frasconi 1994; .166 – .178 against .167 in another implementation; a net that has begun to learn soon leaves less than three quarters, as one of three did here over 30 steps",
    low: 0.75,
    high: null,
    foreseen: true,
    control: { ...adding, cells: ["simple"], lengths: [4] },
  },
  {
    id: "C34.opened-lstm",
    statement:
      "Learning opens the gates: over the longest sequences the first step's share of ‖∂J/∂c_t‖ is larger after training than before (by so many decades).",
    source: `${LSTM}; measured here: 1.7 – 2.2`,
    low: 0.5,
    high: null,
    unit: "decades",
    foreseen: true,
    control: { ...adding, cells: ["lstm"], lengths: [30], batches: 1 },
  },
  {
    id: "C34.opened-gru",
    statement: "So it is with ‖∂J/∂h_t‖ of the GRU, of which next to nothing came back before.",
    source: "Cho et al. 2014: its update gate begins at ½; measured here: 12 and more over 100 steps, 3.8 over 30",
    low: 2,
    high: null,
    unit: "decades",
    foreseen: true,
    control: { ...adding, cells: ["gru"], lengths: [30], batches: 1 },
  },
  {
    id: "C35.shrinks",
    statement:
      "With W_h orthogonal, as it is by default, the state of an LSTM or GRU of 32 units forgets: ‖∂(h, c)_T/∂(h, c)_0‖ over 100 steps of the adding problem is below 1 (log₁₀, larger median of the two).",
    source: "In float64; measured here: −1.8 … −1.3",
    low: null,
    high: 0,
    unit: "decades",
    foreseen: true,
    control: { ...growth, gains: [4, 8] },
  },
  {
    id: "C35.grows",
    statement:
      "Gates do not keep gradients from exploding: with 8 times such a W_h it grows by decades in both (log₁₀, smaller median).",
    source: `${PASCANU}: nothing bounds σ_max of W_h's part of the Jacobian; measured here: 8.7 – 10.5`,
    low: 2,
    high: null,
    unit: "decades",
    foreseen: true,
    control: { ...growth, gains: [0.5, 1] },
  },
  {
    id: "C35.gain-lstm",
    statement: "In an LSTM with a forget bias of 1 it grows from a gain of about 1.5 on (where the median passes 1).",
    source: "Measured here in float64 at 32 units over 100 steps: 1.3 – 1.6; it depends on width, length and input",
    low: 1,
    high: 2.5,
    unit: "gain",
    foreseen: true,
    control: { ...growth, gains: [0.5, 1] },
  },
  {
    id: "C35.gain-gru",
    statement: "In a GRU from about 2.4 on.",
    source: "Measured here in float64 at 32 units over 100 steps: 2.3 – 2.6; it depends on width, length and input",
    low: 1.7,
    high: 3.5,
    unit: "gain",
    foreseen: true,
    control: { ...growth, gains: [0.5, 1] },
  },
  {
    id: "C35.level",
    statement:
      "To say the number of the last step needs no memory: over 50 steps a GRU with an orthogonal W_h learns it by SGD .3 with momentum .9, without clipping (median share of the error of guessing).",
    source: "Measured here: .001 – .003; bound: a tenth",
    low: 0,
    high: 0.1,
    foreseen: true,
    control: { ...clipping, clippedBatches: 10 },
  },
  {
    id: "C35.unclipped",
    statement:
      "With 4 times that W_h it does not: the same training ends no better than guessing or not finite (median share).",
    source: `${PASCANU}; measured here: not finite`,
    low: 1,
    high: null,
    foreseen: true,
    control: { ...clipping, clippedGain: 0.5, clippedRate: 0.2 },
  },
  {
    id: "C35.clipped",
    statement: "Clipping is still needed, and enough: clipped to norm .1 the same nets learn it (median share).",
    source: `${PASCANU}, algorithm 1; measured here: .03 – .1; bound: half of what guessing leaves`,
    low: 0,
    high: 0.5,
    foreseen: true,
    control: { ...clipping, clippedLimit: 1e6 },
  },
];
