/** Many random nets from one seed, and the statistics over them. */
import type { Core } from "../../core/create.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { normaliseMlpConfig } from "../../nn/config.js";
import { Engine, type MlpEngine } from "../../nn/engine.js";
import { type LayerSignal, measureSignals } from "../../probe/flow.js";
import type { Loss, Mlp, MlpConfig, Parameter, Rows } from "../../types.js";

const APART = 2 ** 32;

/** The seed of the index-th net of an experiment: other seeds below 2³² share none with it, index < 2²⁰. */
export function drawSeed(seed: number, index: number): number {
  return (seed % APART) + APART * index;
}

/** n numbers of N(0, std²) that belong to the index-th net. */
export function drawNormals(core: Core, seed: number, index: number, n: number, std = 1): Float32Array {
  return normals(core, drawSeed(seed, index), streamOf(Purpose.Experiment, 0), n, 0, std);
}

/** Mean and standard deviation (over n − 1) of some draws; NaN for too few. */
export function spread(values: readonly number[]): { mean: number; std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) };
}

/** Σ v². */
export function squaredNorm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}

/** Multiplies the weights among some parameters in place, no bias; by name. */
function scaled(parameters: readonly Parameter[], gain: number): Record<string, Float32Array> {
  const weights = parameters.filter(({ shape }) => shape.length === 2);
  for (const { values } of weights) for (let i = 0; i < values.length; i++) values[i]! *= gain;
  return Object.fromEntries(weights.map(({ name, values }) => [name, values]));
}

/** Multiplies every weight of a net, and no bias. */
export function scaleWeights(network: Mlp, gain: number): void {
  if (gain !== 1) network.setParameters(scaled(network.parameters(), gain));
}

/** What one pass of some rows says of every layer of a fresh net, each weight times `gain`. The net is gone afterwards. */
export function drawSignals(
  core: Core,
  config: MlpConfig,
  { x, y, loss, gain = 1 }: { x: Rows; y: Rows; loss: Loss; gain?: number },
): LayerSignal[] {
  const engine: MlpEngine = new Engine(core, "mlp", normaliseMlpConfig(config));
  try {
    if (gain !== 1) engine.parameters.write("values", scaled(engine.parameters.copy(), gain));
    return measureSignals(engine, engine.stage(x, y, loss), loss).layers;
  } finally {
    engine.release();
  }
}
