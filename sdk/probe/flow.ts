import { Statistic } from "../../assembly/abi.js";
import { checkInteger, checkKeys } from "../core/check.js";
import type { Core } from "../core/create.js";
import type { MlpEngine } from "../nn/mlpEngine.js";
import type { Layer } from "../nn/layer.js";
import { backwardPass, forwardPass } from "../nn/pass.js";
import type { Flow, LayerFlow, Loss, Rows, Stats } from "../types.js";
import { countUnderflows } from "./underflow.js";

/** A unit counts as saturated where |φ'| is below this share of its maximum. */
const SATURATED_BELOW = 0.01;
const MAX_BINS = 4096;

/** Statistics of n float32 at an address, with a histogram when bins > 0. */
export function statsOf(core: Core, n: number, address: number, bins: number): Stats {
  const { arena, wasm } = core;
  return arena.scratch(8 * (Statistic.Count + bins), "statistics", (out) => {
    wasm.statistics(n, address, out);
    const [mean = 0, std = 0, norm = 0, min = 0, max = 0, nonFinite = 0, zeros = 0] = arena.f64(out, Statistic.Count);
    const stats: Stats = { mean, std, norm, min, max, nonFinite, zeros };
    if (bins === 0) return stats;
    const counts = out + 8 * Statistic.Count;
    wasm.histogram(n, address, min, max, bins, counts);
    return { ...stats, histogram: { from: min, to: max, counts: arena.f64(counts, bins).slice() } };
  });
}

/** What passes through a layer. */
export type LayerSignal = Pick<LayerFlow, "u" | "z" | "saturated" | "dead" | "delta">;

/**
 * One forward and backward pass over the staged batch with statistics of every u, z and δ: a flow without what is known of
 * the weights, whose statistics take the time where there are many of them and few rows.
 */
export function measureSignals(
  engine: MlpEngine,
  batch: number,
  loss: Loss,
  bins = 0,
): { loss: number; layers: LayerSignal[] } {
  const { core, layers, parameters, gradients } = engine;
  const buffers = engine.buffers(batch, true);
  const stats = (address: number, n: number) => statsOf(core, n, address, bins);

  const forward: Omit<LayerSignal, "delta">[] = [];
  let u: Stats | undefined;
  forwardPass(core, layers, parameters, buffers, batch, true, {
    preactivation(layer, address) {
      u = stats(address, batch * layer.fanOut);
    },
    output(layer, address, slope) {
      if (u) forward.push({ u, z: stats(address, batch * layer.fanOut), ...slopeFractions(core, layer, batch, slope) });
    },
  });

  const deltas: Stats[] = [];
  const value = backwardPass(core, layers, parameters, gradients, buffers, batch, loss, false, {
    delta(layer, address) {
      deltas[layer.index] = stats(address, batch * layer.fanOut);
    },
  });
  return {
    loss: value,
    layers: forward.map((passed, index) => {
      const delta = deltas[index];
      if (!delta) throw new Error(`layer ${index} was not visited`);
      return { ...passed, delta };
    }),
  };
}

/**
 * One forward and backward pass with statistics of every u, z, δ, W and ∂W; nothing is updated.
 *
 * @param rate  learning rate for updateToWeight, NaN without a trainer.
 */
export function measureFlow(
  engine: MlpEngine,
  x: Rows,
  y: Rows,
  loss: Loss,
  options: { bins?: number },
  rate: number,
): Flow {
  const bins = checkInteger("bins", checkKeys("options", options, ["bins"])["bins"] ?? 0, 0, MAX_BINS);
  const { core, layers, parameters, gradients } = engine;
  const batch = engine.stage(x, y, loss);
  const signals = measureSignals(engine, batch, loss, bins);
  const underflows = countUnderflows(engine, engine.buffers(batch, true), batch, loss);
  const stats = (address: number, n: number) => statsOf(core, n, address, bins);

  return {
    loss: signals.loss,
    layers: layers.map((layer, index) => {
      const weight = stats(parameters.at(layer.weight), layer.weight.length);
      const weightGradient = stats(gradients.at(layer.weight), layer.weight.length);
      const passed = signals.layers[index];
      if (!passed) throw new Error(`layer ${index} was not visited`);
      return {
        ...passed,
        weight,
        weightGradient,
        updateToWeight: (rate * weightGradient.norm) / weight.norm,
        underflow: (underflows[index] ?? 0) / (batch * layer.fanOut),
      };
    }),
  };
}

/** Shares of slopes below .01 of the largest, and of units whose slope is zero on the whole batch. */
function slopeFractions(core: Core, layer: Layer, batch: number, slope: number): { saturated: number; dead: number } {
  // A linear output keeps no slopes: φ' = 1.
  if (slope === 0) return { saturated: 0, dead: 0 };
  const { fanOut, activation } = layer;
  const count = batch * fanOut;
  return {
    saturated: core.wasm.countBelow(count, slope, SATURATED_BELOW * activation.maxSlope) / count,
    dead: core.wasm.zeroColumns(batch, fanOut, slope) / fanOut,
  };
}
