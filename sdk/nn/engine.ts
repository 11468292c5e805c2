import { badOption } from "../core/check.js";
import type { Core } from "../core/create.js";
import type { FirstNonFinite, Loss, Mlp, NetworkKind, Rows } from "../types.js";
import { Buffers, type Capacity } from "./buffers.js";
import { checkRows } from "./config.js";
import { type Graph, opsOf, statisticsOf, tensorsOf } from "./graph.js";
import { type ConfigOf, type Kind, KINDS, type Samples } from "./kinds.js";
import { Block, Layout, type Slot } from "./parameters.js";
import { adapt, compile, type Memory, type Plan, type PlanOptions } from "./plan.js";
import { checkTargetRows, copyInput, copyTargets, type Dataset, openDataset, type Trainable } from "./trainable.js";

/** The arithmetic of a network of any kind: its blocks in linear memory and the passes over them. */
export class Engine<K extends NetworkKind, X> implements Trainable<X> {
  readonly graph: Graph;
  readonly parameters: Block;
  /** Steps of the staged samples. */
  time = 1;
  #gradients: Block | undefined;
  #buffers: Buffers | undefined;
  /** The passes over the buffers, made when first needed. */
  #training: Plan | undefined;
  #inference: Plan | undefined;
  #firstBadLayer = -1;
  #averagesNonFinite = 0;
  readonly #kind: Kind<ConfigOf<K>>;

  /** @throws GradiometerError what `initialise` throws; OUT_OF_MEMORY. */
  constructor(
    readonly core: Core,
    readonly kind: K,
    readonly config: ConfigOf<K>,
  ) {
    this.#kind = KINDS[kind];
    this.graph = this.#kind.graph(config);
    this.parameters = new Block(core, new Layout(tensorsOf(this.graph), statisticsOf(this.graph)), "parameters", true);
    const tensor = (name: string): number => this.parameters.at(this.parameters.layout.byName.get(name));
    try {
      for (const op of opsOf(this.graph)) op.initialise(core, tensor);
      this.#kind.settle?.(core, this.graph, this.parameters, config);
    } catch (error) {
      this.parameters.release();
      throw error;
    }
  }

  get forwardNonFinite(): boolean {
    return this.#firstBadLayer >= 0 || this.#averagesNonFinite !== 0;
  }

  get leastBatch(): number {
    return this.graph.leastBatch;
  }

  /** One block for ∂L/∂ every parameter, made when it is first needed. */
  get gradients(): Block {
    this.#gradients ??= new Block(this.core, this.parameters.layout, "gradients");
    return this.#gradients;
  }

  /**
   * The passes over buffers for so many samples of `time` steps at least; larger buffers replace smaller ones. Those that do
   * not train keep no slopes, and take for a batch the averages that ran along.
   */
  ready(batch: number, training: boolean): { readonly buffers: Buffers; readonly plan: Plan } {
    const buffers = this.#reserve(batch, training);
    if (training) this.#training ??= compile(this.graph, this.#memory(buffers, true));
    else this.#inference ??= compile(this.graph, this.#memory(buffers, false));
    return { buffers, plan: (training ? this.#training : this.#inference)! };
  }

  /** Passes that somebody looks at, or that go down to the input, over the buffers of the staged batch. */
  plan(batch: number, options: PlanOptions): Plan {
    const { buffers, plan } = this.ready(batch, true);
    return adapt(this.graph, this.#memory(buffers, true), plan, options);
  }

  /** Copies samples in. @throws GradiometerError BAD_OPTION, BAD_SHAPE, NOT_FINITE */
  stageInput(x: X): { batch: number; buffers: Buffers; plan: Plan } {
    const { values, time, batch } = this.#samples(x);
    const { buffers, plan } = this.ready(batch, false);
    copyInput(this.core, this.#kind.values, values, time * batch * this.graph.inputs, buffers.x);
    return { batch, buffers, plan };
  }

  /** Copies samples in for a pass that trains, without targets; returns how many. @throws as `stageInput` */
  stageRows(x: X): number {
    const { values, time, batch } = this.#samples(x);
    const { buffers } = this.ready(batch, true);
    copyInput(this.core, this.#kind.values, values, time * batch * this.graph.inputs, buffers.x);
    return batch;
  }

  stage(x: X, y: Rows, loss: Loss): number {
    const { inputs, outputs } = this.graph;
    const { values, time, batch } = this.#samples(x);
    const targets = checkTargetRows(y, outputs, batch, loss);
    checkRows("x", batch, this.leastBatch);
    const buffers = this.#reserve(batch, true);
    copyInput(this.core, this.#kind.values, values, time * batch * inputs, buffers.x);
    copyTargets(this.core, loss, targets, { count: batch, columns: outputs }, buffers.y);
    return batch;
  }

  compute(batch: number, loss: Loss): number {
    const buffers = this.#reserve(batch, true);
    const plan = (this.#training ??= compile(this.graph, this.#memory(buffers, true)));
    this.#firstBadLayer = plan.forward(batch, this.time);
    this.#averagesNonFinite = plan.settle(batch);
    return plan.backward(batch, this.time, loss);
  }

  blame(batch: number, loss: number): Omit<FirstNonFinite, "step"> | null {
    const { core, gradients, time } = this;
    const { layers } = this.graph;
    const { buffers } = this.ready(batch, true);
    const finite = (address: number, length: number): boolean => core.wasm.allFinite(length, address) !== 0;
    for (const { index, fanOut, ops } of layers) {
      if (index === this.#firstBadLayer) return { layer: index, tensor: "u" };
      const scanned = ops.find(({ kind }) => kind === "scan");
      const [z, rows] = scanned ? [buffers.of(scanned, "h"), batch * time] : [buffers.z[index]!, batch];
      if (!finite(z, rows * fanOut)) return { layer: index, tensor: "z" };
    }
    if (!Number.isFinite(loss)) return { layer: layers.length - 1, tensor: "loss" };
    for (const { index, ops } of [...layers].reverse()) {
      const deltas = ops.flatMap((op) =>
        op.buffers.filter(({ name }) => name === "slope").map((spec) => ({ op, spec })),
      );
      const bad = deltas.some(({ op, spec }) => {
        const rows = spec.extent === "steps" ? batch * time : batch;
        return !finite(buffers.of(op, spec.name), rows * spec.columns);
      });
      if (bad) return { layer: index, tensor: "delta" };
      const tensors = gradients.layout.slots.filter((slot) => this.layerOf(slot) === index);
      if (tensors.some((slot) => !finite(gradients.at(slot), slot.length))) return { layer: index, tensor: "gradient" };
    }
    return null;
  }

  layerOf({ name }: Slot): number {
    const owns = opsOf(this.graph).find(({ tensors, statistics }) =>
      [...tensors, ...statistics].some((tensor) => tensor.name === name),
    );
    if (!owns) throw new Error(`no layer has a tensor ${name}`);
    return owns.layer;
  }

  dataset(x: X, y: Rows, loss: Loss, most: number): Dataset {
    const { core } = this;
    const { inputs, outputs } = this.graph;
    const { values, time, batch: count } = this.#samples(x);
    const targets = checkTargetRows(y, outputs, count, loss);
    checkRows("x", count, this.leastBatch);
    const step = 4 * count * inputs;
    return openDataset(
      core,
      count,
      time * inputs + outputs,
      (at) => {
        copyInput(core, this.#kind.values, values, time * count * inputs, at);
        copyTargets(core, loss, targets, { count, columns: outputs }, at + time * step);
        this.ready(Math.min(most + this.leastBatch - 1, count), true);
      },
      (at, order, batch) => {
        this.time = time;
        const { buffers } = this.ready(batch, true);
        for (let t = 0; t < time; t++) {
          core.wasm.gatherRows(batch, inputs, at + t * step, order, buffers.x + 4 * t * batch * inputs);
        }
        core.wasm.gatherRows(batch, outputs, at + time * step, order, buffers.y);
      },
    );
  }

  release(): void {
    this.parameters.release();
    this.#gradients?.release();
    this.#buffers?.release();
  }

  #reserve(batch: number, training: boolean): Buffers {
    const held = this.#buffers;
    const steps = this.time * batch;
    if (held) {
      const { capacity } = held;
      if (capacity.batch >= batch && capacity.steps >= steps && (held.training || !training)) return held;
    }
    const capacity: Capacity = {
      batch: Math.max(batch, held?.capacity.batch ?? 0),
      steps: Math.max(steps, held?.capacity.steps ?? 0),
    };
    held?.release();
    this.#buffers = this.#training = this.#inference = undefined;
    this.#buffers = new Buffers(this.core, this.graph, capacity, training || (held?.training ?? false));
    return this.#buffers;
  }

  #memory(buffers: Buffers, training: boolean): Memory {
    const { core, parameters } = this;
    return { core, parameters, gradients: training ? this.gradients : undefined, buffers, training };
  }

  /** Samples, checked; `time` is theirs from here on. */
  #samples(x: X): Samples {
    const samples = this.#kind.samples(x, this.graph.inputs);
    this.time = samples.time;
    return samples;
  }
}

/** The engine of a multilayer perceptron. */
export type MlpEngine = Engine<"mlp", Rows>;

/** Under which a public network keeps its engine, for probes that are not public themselves. */
export const ENGINE = Symbol("engine");

/** The engine of a public Mlp of this package. @throws GradiometerError DISPOSED, BAD_OPTION */
export function engineOf(network: Mlp): MlpEngine {
  const given: object = network;
  if (ENGINE in given) return given[ENGINE] as MlpEngine;
  throw badOption("network", "what lab.mlp() of this package made", network);
}
