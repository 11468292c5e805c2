import { flatten, notFinite } from "../core/check.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { permutation, Purpose, streamOf } from "../core/random.js";
import type { FirstNonFinite, Loss, NormalisedMlpConfig, Rows } from "../types.js";
import { initialise } from "./initialise.js";
import { BatchBuffers, type Layer, mlpLayers, mlpTensors } from "./layer.js";
import { checkTargets } from "./loss.js";
import { scaleToUnitVariance } from "./lsuv.js";
import { Block, Layout, type Slot } from "./parameters.js";
import { backwardPass, forwardPass } from "./pass.js";

/** A data set inside linear memory, from which batches are taken by index. */
export interface Dataset {
  readonly count: number;
  /** Puts `count` rows of the order, from `from` on, where a pass expects its batch. */
  select(from: number, count: number): void;
  /** Sets the order of the samples: the permutation of (seed, epoch), or as they stand. */
  order(shuffled: { seed: number; epoch: number } | null): void;
  release(): void;
}

/** What a trainer needs of a network. */
export interface Trainable<X> {
  readonly core: Core;
  readonly parameters: Block;
  readonly gradients: Block;
  /** Checks a batch and copies it in; returns its size. */
  stage(x: X, y: Rows, loss: Loss): number;
  dataset(x: X, y: Rows, loss: Loss, batch: number): Dataset;
  /** Forward, loss and backward of the staged batch. */
  compute(batch: number, loss: Loss): number;
  /** After `compute`: what became non-finite first, on the way forward or back; null when all is finite. */
  blame(batch: number, loss: number): Omit<FirstNonFinite, "step"> | null;
  /** After `compute`: whether any pre-activation was NaN or infinite. */
  readonly forwardNonFinite: boolean;
  layerOf(slot: Slot): number;
}

/** The arithmetic of a multilayer perceptron: its blocks in linear memory and the passes over them. */
export class MlpEngine implements Trainable<Rows> {
  readonly inputs: number;
  readonly outputs: number;
  readonly layers: readonly Layer[];
  readonly parameters: Block;
  private gradientBlock: Block | undefined;
  private batchBuffers: BatchBuffers | undefined;
  private firstBadLayer = -1;

  constructor(
    readonly core: Core,
    readonly config: NormalisedMlpConfig,
  ) {
    const layout = new Layout(mlpTensors(config));
    this.inputs = config.sizes[0] ?? 0;
    this.outputs = config.sizes.at(-1) ?? 0;
    this.layers = mlpLayers(config, layout);
    this.parameters = new Block(core, layout, "parameters");
    try {
      for (const layer of this.layers) {
        const { index, fanIn, fanOut, activation } = layer;
        const weight = this.parameters.at(layer.weight);
        const bias = this.parameters.at(layer.bias);
        initialise(config.init, { core, seed: config.seed, index, fanIn, fanOut, weight, bias, activation });
      }
      if (config.initData) scaleToUnitVariance(core, this.layers, this.parameters, config.initData);
    } catch (error) {
      this.parameters.release();
      throw error;
    }
  }

  get forwardNonFinite(): boolean {
    return this.firstBadLayer >= 0;
  }

  /** One block for ∂L/∂ every parameter, made when it is first needed. */
  get gradients(): Block {
    this.gradientBlock ??= new Block(this.core, this.parameters.layout, "gradients");
    return this.gradientBlock;
  }

  /** Buffers for at least `batch` rows; larger ones replace smaller ones. */
  buffers(batch: number, training: boolean): BatchBuffers {
    const held = this.batchBuffers;
    if (held && held.capacity >= batch && (held.training || !training)) return held;
    const capacity = Math.max(batch, held?.capacity ?? 0);
    const keepTraining = training || (held?.training ?? false);
    held?.release();
    this.batchBuffers = undefined;
    this.batchBuffers = new BatchBuffers(this.core, this.layers, capacity, keepTraining);
    return this.batchBuffers;
  }

  /** Copies a batch of inputs in. @throws GradiometerError BAD_SHAPE, NOT_FINITE */
  stageInput(x: Rows): { batch: number; buffers: BatchBuffers } {
    const rows = flatten("x", x, this.inputs);
    const batch = rows.length / this.inputs;
    const buffers = this.buffers(batch, false);
    this.copyInput(rows, buffers.x);
    return { batch, buffers };
  }

  stage(x: Rows, y: Rows, loss: Loss): number {
    const pair = this.pair(x, y);
    const buffers = this.buffers(pair.count, true);
    this.copyPair(pair, loss, buffers.x, buffers.y);
    return pair.count;
  }

  compute(batch: number, loss: Loss): number {
    const { core, layers, parameters, gradients } = this;
    const buffers = this.buffers(batch, true);
    this.firstBadLayer = forwardPass(core, layers, parameters, buffers, batch, true);
    return backwardPass(core, layers, parameters, gradients, buffers, batch, loss);
  }

  blame(batch: number, loss: number): Omit<FirstNonFinite, "step"> | null {
    const { core, layers, gradients } = this;
    const buffers = this.buffers(batch, true);
    const finite = (address: number, length: number) => core.wasm.allFinite(length, address) !== 0;
    for (const { index, fanOut } of layers) {
      if (index === this.firstBadLayer) return { layer: index, tensor: "u" };
      if (!finite(buffers.z[index] ?? 0, batch * fanOut)) return { layer: index, tensor: "z" };
    }
    if (!Number.isFinite(loss)) return { layer: layers.length - 1, tensor: "loss" };
    for (const { index, fanOut, weight, bias } of [...layers].reverse()) {
      if (!finite(buffers.slope[index] ?? 0, batch * fanOut)) return { layer: index, tensor: "delta" };
      const tensors = bias ? [weight, bias] : [weight];
      if (tensors.some((slot) => !finite(gradients.at(slot), slot.length))) return { layer: index, tensor: "gradient" };
    }
    return null;
  }

  layerOf(slot: Slot): number {
    return this.layers.findIndex(({ weight, bias }) => weight === slot || bias === slot);
  }

  dataset(x: Rows, y: Rows, loss: Loss, batch: number): Dataset {
    const { core, inputs, outputs } = this;
    const { arena, wasm } = core;
    const pair = this.pair(x, y);
    const { count } = pair;
    const columns = inputs + outputs;
    // x, y and the order behind each other in one block.
    const at = arena.allocate(4 * count * (columns + 1), `data set of ${count} samples`);
    const yAt = at + 4 * count * inputs;
    const orderAt = at + 4 * count * columns;
    try {
      this.copyPair(pair, loss, at, yAt);
      this.buffers(Math.min(batch, count), true);
    } catch (error) {
      arena.release(at);
      throw error;
    }
    return {
      count,
      select: (from, rows) => {
        const buffers = this.buffers(rows, true);
        wasm.gatherRows(rows, inputs, at, orderAt + 4 * from, buffers.x);
        wasm.gatherRows(rows, outputs, yAt, orderAt + 4 * from, buffers.y);
      },
      order: (shuffled) => {
        const order = shuffled
          ? permutation(core, shuffled.seed, streamOf(Purpose.Shuffle, shuffled.epoch), count)
          : Int32Array.from({ length: count }, (_, index) => index);
        arena.i32(orderAt, count).set(order);
      },
      release: () => {
        arena.release(at);
      },
    };
  }

  release(): void {
    this.parameters.release();
    this.gradientBlock?.release();
    this.batchBuffers?.release();
  }

  /** x and y as flat rows, as many of one as of the other. */
  private pair(x: Rows, y: Rows): { inputs: Float32Array; targets: Float32Array; count: number } {
    const inputs = flatten("x", x, this.inputs);
    const targets = flatten("y", y, this.outputs);
    const count = inputs.length / this.inputs;
    const found = targets.length / this.outputs;
    if (count === found) return { inputs, targets, count };
    throw new GradiometerError(
      "BAD_SHAPE",
      `y: expected ${count} rows of ${this.outputs}, as many as x has, but got ${found}`,
    );
  }

  private copyPair(
    { inputs, targets, count }: { inputs: Float32Array; targets: Float32Array; count: number },
    loss: Loss,
    xAt: number,
    yAt: number,
  ): void {
    this.copyInput(inputs, xAt);
    this.core.arena.all.set(targets, yAt >>> 2);
    checkTargets(this.core, loss, count, this.outputs, yAt);
  }

  private copyInput(rows: Float32Array, address: number): void {
    const { arena, wasm } = this.core;
    arena.all.set(rows, address >>> 2);
    if (!wasm.allFinite(rows.length, address)) throw notFinite("x", rows);
  }
}
