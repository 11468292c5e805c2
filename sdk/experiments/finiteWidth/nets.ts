import type { Core } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import type { MlpConfig } from "../../types.js";
import { drawNormals, drawSeed, drawSignals } from "../tools/draws.js";

/** Targets so far away that the error at the output owes nothing to the output. */
const FAR = 1000;

export interface Shape {
  readonly width: number;
  /** ReLU layers; a linear one on top brings the error in. */
  readonly depth: number;
  readonly weightVariance: number;
  readonly seed: number;
}

/** One net: ‖h_l‖²/‖h₀‖² and ‖δ_l‖²/‖δ_L‖², l = 1 … L. */
export interface Drawn {
  readonly forward: readonly number[];
  readonly backward: readonly number[];
}

export function drawRelu(core: Core, shape: Shape, index: number): Drawn {
  const { width, depth, weightVariance, seed } = shape;
  const numbers = drawNormals(core, seed, index, 2 * width);
  const x = numbers.slice(0, width);
  const config: MlpConfig = {
    sizes: Array<number>(depth + 2).fill(width),
    activation: "relu",
    init: { kind: "variance", weight: weightVariance, bias: 0 },
    bias: false,
    seed: drawSeed(seed, index),
  };
  const y = numbers.slice(width).map((value) => FAR * value);
  const layers = drawSignals(core, config, { x, y, loss: "sum-squared-error" });
  const start = x.reduce((sum, value) => sum + value * value, 0);
  const end = elementAt(layers, depth - 1).delta.norm * elementAt(layers, depth - 1).delta.norm;
  const hidden = layers.slice(0, depth);
  return {
    forward: hidden.map(({ z }) => (z.norm * z.norm) / start),
    backward: hidden.map(({ delta }) => (delta.norm * delta.norm) / end),
  };
}

/** E X², E X⁴ of `layers` He ReLU layers of n units: one layer's mean of n terms 2·[coin]·g², by their cumulants 1, 5, 44, 558. */
export function momentsOf(n: number, layers: number): { second: number; fourth: number } {
  let [second, fourth] = [1, 1];
  for (let layer = 0; layer < layers; layer++) {
    second *= 1 + 5 / n;
    fourth *= 1 + 30 / n + 251 / (n * n) + 558 / (n * n * n);
  }
  return { second, fourth };
}
