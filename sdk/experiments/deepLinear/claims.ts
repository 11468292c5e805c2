import { fussCatalanEdge } from "../../theory/index.js";
import type { ClaimSpec } from "../types.js";

const COURSE = "Deep-learning course notes: W = 1.5·I and W = .5·I";
const SAXE = "Saxe, McClelland & Ganguli 2013";
/** As little as a control of something else can do with. */
const small = {
  strengths: [2, 1],
  learningRate: 0.02,
  depths: [1, 2],
  edgeWidth: 8,
  edgeDepths: [1],
  products: 1,
  exponentWidth: 2,
  burnIn: 10,
  length: 10,
  chains: 3,
} as const;
const exactly = (value: number) => ({ low: value, high: value });

/** What `deep-linear` holds against its measurements. */
export const deepLinearClaims: readonly ClaimSpec[] = [
  {
    id: "C9.explode",
    statement: "In a linear net of 10 layers with W = 1.5·I the first nine multiply by 1.5⁹ = 38.443359375.",
    source: COURSE,
    ...exactly(38.443359375),
    foreseen: true,
    control: { ...small, layers: 9 },
  },
  {
    id: "C9.vanish",
    statement: "With W = .5·I they multiply by .5⁹ = .001953125.",
    source: COURSE,
    ...exactly(0.001953125),
    foreseen: true,
    control: { ...small, layers: 9 },
  },
  {
    id: "C9.saxe",
    statement: "A two-layer linear net learns a mode of strength 2 from .001 to 1.9 in 2.63621 τ, τ = 1/(2η) steps.",
    source: `${SAXE}: t = (τ/2s) ln[u_f(s − u₀)/(u₀(s − u_f))], within .5 % for the finite steps`,
    low: 2.63621 * 0.995,
    high: 2.63621 * 1.005,
    unit: "τ",
    foreseen: true,
    // a start twice as large: another logarithm
    control: { ...small, learningRate: 0.002, start: 0.002 },
  },
  {
    id: "C9.saxe-modes",
    statement: "Every mode keeps to its own time, the stronger the sooner (largest relative distance from theory).",
    source: `${SAXE}; theory is for infinitely small steps`,
    low: 0,
    high: 0.005,
    foreseen: true,
    // steps so long that gradient descent is no longer a flow
    control: { ...small, learningRate: 0.05 },
  },
  {
    id: "C9.orthogonal",
    statement:
      "With orthogonal weights every singular value of the end-to-end map is 1 at any depth (largest distance, weights in float32).",
    source: SAXE,
    low: 0,
    high: 1e-5,
    foreseen: true,
    control: { ...small, initialisation: "lecun-normal" },
  },
  {
    id: "C9.edge",
    statement: `The largest s² of a product of L Gaussian matrices is (L + 1)^(L+1)/L^L: ${fussCatalanEdge(1)} and ${fussCatalanEdge(2)} at L = 1 and 2 (larger relative distance of the two means).`,
    source:
      "Fuss–Catalan law for n → ∞. At finite n it lies lower: by a share of .76 n^(−2/3) at L = 1 (Johnstone 2001), by more the deeper",
    low: 0,
    high: 0.15,
    foreseen: true,
    control: { ...small, edgeWidth: 64, edgeDepths: [1, 2], products: 5, variance: 1.5 },
  },
  {
    id: "C9.edge-norms",
    statement: "It is the product of the layers' largest ones, 4^L (share of it that is there at the greatest depth).",
    source: "Slip: norms are not to be multiplied (C8)",
    low: 0.9,
    high: 1.1,
    foreseen: false,
    // of one matrix it is true
    control: { ...small, edgeWidth: 128, edgeDepths: [1], products: 10 },
  },
  {
    id: "C9.newman",
    statement:
      "Every singular value of a long product grows by its own Newman exponent ½[ln(2/n) + ψ((n − k + 1)/2)], n = 8: −.0651 … −1.6749 (largest distance).",
    source: "Newman 1986",
    low: 0,
    high: 4.5,
    unit: "standard errors",
    foreseen: true,
    control: { ...small, exponentWidth: 8, burnIn: 150, length: 400, chains: 12, variance: 1.2 },
  },
];
