import type { Core } from "../core/create.js";
import type { Loss } from "../types.js";
import type { Buffers } from "./buffers.js";
import { type Graph, type Layer, makesU, type Op } from "./graph.js";
import { lossKind } from "./loss.js";
import { denseBackward, denseForward } from "./ops/dense.js";
import type { Bound, Site } from "./ops/op.js";
import type { BoundScan, ScanOp } from "./ops/scan.js";
import type { Block } from "./parameters.js";

/** What looks at a pass op by op, before anything overwrites what it sees. */
export interface Observer {
  /** What an op is about to take in. */
  input?(op: Op, address: number): void;
  /** What it has put out. */
  output?(op: Op, address: number): void;
  /** ∂L/∂ what it took in. */
  gradient?(op: Op, address: number): void;
}

/** What a plan is made for. */
export interface PlanOptions {
  /** Where ∂L/∂x goes, [rows of x, inputs]; without it nowhere. */
  readonly inputGradient?: number;
  readonly observer?: Observer;
}

/** The passes of a network over one set of buffers: a list of calls whose addresses are constants. */
export interface Plan {
  /** Every op, bound, in the order of the forward pass. */
  readonly placed: readonly Placed[];
  /** What the last layer puts out, [batch, outputs]. */
  readonly output: number;
  /** Returns the first layer with a pre-activation that is NaN or infinite, or −1. */
  forward(batch: number, time: number): number;
  /** Moves the averages that run along by the batch of the last `forward`. */
  settle(batch: number): void;
  /** The loss of the outputs that `forward` left, and the gradients of all parameters. */
  backward(batch: number, time: number, loss: Loss): number;
}

interface PlacedScan {
  readonly op: ScanOp;
  readonly at: Site;
  readonly bound: BoundScan;
}

/** An op and where it works. */
export type Placed = { readonly op: Exclude<Op, ScanOp>; readonly at: Site; readonly bound: Bound } | PlacedScan;

/** The recurrent layer of a plan, which is its first op. */
export function placedScan({ placed }: Plan): PlacedScan {
  const found = placed.find((one): one is PlacedScan => one.op.kind === "scan");
  if (!found) throw new Error("this network has no recurrent layer");
  return found;
}

/** What a graph is bound to. */
export interface Memory {
  readonly core: Core;
  readonly parameters: Block;
  /** None: there is no backward pass, and what only that needs is not computed. */
  readonly gradients: Block | undefined;
  readonly buffers: Buffers;
  /** Whether a batch is normalised by its own statistics, as in a training step, and slopes are kept. */
  readonly training: boolean;
}

/** Binds a graph to its buffers, once per set of them. Passes without gradients leave out what only those need. */
export function compile(graph: Graph, memory: Memory, options: PlanOptions = {}): Plan {
  const { core, buffers, gradients } = memory;
  const placed = placeOps(graph, memory, options.inputGradient);
  const forwards = forwardCalls(placed, options.observer);
  const backwards = gradients ? backwardCalls(placed, options.observer) : [];
  const settles = placed.flatMap(({ bound }) => (bound.settle ? [bound.settle] : []));
  const { length } = forwards;
  const runs = forwards.map(({ run }) => run);
  const layers = forwards.map(({ layer }) => layer);
  const last = placed.at(-1)!;
  const output = last.at.output;
  // A linear output keeps no slopes: its δ is the gradient of the loss.
  const lossGradient =
    last.op.kind === "elementwise" && !last.op.keepsSlopes ? last.at.inputGradient : last.at.outputGradient;
  return {
    placed,
    output,
    forward: (batch, time) => {
      let first = -1;
      for (let i = 0; i < length; i++) if (runs[i]!(batch, time) !== 0 && first < 0) first = layers[i]!;
      return first;
    },
    settle: (batch) => {
      for (const settle of settles) settle(batch);
    },
    backward: (batch, time, loss) => {
      const value = core.wasm.loss(lossKind(loss), batch, graph.outputs, output, buffers.y, lossGradient);
      for (let i = 0; i < backwards.length; i++) backwards[i]!(batch, time);
      return value;
    },
  };
}

/** Every op at its place: values go from z to z, u of a chain of skips through `stream`; δ comes to stand in the slopes. */
export function placeOps(
  graph: Graph,
  { core, parameters, gradients, buffers, training }: Memory,
  inputGradient = 0,
): Placed[] {
  const { stream, scaled, dz } = buffers;
  const tensor = (name: string): number => parameters.at(parameters.layout.byName.get(name));
  const gradient = (name: string): number => (gradients ? gradients.at(gradients.layout.byName.get(name)) : 0);
  let value = buffers.x;
  return graph.layers.flatMap((layer) => {
    const z = buffers.z[layer.index]!;
    const delta = deltaOf(layer, buffers);
    const above = graph.layers[layer.index + 1];
    const carried = layer.carries && above ? deltaOf(above, buffers) : 0;
    return layer.ops.map((op): Placed => {
      const input = value;
      const toStream = layer.carries && op.kind === "affine" && makesU(layer, op);
      value = op.kind === "residual" || toStream ? stream : z;
      const [outputGradient, ownGradient] = gradientsOf(layer, op, { delta, dz, scaled });
      const at: Site = {
        core,
        training,
        input,
        output: value,
        stream,
        outputGradient,
        inputGradient: input === buffers.x ? inputGradient : ownGradient,
        carried: takesU(layer, op) ? carried : 0,
        tensor,
        gradient,
        buffer: (name) => buffers.of(op, name),
      };
      return op.kind === "scan" ? { op, at, bound: op.bind(at) } : { op, at, bound: op.bind(at) };
    });
  });
}

/** δ = ∂L/∂u of a layer stands where its slopes were. */
function deltaOf({ ops }: Layer, buffers: Buffers): number {
  const phi = ops.find(({ kind }) => kind === "elementwise");
  return phi && buffers.training ? buffers.of(phi, "slope") : 0;
}

/** Whether the op takes in its layer's u, and so must add what a skip brings down from above. */
function takesU(layer: Layer, op: Op): boolean {
  const before = layer.ops[layer.ops.indexOf(op) - 1];
  return before !== undefined && makesU(layer, before);
}

/** Where ∂L/∂output of an op is found and where ∂L/∂input goes, inside its layer. */
function gradientsOf(
  { ops }: Layer,
  op: Op,
  { delta, dz, scaled }: { delta: number; dz: number; scaled: number },
): readonly [number, number] {
  const skip = ops.find((one) => one.kind === "residual");
  const signal = skip && skip.gain !== 1 ? scaled : delta;
  switch (op.kind) {
    case "scan":
      return [dz, dz];
    case "elementwise":
      return [dz, delta];
    case "residual":
      return [delta, signal];
    case "norm":
      return [delta, delta];
    case "affine":
      return [signal, dz];
  }
}

interface Call {
  readonly layer: number;
  readonly run: Bound["forward"];
}

/** One call per op, but one for an affine op and its activation, unless somebody looks in between. */
function forwardCalls(placed: readonly Placed[], observer: Observer | undefined): Call[] {
  const looks = observer?.input !== undefined || observer?.output !== undefined;
  const calls: Call[] = [];
  for (let i = 0; i < placed.length; i++) {
    const { op, at, bound } = placed[i]!;
    const next = placed[i + 1];
    const { layer } = op;
    if (op.kind === "affine" && next?.op.kind === "elementwise" && at.output === next.at.output && !looks) {
      calls.push({ layer, run: denseForward(op, at, next.op, next.at) });
      i++;
    } else if (looks) {
      const run: Bound["forward"] = (batch, time) => {
        observer.input?.(op, at.input);
        const nonFinite = bound.forward(batch, time);
        observer.output?.(op, at.output);
        return nonFinite;
      };
      calls.push({ layer, run });
    } else calls.push({ layer, run: bound.forward });
  }
  return calls;
}

/** From the last op to the first; an affine op and the activation below it are one call. */
function backwardCalls(placed: readonly Placed[], observer: Observer | undefined): Bound["backward"][] {
  const calls: Bound["backward"][] = [];
  for (let i = placed.length - 1; i >= 0; i--) {
    const { op, at, bound } = placed[i]!;
    const below = placed[i - 1];
    let run = bound.backward;
    let seen = { op, at };
    if (op.kind === "affine" && below?.op.kind === "elementwise") {
      run = denseBackward(op, at, below.at);
      seen = below;
      i--;
    }
    calls.push(run);
    if (observer?.gradient) calls.push(() => observer.gradient?.(seen.op, seen.at.inputGradient));
  }
  return calls;
}
