import { VERSION } from "../../../build/generated/version.js";
import { checkKeys, flatten } from "../../core/check.js";
import { elementAt } from "../../core/element.js";
import { trace, type TraceOptions } from "../../probe/trace.js";
import { ln } from "../../theory/elementary.js";
import type { LayerFlow, Loss, Mlp, Optimizer, Parameter, Rnn, Rows, Sequence, Trainer } from "../../types.js";
import { columnsOf, constantLoss } from "../dataFacts.js";
import { isRnn, mlpLayers, rnnLayers, skipsOf } from "./ownLayers.js";
import { statsOf } from "./statistics.js";
import {
  TRACE_FORMAT,
  type TraceHeader,
  type TraceLine,
  type TraceStep,
  type TraceStepLayer,
  type TraceTargets,
} from "./types.js";

/** What `traceLines` takes. */
export interface TraceLinesOptions<X = Rows> extends Omit<TraceOptions<X>, "bins"> {
  /** The trainer's, for the header: without it a trace says nothing of weight decay. */
  optimizer?: Optimizer;
}

/** A training of ours as a trace. */
export interface TraceLines {
  /** The header and the records so far; `traceText` makes lines of a file of them. */
  readonly lines: readonly TraceLine[];
  /** To be called after steps, as that of `trace`. */
  readonly observe: () => void;
}

/** What is no number for JSON becomes a word. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

/** A line of a trace as its file holds it, without the line break: JSON, with "NaN", "Infinity" and "-Infinity" as words. */
export const traceText = (line: TraceLine): string => JSON.stringify(line, plain);

/** What stands in every record of a training: the targets, and the loss of the best constant answer. */
function targetsOf(loss: Loss, y: Float32Array, outputs: number): { y: TraceTargets; reference: number } {
  const columns = columnsOf(y, outputs);
  const count = y.length / outputs;
  const reference = constantLoss(ln, loss, columns, count);
  const single = loss === "cross-entropy" && y.every((value) => value === 0 || value === 1);
  if (single) return { y: { classes: columns.map(({ mean }) => Math.round(mean * count)) }, reference };
  const variance = columns.reduce((sum, { std }) => sum + std * std, 0) / outputs;
  return {
    y: {
      std: Math.sqrt(variance),
      mean: columns.reduce((sum, { mean }) => sum + mean, 0) / outputs,
      min: Math.min(...columns.map(({ min }) => min)),
      max: Math.max(...columns.map(({ max }) => max)),
    },
    reference,
  };
}

const flowPart = ({ u, z, delta, weight, weightGradient, dead, saturated }: LayerFlow): TraceStepLayer => ({
  u,
  z,
  delta,
  weight,
  weightGradient,
  dead,
  saturated,
});

/** Norms of equal pieces, one per step of time. */
function norms(values: ArrayLike<number>, time: number): number[] {
  const each = values.length / time;
  return Array.from({ length: time }, (_, t) => {
    let squares = 0;
    for (let i = t * each; i < (t + 1) * each; i++) squares += elementAt(values, i) * elementAt(values, i);
    return Math.sqrt(squares);
  });
}

/** All numbers of the tensors whose name begins so, behind each other. */
const joined = (tensors: readonly Parameter[], start: string): number[] =>
  tensors.flatMap(({ name, values }) =>
    name.endsWith("weight") && name.startsWith("readout") === (start === "readout") ? Array.from(values) : [],
  );

function rnnPart(network: Rnn, x: Sequence, y: Rows, loss: Loss): TraceStepLayer[] {
  const { hidden, output } = network.forward(x);
  const { gradients, input } = network.backward(x, y, loss);
  const [parameters, last] = [network.parameters(), hidden.length - hidden.length / x.time];
  const weights = (start: string) => ({
    weight: statsOf(joined(parameters, start)),
    weightGradient: statsOf(joined(gradients, start)),
  });
  const recurrent = {
    z: statsOf(hidden.subarray(last)),
    ...weights("recurrent"),
    inTime: norms(input, x.time),
    hInTime: norms(hidden, x.time),
  };
  return output === undefined ? [recurrent] : [recurrent, { z: statsOf(output), ...weights("readout") }];
}

/** ‖θ − θ₀‖/‖θ₀‖ over the weights. */
function movedSince(start: readonly Parameter[], now: readonly Parameter[]): number {
  let [moved, size] = [0, 0];
  start.forEach(({ name, values }, index) => {
    if (!name.endsWith("weight")) return;
    const own = elementAt(now, index).values;
    for (let i = 0; i < values.length; i++) {
      const [from, to] = [elementAt(values, i), elementAt(own, i)];
      moved += (to - from) * (to - from);
      size += from * from;
    }
  });
  return size > 0 ? Math.sqrt(moved / size) : moved > 0 ? Infinity : 0;
}

/**
 * Follows a training of this library, and writes it down as a trace: what `diagnose` reads, in the format that recorders of other
 * frameworks write. Records are taken, and thinned, as by `trace`, which this stands on.
 *
 * @throws GradiometerError as `trace`.
 * @example
 * ```js
 * import { load } from "gradiometer";
 * import { twoMoons } from "gradiometer/data";
 * import { diagnose, traceLines } from "gradiometer/doctor";
 * const lab = await load();
 * const { x, y } = twoMoons(lab);
 * const network = lab.mlp({ sizes: [2, ...Array(20).fill(16), 2], activation: "sigmoid" });
 * const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
 * const course = traceLines(network, trainer, { x, y, loss: "cross-entropy", every: 10 });
 * await trainer.fit(x, y, { epochs: 20, onEpoch: course.observe });
 * console.log(diagnose(course.lines).findings[0].id); // vanishing-backward
 * ```
 */
export function traceLines(network: Mlp, trainer: Trainer, options: TraceLinesOptions): TraceLines;
export function traceLines(network: Rnn, trainer: Trainer<Sequence>, options: TraceLinesOptions<Sequence>): TraceLines;
export function traceLines(
  network: Mlp | Rnn,
  trainer: Trainer | Trainer<Sequence>,
  options: TraceLinesOptions | TraceLinesOptions<Sequence>,
): TraceLines {
  checkKeys("options", options, ["x", "y", "loss", "every", "limit", "optimizer"]);
  const { optimizer, ...rest } = options;
  const { x, y, loss } = options;
  const start = network.parameters();
  // The kind of the network goes with those of trainer and x, which the compiler cannot know of a union.
  const course = trace(network as Mlp, trainer as Trainer, rest as TraceOptions);
  const layers = isRnn(network) ? rnnLayers(network) : mlpLayers(network);
  const outputs = elementAt(layers, layers.length - 1).out;
  const targets = targetsOf(loss, flatten("y", y, outputs), outputs);
  const inputs = isRnn(network) ? (x as Sequence).values : flatten("x", x, elementAt(layers, 0).in);
  const inputStats = statsOf(inputs);
  const skips = isRnn(network) ? 0 : skipsOf(network);
  const rate = optimizer !== undefined && "learningRate" in optimizer ? trainer.learningRate : undefined;
  const header: TraceHeader = {
    format: TRACE_FORMAT,
    source: `gradiometer ${VERSION}`,
    layers,
    loss,
    reference: targets.reference,
    ...(optimizer && {
      optimizer: {
        kind: optimizer.kind,
        ...(rate !== undefined && { learningRate: rate }),
        ...("weightDecay" in optimizer && { weightDecay: optimizer.weightDecay ?? 0 }),
        ...("momentum" in optimizer && { momentum: optimizer.momentum ?? 0 }),
      },
    }),
    ...(skips > 0 && { skips }),
  };
  const beside = new Map<number, Pick<TraceStep, "rate" | "moved"> & { layers?: TraceStepLayer[] }>();
  const note = (): void => {
    const { step } = elementAt(course.records, course.records.length - 1);
    if (beside.has(step)) return;
    beside.set(step, {
      ...(Number.isFinite(trainer.learningRate) && { rate: trainer.learningRate }),
      moved: movedSince(start, network.parameters()),
      ...(isRnn(network) && { layers: rnnPart(network, x as Sequence, y, loss) }),
    });
    const kept = new Set(course.records.map((one) => one.step));
    for (const old of beside.keys()) if (!kept.has(old)) beside.delete(old);
  };
  note();
  return {
    get lines() {
      return [
        header,
        ...course.records.map(({ step, flow }): TraceStep => {
          const { layers: own = flow.layers.map(flowPart), ...more } = beside.get(step)!;
          return { step, loss: flow.loss, ...more, x: inputStats, y: targets.y, layers: own };
        }),
      ];
    },
    observe: () => {
      course.observe();
      note();
    },
  };
}
