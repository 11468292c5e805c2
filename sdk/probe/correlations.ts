import type { MlpEngine } from "../nn/engine.js";
import { checkRows } from "../nn/config.js";
import type { Correlations, Rows } from "../types.js";

/**
 * The mean cosine over all pairs of rows of [rows, columns]: with â_i the rows at length 1, (|Σ â_i|² − n)/(n (n − 1)). Rows
 * of zeros, which have no direction, are left out; NaN with fewer than two others.
 */
export function meanCosine(values: Float32Array, columns: number): number {
  const sum = new Float64Array(columns);
  let count = 0;
  for (let at = 0; at < values.length; at += columns) {
    let squares = 0;
    for (let j = 0; j < columns; j++) squares += values[at + j]! * values[at + j]!;
    if (squares === 0) continue;
    const inverse = 1 / Math.sqrt(squares);
    for (let j = 0; j < columns; j++) sum[j] = sum[j]! + inverse * values[at + j]!;
    count++;
  }
  if (count < 2) return Number.NaN;
  let length = 0;
  for (const value of sum) length += value * value;
  return (length - count) / (count * (count - 1));
}

/**
 * How alike the inputs of a batch still are in every layer: the mean cosine over pairs of rows of what φ takes in and of what
 * it puts out (Poole 2016: û·û′/q). At 1 all inputs point one way, and no layer above can tell them apart.
 *
 * @throws GradiometerError BAD_SHAPE for fewer than two rows, NOT_FINITE
 */
export function measureCorrelations(engine: MlpEngine, x: Rows): Correlations {
  const { core, graph } = engine;
  const batch = engine.stageRows(x);
  checkRows("x", batch, 2);
  const of = (address: number, columns: number): number =>
    meanCosine(core.arena.f32(address, batch * columns), columns);
  const { buffers } = engine.ready(batch, true);
  const input = of(buffers.x, graph.inputs);
  const layers = graph.layers.map(() => ({ u: 0, z: 0 }));
  engine
    .plan(batch, {
      observer: {
        input: ({ kind, layer, fanIn }, address) => {
          if (kind === "elementwise") layers[layer]!.u = of(address, fanIn);
        },
        output: ({ kind, layer, fanOut }, address) => {
          if (kind === "elementwise") layers[layer]!.z = of(address, fanOut);
        },
      },
    })
    .forward(batch, 1);
  return { input, layers };
}
