import type { ClaimSpec } from "../types.js";

/** Only the flow of one kind of net: what most controls need. */
const only = (activation: string, initialisation: string, depth: number) => ({
  activations: [activation],
  initialisations: [initialisation],
  depths: [depth],
  steps: 0,
});

/** What `depth-sweep` holds against its measurements. "Deepest" is the greatest of the depths that were asked for. */
export const depthSweepClaims: readonly ClaimSpec[] = [
  {
    id: "C2.quarter",
    statement:
      "With the sigmoid and Glorot's weights each layer passes on about a quarter of ‖δ‖ (factor per layer, deepest net).",
    source: "Bengio, Simard & Frasconi 1994; Glorot & Bengio 2010",
    low: null,
    high: 0.3,
    foreseen: true,
    control: { ...only("sigmoid", "glorot-uniform", 10), gain: 10 },
  },
  {
    id: "C7.bound",
    statement:
      "‖δ_l‖ ≤ max|φ'| ‖W_{l+1}‖₂ ‖δ_{l+1}‖ in every layer (largest measured share of the bound, to rounding).",
    source: "Pascanu, Mikolov & Bengio 2013; Cauchy–Schwarz",
    low: 0,
    high: 1 + 1e-5,
    foreseen: true,
    // the sigmoid's ¼ in place of the tangent's own 1
    control: { ...only("tanh", "orthogonal", 10), maxSlope: "sigmoid" },
  },
  {
    id: "C7.loose",
    statement:
      "The product of the bounds can be absurdly loose: by more than 10³ in some of the deepest nets (log₁₀ of the excess).",
    source: "The bound: Pascanu, Mikolov & Bengio 2013; its looseness: measured here",
    low: 3,
    high: null,
    unit: "decades",
    foreseen: true,
    control: only("tanh", "orthogonal", 30),
  },
  {
    id: "C15.standard",
    statement: "With tanh and U(±1/√n) the variance of δ falls to about a third per layer (deepest net).",
    source: "Glorot & Bengio 2010, section 4.2.1",
    low: 0.25,
    high: 0.4,
    foreseen: true,
    control: { ...only("tanh", "standard", 10), gain: 1.7320508075688772 },
  },
  {
    id: "C15.stuck",
    statement:
      "With U(±1/√n) the sigmoid from depth 5 and the others from depth 10 stay near chance (best accuracy on the held-out fifth).",
    source: "Glorot & Bengio 2010; He et al. 2015",
    low: null,
    high: 0.25,
    foreseen: true,
    control: { ...only("tanh", "standard", 10), steps: 600, gain: 1.7320508075688772 },
  },
  {
    id: "C16.orthogonal",
    statement: "A deep tanh net with orthogonal weights keeps ‖∂W₁‖/‖∂W_L‖ near 1 (deepest net).",
    source: "Saxe, McClelland & Ganguli 2013",
    low: 0.3,
    high: 3.5,
    foreseen: true,
    // Smaller weights would not do: what the error loses on its way down, the signal lost on its way up (C15).
    control: { ...only("tanh", "orthogonal", 30), gain: 3 },
  },
  {
    id: "C16.error",
    statement: "And it keeps the error itself: ‖δ₁‖/‖δ_L‖ of the same net stays within a factor of ten.",
    source: "Saxe, McClelland & Ganguli 2013; Pennington, Schoenholz & Ganguli 2017",
    low: 0.1,
    high: 10,
    foreseen: true,
    control: { ...only("tanh", "orthogonal", 30), gain: 0.5 },
  },
  {
    id: "C16.trains",
    statement: "And it trains: accuracy of the deepest such net on the held-out fifth.",
    source: "Saxe, McClelland & Ganguli 2013; Pennington, Schoenholz & Ganguli 2017",
    low: 0.7,
    high: 1,
    foreseen: true,
    control: { ...only("tanh", "orthogonal", 30), gain: 0.5, steps: 300 },
  },
  {
    id: "C16.all-bounded",
    statement:
      "Gradients vanish with all bounded activations, whatever the weights: ‖δ₁‖/‖δ_L‖ below a hundredth in all of the deepest such nets (the largest).",
    source: "Often taught; too strong: what decides is χ₁ (Schoenholz et al. 2017)",
    low: null,
    high: 0.01,
    foreseen: false,
    control: { ...only("tanh", "orthogonal", 30), gain: 0.5 },
  },
  {
    id: "C19.order",
    statement:
      "Small gradients cost time: ReLU and leaky ReLU reach the target loss before tanh, and tanh before the sigmoid (smaller of the two ratios of median steps, shallowest nets).",
    source: "Glorot, Bordes & Bengio 2011; LeCun et al. 1998",
    low: 1,
    high: null,
    foreseen: true,
    // at a large rate it is the unbounded ones that fail
    control: { depths: [5], initialisations: ["orthogonal"], learningRate: 0.5 },
  },
];
