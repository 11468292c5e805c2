import type { NormalisedMlpConfig, NormalisedRnnConfig } from "../types.js";
import { resolveActivation } from "./activation.js";
import { CELLS } from "./cells/index.js";
import { leastBatchOf, resolveNorm, skipGains } from "./config.js";
import { affine, type AffineOp } from "./ops/affine.js";
import { elementwise, type ElementwiseOp } from "./ops/elementwise.js";
import { norm, type NormOp } from "./ops/norm.js";
import type { TensorSpec } from "./ops/op.js";
import { residual, type ResidualOp } from "./ops/residual.js";
import { scan, type ScanOp } from "./ops/scan.js";

/** The kinds of op. A new one is one file in ops/, and a place in the layers below. */
export type Op = AffineOp | ResidualOp | NormOp | ElementwiseOp | ScanOp;

/** What one layer does, in order: affine → [residual] → [norm] → elementwise, or scan. */
export interface Layer {
  readonly index: number;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly ops: readonly Op[];
  /** Its weights, by the name of their tensor. */
  readonly weight: string;
  /** A skip leads on from its u to the layer above, so this u must be kept until then. */
  readonly carries: boolean;
}

/** A network as a list of layers: what is computed, before any memory is known. */
export interface Graph {
  readonly inputs: number;
  readonly outputs: number;
  readonly layers: readonly Layer[];
  /** Rows that a training step needs at least. */
  readonly leastBatch: number;
}

/** Layer i is u = z W + b (plus the skip), z = φ(u), or φ(norm(u)) in the hidden ones. */
export function mlpGraph(config: NormalisedMlpConfig): Graph {
  const { sizes, init, bias, seed } = config;
  const resolved = resolveNorm(config.norm);
  const gains = skipGains(config);
  const last = config.activation.length - 1;
  const layers = config.activation.map((name, index): Layer => {
    const [fanIn, fanOut] = [sizes[index]!, sizes[index + 1]!];
    const activation = resolveActivation(name);
    const own = affine(index, `layers.${index}`, { fanIn, fanOut, bias, draw: { init, seed, index, activation } });
    const gain = gains[index] ?? null;
    const skip = gain === null ? [] : [residual(index, fanOut, gain)];
    const phi = elementwise(index, { columns: fanOut, activation, last: index === last });
    const carries = (gains[index + 1] ?? null) !== null;
    const normed = resolved && index < last ? [norm(index, `layers.${index}.norm`, fanOut, resolved)] : [];
    return { index, fanIn, fanOut, ops: [own, ...skip, ...normed, phi], weight: own.weight, carries };
  });
  return { inputs: sizes[0]!, outputs: sizes.at(-1)!, layers, leastBatch: leastBatchOf(config.norm, sizes) };
}

/** Layer 0 is the recurrent one, layer 1 the readout of its last step, if there is one. */
export function rnnGraph(config: NormalisedRnnConfig): Graph {
  const { inputs, hidden, outputs, cell, activation, forgetBias, init, recurrentInit, bias, seed } = config;
  const built = CELLS[cell].build(resolveActivation(activation ?? "tanh"));
  const recurrent = scan(0, { inputs, hidden }, built, bias, { init, recurrentInit, seed, forgetBias });
  const first = {
    index: 0,
    fanIn: inputs,
    fanOut: hidden,
    ops: [recurrent],
    weight: "recurrent.weight",
    carries: false,
  };
  if (outputs === undefined) return { inputs, outputs: hidden, layers: [first], leastBatch: 1 };
  const linear = resolveActivation("linear");
  const draw = { init, seed, index: 2, activation: linear };
  const readout = affine(1, "readout", { fanIn: hidden, fanOut: outputs, bias, draw });
  const ops = [readout, elementwise(1, { columns: outputs, activation: linear, last: true })];
  const second = { index: 1, fanIn: hidden, fanOut: outputs, ops, weight: readout.weight, carries: false };
  return { inputs, outputs, layers: [first, second], leastBatch: 1 };
}

/** Every op, the first layer's first. */
export const opsOf = ({ layers }: Graph): Op[] => layers.flatMap(({ ops }) => ops);

/** Names and shapes of the parameters, in the order in which they are hashed and stored. */
export const tensorsOf = (graph: Graph): TensorSpec[] => opsOf(graph).flatMap(({ tensors }) => tensors);

/** Names and shapes of the averages that run along. */
export const statisticsOf = (graph: Graph): TensorSpec[] => opsOf(graph).flatMap(({ statistics }) => statistics);

/** Whether the op makes its layer's u: what a skip leads on from, and what δ is the gradient of. */
export function makesU({ ops }: Layer, op: Op): boolean {
  return op.kind === "residual" || (op.kind === "affine" && !ops.some(({ kind }) => kind === "residual"));
}
