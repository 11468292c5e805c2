import { Statistic } from "../../assembly/abi.js";
import { badOption, checkInteger, checkKeys, unknownWord } from "../core/check.js";
import type { Core } from "../core/create.js";
import { elementAt } from "../core/element.js";
import type { MlpEngine } from "../nn/engine.js";
import type { Layer, Op } from "../nn/graph.js";
import type { ElementwiseOp } from "../nn/ops/elementwise.js";
import type { Block } from "../nn/parameters.js";
import type { Observer } from "../nn/plan.js";
import type { Flow, FlowPart, LayerFlow, Loss, Rows, Stats } from "../types.js";
import { countUnderflows } from "./underflow.js";

/** A unit counts as saturated where |φ'| is below this share of its maximum. */
export const SATURATED_BELOW = 0.01;
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

/** Everything that a flow measures; the compiler holds it against LayerFlow. */
const PARTS = {
  u: true,
  v: true,
  z: true,
  delta: true,
  weight: true,
  weightGradient: true,
  updateToWeight: true,
  saturated: true,
  dead: true,
  underflow: true,
} satisfies Record<FlowPart, true>;

const ALL = Object.keys(PARTS) as readonly FlowPart[];
const SIGNALS: readonly FlowPart[] = ["u", "v", "z", "delta", "saturated", "dead"];

/** What `flow` takes. */
export interface FlowOptions {
  readonly bins?: number;
  readonly only?: readonly FlowPart[];
}

/** @throws GradiometerError BAD_OPTION for what is no list of parts of a flow */
function checkOnly(only: unknown): readonly FlowPart[] {
  if (only === undefined) return ALL;
  if (!Array.isArray(only)) throw badOption("only", `a list of ${ALL.join(", ")}`, only);
  only.forEach((part: unknown, i) => {
    if (!ALL.includes(part as FlowPart)) throw unknownWord(`only[${i}]`, part, ALL);
  });
  return only as readonly FlowPart[];
}

/**
 * One forward and backward pass over the staged batch with statistics of what is asked for of u, v, z and δ: a flow without
 * what is known of the weights, whose statistics take the time where there are many of them and few rows.
 */
export function measureSignals(
  engine: MlpEngine,
  batch: number,
  loss: Loss,
  { bins = 0, only = SIGNALS }: { bins?: number; only?: readonly FlowPart[] } = {},
): { loss: number; layers: LayerSignal[] } {
  const { core, graph } = engine;
  const { buffers } = engine.ready(batch, true);
  const seen = graph.layers.map((): Partial<LayerSignal> => ({}));
  const normed = graph.layers.map(({ ops }) => ops.some(({ kind }) => kind === "norm"));
  const note = (op: Op, part: "u" | "v" | "z" | "delta", address: number): void => {
    if (only.includes(part)) elementAt(seen, op.layer)[part] = statsOf(core, batch * op.fanIn, address, bins);
  };
  /** Whether u is what the op takes in: the norm, or the activation where there is none. */
  const takesU = ({ kind, layer }: Op): boolean => kind === (elementAt(normed, layer) ? "norm" : "elementwise");
  const [inputs, fractions] = [
    only.includes("u") || only.includes("v"),
    only.includes("saturated") || only.includes("dead"),
  ];
  const observer: Observer = {
    ...(inputs && {
      input: (op, address) => {
        if (takesU(op)) note(op, "u", address);
        else if (op.kind === "elementwise") note(op, "v", address);
      },
    }),
    ...((only.includes("z") || fractions) && {
      output: (op, address) => {
        if (op.kind !== "elementwise") return;
        note(op, "z", address);
        if (!fractions) return;
        const { saturated, dead } = slopeFractions(core, op, batch, buffers.of(op, "slope"));
        Object.assign(elementAt(seen, op.layer), {
          ...(only.includes("saturated") && { saturated }),
          ...(only.includes("dead") && { dead }),
        });
      },
    }),
    gradient: (op, address) => {
      if (takesU(op)) note(op, "delta", address);
    },
  };
  const plan = engine.plan(batch, { observer });
  plan.forward(batch, 1);
  const value = plan.backward(batch, 1, loss);
  return { loss: value, layers: seen as LayerSignal[] };
}

/**
 * One forward and backward pass with statistics of every u, z, δ, W and ∂W, or of what `only` names; nothing is updated.
 *
 * @param rate  learning rate for updateToWeight, NaN without a trainer.
 */
export function measureFlow(engine: MlpEngine, x: Rows, y: Rows, loss: Loss, options: FlowOptions, rate: number): Flow {
  const given = checkKeys("options", options, ["bins", "only"]);
  const bins = checkInteger("bins", given["bins"] ?? 0, 0, MAX_BINS);
  const only = checkOnly(given["only"]);
  const { core, graph, parameters, gradients } = engine;
  const batch = engine.stage(x, y, loss);
  const signals = measureSignals(engine, batch, loss, { bins, only });
  const underflows = only.includes("underflow") ? countUnderflows(engine, batch, loss) : [];
  const stats = (block: Block, { weight, fanIn, fanOut }: Layer) =>
    statsOf(core, fanIn * fanOut, block.at(block.layout.byName.get(weight)), bins);
  const ofWeights = (layer: Layer): Partial<LayerFlow> => {
    const ratio = only.includes("updateToWeight");
    const weight = ratio || only.includes("weight") ? stats(parameters, layer) : undefined;
    const weightGradient = ratio || only.includes("weightGradient") ? stats(gradients, layer) : undefined;
    return {
      ...(weight && only.includes("weight") && { weight }),
      ...(weightGradient && only.includes("weightGradient") && { weightGradient }),
      ...(weight && weightGradient && ratio && { updateToWeight: (rate * weightGradient.norm) / weight.norm }),
    };
  };
  const layers = graph.layers.map((layer, index) => ({
    ...elementAt(signals.layers, index),
    ...ofWeights(layer),
    ...(only.includes("underflow") && { underflow: elementAt(underflows, index) / (batch * layer.fanOut) }),
  }));
  return { loss: signals.loss, layers: layers as LayerFlow[] };
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
