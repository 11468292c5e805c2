import type { ClaimSpec } from "../types.js";

const SLIP = "Lecture notes on vanishing and exploding gradients";
const small = { products: 10 } as const;

/** What `column-sums` holds against its measurements. */
export const columnSumClaims: readonly ClaimSpec[] = [
  {
    id: "C28.criterion",
    statement:
      "Gradients explode when |Σ_y ∂y/∂x| > 1 in the layers, and else do not: right in at least 95 of 100 cases (share of layers' columns that agree with the growth of the product).",
    source: SLIP,
    low: 0.95,
    high: 1,
    foreseen: false,
    // where every layer multiplies by 30 or by .3, any measure of size will do
    control: { ...small, gains: [0.3, 30] },
  },
  {
    id: "C28.half",
    statement:
      "It is right in about half of the cases: the sum over a column of a random layer is N(0, σ_w²), above 1 in size in a quarter to a third of the cases whether the product grows or shrinks.",
    source: "For gains .9 and 1.1: half of P(|z| < 1/.9) + P(|z| > 1/1.1) is .548",
    low: 0.5,
    high: 0.6,
    foreseen: true,
    control: { ...small, gains: [0.5, 3] },
  },
  {
    id: "C28.product",
    statement:
      "Nor does it help to look at the columns of the product itself: at σ_w = 1, where the question is open, two layers agree in about half of the cases.",
    source: "The sum is ‖J e_x‖ times a standard normal number; where ‖J e_x‖ is near 1 that decides nothing",
    low: 0.4,
    high: 0.6,
    foreseen: true,
    control: { ...small, edge: 3 },
  },
  {
    id: "C28.cancel",
    statement:
      "The column (10, −10) multiplies what enters it by 14.14, and its sum is 0 (share of the gain that the sum shows).",
    source: "‖(10, −10)‖ = √200",
    low: 0,
    high: 0,
    foreseen: true,
    control: { ...small, column: [10, 10] },
  },
  {
    id: "C28.sigma-max",
    statement: "Whether σ_max of the product is above 1 tells whether the error grows (share of the products).",
    source: "Pascanu, Mikolov & Bengio 2013: ‖Jᵀδ‖ ≤ σ_max ‖δ‖, with equality for one direction",
    low: 0.97,
    high: 1,
    foreseen: true,
    // at the edge the largest direction grows while most others shrink
    control: { ...small, gains: [1] },
  },
  {
    id: "C28.chi",
    statement: "Whether χ₁ = σ_w² E[φ'²] is above 1 tells it before a net is drawn (share of the products).",
    source: "Poole et al. 2016; Schoenholz et al. 2017",
    low: 0.97,
    high: 1,
    foreseen: true,
    // two layers are too few: the draw decides
    control: { ...small, products: 40, layers: 2 },
  },
];
