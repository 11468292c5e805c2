import type { ClaimSpec } from "../types.js";

/** As little as a control can do with. */
const small = { nets: 1, sizes: [8], matrices: 1 } as const;
/** A net that multiplies every length by exactly 1. */
const isometry = { ...small, activations: ["linear"], initialisation: "orthogonal" } as const;
const CHAIN = "Pascanu, Mikolov & Bengio 2013; the chain rule";
const GOLUB = "Golub & Van Loan, Matrix Computations, §2.4";
const CIRCLE = "Marchenko & Pastur 1967; the quarter-circle law";

/** What `jacobian-spectrum` holds against its measurements. */
export const jacobianSpectrumClaims: readonly ClaimSpec[] = [
  {
    id: "C6.jacobian",
    statement:
      "∂z⁽ʲ⁺¹⁾/∂z⁽ʲ⁾ = diag[A'(u)] wᵀ is what finite steps find in every layer (largest error, as a share of the largest entry).",
    source: CHAIN,
    low: 0,
    high: 1e-6,
    foreseen: true,
    control: { ...small, step: 5 },
  },
  {
    id: "C6.gradient",
    statement:
      "∂L/∂w = z δᵀ with δ carried back by the product of the Jacobians is what backward() finds in float32 (largest error, as a share of the largest entry).",
    source: CHAIN,
    low: 0,
    high: 1e-4,
    foreseen: true,
    // the mean over the outputs in place of their sum
    control: { ...small, loss: "mean-squared-error" },
  },
  {
    id: "C7.bound",
    statement:
      "‖J‖₂ ≤ max|φ'| ‖w‖₂ in every layer, max|φ'| = ¼ for the sigmoid and 1 for tanh (largest measured share of the bound).",
    source: CHAIN,
    low: 0,
    high: 1 + 1e-9,
    foreseen: true,
    control: { ...small, maxSlope: "sigmoid" },
  },
  {
    id: "C7.loose",
    statement:
      "Multiplied over the layers the bounds are absurdly loose: more than 10³ times the measured ‖J‖₂ of the whole net (log₁₀ of the excess, median net of the tighter activation).",
    source: "The bound: Pascanu, Mikolov & Bengio 2013; its looseness: measured here",
    low: 3,
    high: null,
    unit: "decades",
    foreseen: true,
    control: isometry,
  },
  {
    id: "C8.directions",
    statement:
      "Along its singular vectors a map stretches by its singular values: > 1 expands, < 1 shrinks (largest error of a small step's gain, as a share of σ_max).",
    source: GOLUB,
    low: 0,
    high: 1e-6,
    foreseen: true,
    control: { ...small, step: 5 },
  },
  {
    id: "C8.delta",
    statement:
      "What really happens to δ in a layer is about half of what the layer's largest singular value allows (median gain over σ_max).",
    source: "Quarter-circle law: the root of the mean square of the singular values is half of the largest",
    low: 0.35,
    high: 0.75,
    foreseen: true,
    control: isometry,
  },
  {
    id: "C8.norms",
    statement:
      "The norm of the product is the product of the norms (largest over the layers multiplied, over that of the whole net; median net).",
    source: "Slip in lecture notes: norms are only submultiplicative",
    low: 0.9,
    high: 1.1,
    foreseen: false,
    control: isometry,
  },
  {
    id: "C8.example",
    statement: "[[1, 2], [3, 4]] has the singular values 5.4649857042 and .3659661906 (larger distance).",
    source: GOLUB,
    low: 0,
    high: 5e-11,
    foreseen: true,
    control: { ...small, matrix: [1, 2, 3, 5] },
  },
  {
    id: "C8.pair",
    statement: "diag(2, ½) · diag(½, 2) neither stretches nor shrinks anything: its largest singular value is 1.",
    source: "Multiplication",
    low: 1 - 1e-15,
    high: 1 + 1e-15,
    foreseen: true,
    control: { ...small, pair: [2, 0.6] },
  },
  {
    id: "C8.pair-norms",
    statement: "Its norm is the product of the two norms (their ratio is 1).",
    source: "Slip in lecture notes: it is ¼ of it",
    low: 1 - 1e-12,
    high: 1 + 1e-12,
    foreseen: false,
    control: { ...small, pair: [2, 2] },
  },
  {
    id: "C10.mean",
    statement:
      "The singular values of a square Gaussian matrix with variance 1/n have the mean 8/(3π) = .8488 (largest n, within 1 %).",
    source: CIRCLE,
    low: 0.8488263631567751 * 0.99,
    high: 0.8488263631567751 * 1.01,
    foreseen: true,
    control: { nets: 1, sizes: [32], variance: 2 },
  },
  {
    id: "C10.largest",
    statement: "The largest of them goes to 2 (largest n; at n = 128 theory has 1.97 ± .03 for one matrix).",
    source: `${CIRCLE}; at finite n Johnstone 2001`,
    low: 1.9,
    high: 2.04,
    foreseen: true,
    control: { nets: 1, sizes: [32], variance: 2 },
  },
];
