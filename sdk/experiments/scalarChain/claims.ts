import type { ClaimSpec } from "../types.js";

const CHAIN = "Lecture notes on f(x) = σ(w₃ σ(w₂ σ(w₁ x))); worked example recomputed in float64";
const COST = "Lecture notes on backpropagation through a chain of four units; recomputed in float64";
const BENGIO = "Bengio, Simard & Frasconi 1994; Hochreiter 1991";

/** A number printed to 16 digits, and what rounding may move it. */
const printed = (value: number) => ({ low: value - 1e-15, high: value + 1e-15 });

/** What `scalar-chain` holds against its measurements. */
export const scalarChainClaims: readonly ClaimSpec[] = [
  {
    id: "C1.output",
    statement: "With w = (.5, −1.2, 2) and x = 1.5 the chain gives f = .6487720454454469.",
    source: CHAIN,
    ...printed(0.6487720454454469),
    foreseen: true,
    control: { input: 1, draws: 1000 },
  },
  {
    id: "C1.gradient",
    statement: "∂f/∂w₁ = −.03801570039051818 is the product of its six factors.",
    source: CHAIN,
    ...printed(-0.03801570039051818),
    foreseen: true,
    control: { input: 1, draws: 1000 },
  },
  {
    id: "C1.factors",
    statement: "Toward the input the factors of a gradient grow in number: 2, 4, 6; for w₁ they are six.",
    source: CHAIN,
    low: 6,
    high: 6,
    foreseen: true,
    control: { weights: [0.5, -1.2], draws: 1000 },
  },
  {
    id: "C1.finite-difference",
    statement: "The chain rule and a central difference agree for every weight (largest relative error).",
    source: CHAIN,
    low: null,
    high: 1e-7,
    foreseen: true,
    control: { step: 0.5, draws: 1000 },
  },
  {
    id: "C1.float32",
    statement: "The same net in float32 has the same gradients to float32's digits (largest relative error).",
    source: CHAIN,
    low: null,
    high: 2e-6,
    foreseen: true,
    // 80 slopes of at most ¼: below the smallest float32
    control: { weights: Array<number>(80).fill(0.5), draws: 1000 },
  },
  {
    id: "C2.bound",
    statement:
      "|∂f/∂w₁| ≤ |w₂ w₃| |x| / 4³, because the sigmoid's slope is at most ¼ (gradient as a share of the bound).",
    source: BENGIO,
    low: 0,
    high: 1,
    foreseen: true,
    control: { activation: "tanh", draws: 1000 },
  },
  {
    id: "C2.subnormal",
    statement: "4^−L loses digits in float32 (is subnormal) from L = 64 on.",
    source: "IEEE 754-2019, §3.4",
    low: 64,
    high: 64,
    unit: "layers",
    foreseen: true,
    control: { factor: 0.5, draws: 1000 },
  },
  {
    id: "C2.zero",
    statement: "4^−L is exactly 0 in float32 from L = 75 on.",
    source: "IEEE 754-2019, §3.4",
    low: 75,
    high: 75,
    unit: "layers",
    foreseen: true,
    control: { factor: 0.5, draws: 1000 },
  },
  {
    id: "C3.range",
    statement: "0 ≤ ∂f/∂w₁ ≤ x/64 for weights from N(0, Σ): the fraction of draws inside is 1.",
    source: "Lecture notes on vanishing gradients; the bound forgets the signs and sizes of w₂ and w₃",
    low: 1,
    high: 1,
    foreseen: false,
    control: { mean: 0.5, variance: 0.0001, draws: 1000 },
  },
  {
    id: "C3.negative",
    statement: "Half of the draws are negative, by the symmetry of w₂ w₃ (distance from ½).",
    source: "Symmetry of N(0, Σ)",
    low: -4,
    high: 4,
    unit: "standard errors",
    foreseen: true,
    control: { mean: 2, draws: 1000 },
  },
  {
    id: "C3.exceed",
    statement: "At variance 1 and x = 1, 5.2 % of the draws exceed x/64 (distance from .0524).",
    source: "Monte Carlo over 2·10⁷ draws in another implementation: .0524",
    low: -4,
    high: 4,
    unit: "standard errors",
    foreseen: true,
    control: { variance: 0.25, draws: 1000 },
  },
  {
    id: "C4.output",
    statement: "With w = (.5, −1.2, 2, .8) and x = 1.5 the chain ends in o = .6269180281606004.",
    source: COST,
    ...printed(0.6269180281606004),
    foreseen: true,
    control: { input: 1, draws: 1000 },
  },
  {
    id: "C4.slopes",
    statement: "The product of its four slopes is .0024698780915772675.",
    source: COST,
    ...printed(0.0024698780915772675),
    foreseen: true,
    control: { input: 1, draws: 1000 },
  },
  {
    id: "C4.gradient",
    statement: "For C = (y − o)², y = 1: ∂C/∂w₀ = −2 (y − o) w₃ w₂ w₁ x Πσ' = +.005307649854385422.",
    source: COST,
    ...printed(0.005307649854385422),
    foreseen: true,
    control: { target: 0.5, draws: 1000 },
  },
  {
    id: "C4.sum",
    statement:
      "C sums over the samples, and so does its gradient (float32 network with three samples over the sum of three).",
    source: COST,
    low: 1 - 1e-5,
    high: 1 + 1e-5,
    foreseen: true,
    control: { cost: "mean-squared-error", draws: 1000 },
  },
  {
    id: "C4.sign",
    statement: "Carrying (−w) for every weight gives the same ∂C/∂w₀ (its ratio to the truth is 1).",
    source: "Slip in lecture notes: σ' already holds the sign",
    low: 1 - 1e-12,
    high: 1 + 1e-12,
    foreseen: false,
    // two signs cancel
    control: { outputWeights: [0.5, -1.2, 2], draws: 1000 },
  },
  {
    id: "C4.extra-factor",
    statement: "∂C/∂w₀ has w₀ itself as one more factor (ratio to the truth 1).",
    source: "Slip in lecture notes, a line below the one with the signs",
    low: 1 - 1e-12,
    high: 1 + 1e-12,
    foreseen: false,
    control: { outputWeights: [1, -1.2, 2, 0.8], draws: 1000 },
  },
];
