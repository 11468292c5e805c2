import { Statistic } from "../../assembly/abi.js";
import { checkInteger, checkKeys } from "../core/check.js";
import type { Core } from "../core/create.js";
import type { MlpEngine } from "../nn/engine.js";
import type { Layer, Op } from "../nn/graph.js";
import type { ElementwiseOp } from "../nn/ops/elementwise.js";
import type { Block } from "../nn/parameters.js";
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
export type LayerSignal = Pick<LayerFlow, "u" | "v" | "z" | "saturated" | "dead" | "delta">;

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
  const { core, graph } = engine;
  const { buffers } = engine.ready(batch, true);
  const stats = (op: Op, address: number) => statsOf(core, batch * op.fanIn, address, bins);
  const seen = graph.layers.map((): Partial<LayerSignal> => ({}));
  const normed = graph.layers.map(({ ops }) => ops.some(({ kind }) => kind === "norm"));
  const note = (op: Op, found: Partial<LayerSignal>): void => void Object.assign(seen[op.layer]!, found);
  /** Whether u is what the op takes in: the norm, or the activation where there is none. */
  const takesU = ({ kind, layer }: Op): boolean => kind === (normed[layer] ? "norm" : "elementwise");
  const plan = engine.plan(batch, {
    observer: {
      input: (op, address) => {
        if (takesU(op)) note(op, { u: stats(op, address) });
        else if (op.kind === "elementwise") note(op, { v: stats(op, address) });
      },
      output: (op, address) => {
        if (op.kind === "elementwise")
          note(op, { z: stats(op, address), ...slopeFractions(core, op, batch, buffers.of(op, "slope")) });
      },
      gradient: (op, address) => {
        if (takesU(op)) note(op, { delta: stats(op, address) });
      },
    },
  });
  plan.forward(batch, 1);
  const value = plan.backward(batch, 1, loss);
  return { loss: value, layers: seen.map((found) => found as LayerSignal) };
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
  const { core, graph, parameters, gradients } = engine;
  const batch = engine.stage(x, y, loss);
  const signals = measureSignals(engine, batch, loss, bins);
  const underflows = countUnderflows(engine, batch, loss);
  const stats = (block: Block, { weight, fanIn, fanOut }: Layer) =>
    statsOf(core, fanIn * fanOut, block.at(block.layout.byName.get(weight)), bins);

  return {
    loss: signals.loss,
    layers: graph.layers.map((layer, index) => {
      const weight = stats(parameters, layer);
      const weightGradient = stats(gradients, layer);
      return {
        ...signals.layers[index]!,
        weight,
        weightGradient,
        updateToWeight: (rate * weightGradient.norm) / weight.norm,
        underflow: underflows[index]! / (batch * layer.fanOut),
      };
    }),
  };
}

/** Shares of slopes below .01 of the largest, and of units whose slope is zero on the whole batch. */
function slopeFractions(
  core: Core,
  op: ElementwiseOp,
  batch: number,
  slope: number,
): Pick<LayerFlow, "saturated" | "dead"> {
  // A linear output keeps no slopes: φ' = 1.
  if (!op.keepsSlopes) return { saturated: 0, dead: 0 };
  const { fanOut, activation } = op;
  const count = batch * fanOut;
  return {
    saturated: core.wasm.countBelow(count, slope, SATURATED_BELOW * activation.maxSlope) / count,
    dead: core.wasm.zeroColumns(batch, fanOut, slope) / fanOut,
  };
}
