import { flatten } from "../core/check.js";
import type { Core } from "../core/create.js";
import type { FirstNonFinite, Loss, NormalisedMlpConfig, Rows } from "../types.js";
import { initialise } from "./initialise.js";
import { BatchBuffers, type Layer, mlpLayers, mlpTensors } from "./layer.js";
import { scaleToUnitVariance } from "./lsuv.js";
import { Block, Layout, type Slot } from "./parameters.js";
import { backwardPass, forwardPass } from "./pass.js";
import { copyInput, copyTargets, type Dataset, openDataset, targetRows, type Trainable } from "./trainable.js";

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
    copyInput(this.core, "x", rows, buffers.x);
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
    const pair = this.pair(x, y);
    const { count } = pair;
    const yOffset = 4 * count * inputs;
    return openDataset(
      core,
      count,
      inputs + outputs,
      (at) => {
        this.copyPair(pair, loss, at, at + yOffset);
        this.buffers(Math.min(batch, count), true);
      },
      (at, order, rows) => {
        const buffers = this.buffers(rows, true);
        core.wasm.gatherRows(rows, inputs, at, order, buffers.x);
        core.wasm.gatherRows(rows, outputs, at + yOffset, order, buffers.y);
      },
    );
  }

  release(): void {
    this.parameters.release();
    this.gradientBlock?.release();
    this.batchBuffers?.release();
  }

  /** x and y as flat rows, as many of one as of the other. */
  private pair(x: Rows, y: Rows): { inputs: Float32Array; targets: Float32Array; count: number } {
    const inputs = flatten("x", x, this.inputs);
    const count = inputs.length / this.inputs;
    return { inputs, targets: targetRows(y, this.outputs, count), count };
  }

  private copyPair(
    { inputs, targets, count }: { inputs: Float32Array; targets: Float32Array; count: number },
    loss: Loss,
    xAt: number,
    yAt: number,
  ): void {
    copyInput(this.core, "x", inputs, xAt);
    copyTargets(this.core, loss, targets, count, yAt);
  }
}
