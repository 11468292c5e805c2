import type { ClaimSpec } from "../types.js";

const CREDIT = "First-order expansion: ΔL = −η Σ ‖g_l‖²";
const FLOAT = "IEEE 754-2019: a float32 keeps 24 bits";
const RATIO = "Rule of thumb of practice: about 10⁻³ (Karpathy, CS231n notes)";
const few = { repeats: 1, steps: 1 } as const;

/** What `credit-assignment` holds against its measurements; medians over the nets. */
export const creditClaims: readonly ClaimSpec[] = [
  {
    id: "C18.last",
    statement: "In a sigmoid net the output layer earns most of the decrease of the loss.",
    source: CREDIT,
    low: 0.8,
    high: 1,
    unit: "share of the decrease",
    foreseen: true,
    control: { ...few, activation: "tanh" },
  },
  {
    id: "C18.first",
    statement: "Its first layer earns nothing to speak of: less than 10⁻⁸ of the decrease (log₁₀ of the share).",
    source: CREDIT,
    low: null,
    high: -8,
    unit: "decades",
    foreseen: true,
    control: { ...few, activation: "tanh" },
  },
  {
    id: "C18.everyone",
    statement: "In a tanh net with orthogonal weights everybody earns: the smallest share of a layer, in equal shares.",
    source: `${CREDIT}; Saxe, McClelland & Ganguli 2013`,
    low: 0.5,
    high: 1,
    unit: "equal shares",
    foreseen: true,
    control: { ...few, activation: "sigmoid" },
  },
  {
    id: "C18.first-order",
    statement:
      "Σ η‖g_l‖² is the decrease, as long as the step is small (largest distance of their ratio from 1, over the nets).",
    source: CREDIT,
    low: 0,
    high: 0.5,
    foreseen: true,
    control: { ...few, learningRate: 5 },
  },
  {
    id: "C18.ablation",
    statement:
      "And the layers' credits add up: the decreases that each layer makes alone sum to that of the whole step (healthy tanh net).",
    source: CREDIT,
    low: 0.8,
    high: 1.25,
    foreseen: true,
    control: { ...few, learningRate: 5 },
  },
  {
    id: "C18.healthy",
    statement:
      "The update-to-weight ratio of the layers of the healthy tanh net is within a decade of 10⁻³ (the middle layer's).",
    source: RATIO,
    low: 1e-4,
    high: 1e-2,
    foreseen: true,
    control: { ...few, activation: "sigmoid" },
  },
  {
    id: "C18.cannot-update",
    statement:
      "Vanishing means that weights cannot be updated: after a step nearly all of the sigmoid net's first-layer weights are the same float32 (share that changed).",
    source: FLOAT,
    low: 0,
    high: 0.2,
    unit: "share of the weights",
    foreseen: true,
    control: { ...few, activation: "tanh" },
  },
  {
    id: "C19.tanh-sigmoid",
    statement:
      "Small gradients cost time: ten layers of sigmoid need more than twice as many steps as tanh, if they arrive at all.",
    source: "LeCun et al. 1998; Glorot & Bengio 2010; who does not arrive counts with all steps",
    low: 2,
    high: null,
    unit: "ratio of median steps",
    foreseen: true,
    control: { steps: 5 },
  },
  {
    id: "C19.remedies",
    statement:
      "Sign, Rprop and both skips each bring the sigmoid net to half of ln 2, where plain descent never arrives.",
    source: "Riedmiller & Braun 1993; He et al. 2016; Bernstein et al. 2018",
    low: 4,
    high: 4,
    unit: "remedies",
    foreseen: true,
    control: { steps: 10 },
  },
  {
    id: "C27.relu-tanh",
    statement: "ReLU and leaky ReLU before tanh: they reach the target loss in fewer steps at the same rate.",
    source: "Glorot, Bordes & Bengio 2011",
    low: 1,
    high: null,
    unit: "ratio of median steps",
    foreseen: true,
    // to a loss that a nearly linear net reaches, tanh is first
    control: { targetLoss: 0.35, steps: 100 },
  },
  {
    id: "C27.careful",
    statement:
      "ReLU with a careful rate: at twenty times the rate nearly every ReLU net breaks down, not finite or dead at ln 2 after an explosion.",
    source:
      "Lectures' summary of activations; C14; four of five nets, as in the remedy table: one may survive by chance",
    low: 0.8,
    high: 1,
    unit: "share of the nets",
    foreseen: true,
    control: { carelessRate: 0.1, repeats: 2, steps: 60 },
  },
  {
    id: "C27.never-sigmoid",
    statement: "Never sigmoid: none of its nets arrives (share that does).",
    source: "Lectures' summary of activations",
    low: 0,
    high: 0,
    unit: "share of the nets",
    foreseen: true,
    // to where it is stuck it gets
    control: { targetLoss: 0.7, repeats: 2 },
  },
];
