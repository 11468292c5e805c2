import type { ClaimSpec } from "../types.js";

const BPTT = "Werbos 1990; Pascanu, Mikolov & Bengio 2013, section 2";
const PASCANU = "Pascanu, Mikolov & Bengio 2013, section 2.1 and supplement";
const quick = { nets: 2, draws: 1 } as const;

/** What `recurrent-lag` holds against its measurements. */
export const recurrentLagClaims: readonly ClaimSpec[] = [
  {
    id: "C20.shrink",
    statement: "In a linear net with W_h = .9·Q, Q orthogonal, .9¹⁰⁰ = 2.656e-5 of a gradient is left after 100 steps.",
    source: BPTT,
    low: 2.6555e-5,
    high: 2.6565e-5,
    foreseen: true,
    control: { ...quick, exact: "tanh" },
  },
  {
    id: "C20.grow",
    statement: "With W_h = 1.1·Q it has grown to 1.1¹⁰⁰ = 13780.6.",
    source: BPTT,
    low: 13780.5,
    high: 13780.7,
    foreseen: true,
    control: { ...quick, exact: "tanh" },
  },
  {
    id: "C20.exact",
    statement: "At every lag k it is ρᵏ (largest relative error, ρ = .9, 1 and 1.1; float32 weights).",
    source: BPTT,
    low: null,
    high: 2e-5,
    foreseen: true,
    control: { ...quick, exact: "tanh" },
  },
  {
    id: "C20.product",
    statement:
      "Backpropagation through time is the ordered product of diag(φ') and W_h, worked out here in float64 (largest relative error of a norm, all nets and lags; a norm in which much cancels keeps fewer of float32's digits).",
    source: BPTT,
    low: null,
    high: 1e-3,
    foreseen: true,
    control: { ...quick, nets: 9, order: "reversed" },
  },
  {
    id: "C21.taken-out",
    statement:
      "The powers of W_h can be taken out of the product, Π diag(φ') W_h = W_hᵏ Π diag(φ') (median relative error, 6 units, 5 steps).",
    source: "Slip in lecture notes: the matrices do not commute",
    low: null,
    high: 0.1,
    foreseen: false,
    control: { ...quick, smallActivation: "linear" },
  },
  {
    id: "C21.order-one",
    statement: "What that makes wrong is of the order of the product itself (median relative error).",
    source: "Median 1.1 over random tanh nets in float64, W_h ~ N(0, 1/n), W_x and x ~ N(0, 1)",
    low: 0.85,
    high: 1.4,
    foreseen: true,
    control: { ...quick, smallActivation: "linear" },
  },
  {
    id: "C21.norms",
    statement: "For norms it holds, as a bound: ‖Π diag(φ') W_h‖ ≤ ‖W_h‖ᵏ Π max|φ'| (largest share of the bound).",
    source: "Cauchy–Schwarz",
    low: 0,
    high: 1 + 1e-9,
    foreseen: true,
    // the bound of the sigmoid's slopes for the tangent's
    control: { ...quick, nets: 9, gamma: "sigmoid" },
  },
  {
    id: "C22.sufficient",
    statement:
      "σ_max(W_h) < 1/γ suffices for vanishing: every step back leaves at most γ σ_max of the gradient (largest share of that bound; γ is 1 for tanh, ¼ for the sigmoid).",
    source: PASCANU,
    low: 0,
    high: 1 + 1e-5,
    foreseen: true,
    control: { ...quick, gamma: "sigmoid" },
  },
  {
    id: "C22.necessary",
    statement:
      "σ_max(W_h) > 1/γ makes gradients explode: they do in all Gaussian draws of norm 8 with sigmoids (share).",
    source: "Often taught; it is necessary for explosion, and not sufficient",
    low: 1,
    high: 1,
    foreseen: false,
    control: { nets: 2, draws: 5, normActivation: "linear" },
  },
  {
    id: "C22.gaussian",
    statement:
      "A sigmoid net with a Gaussian W_h of norm 8 does not explode, but for a draw in some hundreds (share of the draws with ‖∂h_T/∂h₀‖ > 1).",
    source: `${PASCANU}; measured here: 11 of 2000 draws at 16 units over 30 steps, none of 100 draws over 100 steps`,
    low: 0,
    high: 0.05,
    foreseen: true,
    control: { nets: 2, draws: 5, normActivation: "linear" },
  },
  {
    id: "C22.orthogonal",
    statement:
      "One with 8 times an orthogonal matrix does, in about a fifth of the draws (share; within four standard errors, 16 units, 30 steps).",
    source:
      "Measured here: .26 over 2000 draws; wider nets and shorter sequences explode more often, from 1 % (8 units, 100 steps) to 50 % (64 units, 30 steps)",
    low: 0.05,
    high: 0.42,
    foreseen: true,
    control: { nets: 2, draws: 5, normActivation: "linear" },
  },
];
