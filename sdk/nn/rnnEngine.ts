import { checkInteger, flatten, show } from "../core/check.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { FirstNonFinite, Loss, NormalisedRnnConfig, Rows, Sequence } from "../types.js";
import { type ResolvedActivation, resolveActivation } from "./activation.js";
import { initialise } from "./initialise.js";
import { Block, Layout, type Slot } from "./parameters.js";
import { RNN_TENSORS, rnnTensors } from "./rnnConfig.js";
import { type RnnAddresses, rnnBackward, type RnnBuffers, rnnBuffers, rnnForward, type RnnModel } from "./rnnPass.js";
import { copyInput, copyTargets, type Dataset, openDataset, targetRows, type Trainable } from "./trainable.js";

/** The arithmetic of a recurrent network. Layer 0 is the recurrent one, layer 1 the readout. */
export class RnnEngine implements Trainable<Sequence>, RnnModel {
  readonly activation: ResolvedActivation;
  readonly parameters: Block;
  readonly weights: RnnAddresses;
  /** Steps of the staged sequences. */
  time = 0;
  /** Columns of y. */
  private readonly targets: number;
  private gradientBlock: Block | undefined;
  private held: RnnBuffers | undefined;
  private firstBadLayer = -1;

  constructor(
    readonly core: Core,
    readonly config: NormalisedRnnConfig,
  ) {
    this.targets = config.outputs ?? config.hidden;
    this.activation = resolveActivation(config.activation);
    this.parameters = new Block(core, new Layout(rnnTensors(config)), "parameters");
    const { parameters } = this;
    this.weights = RNN_TENSORS.map((name) =>
      parameters.at(parameters.layout.byName.get(name)),
    ) as readonly number[] as RnnAddresses;
    try {
      this.draw();
    } catch (error) {
      parameters.release();
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

  /** Buffers for so many sequences of `time` steps at least; larger ones replace smaller ones. */
  buffers(batch: number): RnnBuffers {
    const { held } = this;
    const rows = Math.max(this.time * batch, held?.rows ?? 0);
    const most = Math.max(batch, held?.batch ?? 0);
    if (held?.rows === rows && held.batch === most) return held;
    held?.release();
    this.held = undefined;
    this.held = rnnBuffers(this.core, this.config, rows, most);
    return this.held;
  }

  /** Copies sequences in; returns how many. @throws GradiometerError BAD_OPTION, BAD_SHAPE, NOT_FINITE */
  stageInput(x: Sequence): number {
    const { values, batch } = this.sequence(x);
    copyInput(this.core, "x.values", values, this.buffers(batch).x);
    return batch;
  }

  stage(x: Sequence, y: Rows, loss: Loss): number {
    const { values, batch } = this.sequence(x);
    const targets = targetRows(y, this.targets, batch);
    const buffers = this.buffers(batch);
    copyInput(this.core, "x.values", values, buffers.x);
    copyTargets(this.core, loss, targets, batch, buffers.y);
    return batch;
  }

  compute(batch: number, loss: Loss): number {
    const buffers = this.buffers(batch);
    this.firstBadLayer = rnnForward(this, buffers, this.time, batch, true);
    return rnnBackward(this, buffers, this.time, batch, loss);
  }

  blame(batch: number, loss: number): Omit<FirstNonFinite, "step"> | null {
    const { core, gradients, firstBadLayer } = this;
    const { hidden, outputs = 0 } = this.config;
    const { h, slope, dOutput } = this.buffers(batch);
    const states = this.time * batch * hidden;
    const bad = (address: number, length: number): boolean => !core.wasm.allFinite(length, address);
    const badGradient = (layer: number): boolean =>
      gradients.layout.slots.some((slot) => this.layerOf(slot) === layer && bad(gradients.at(slot), slot.length));
    const suspects: readonly [boolean, number, FirstNonFinite["tensor"]][] = [
      [firstBadLayer === 0, 0, "u"],
      [bad(h, states), 0, "z"],
      [firstBadLayer === 1, 1, "u"],
      [!Number.isFinite(loss), outputs ? 1 : 0, "loss"],
      [bad(dOutput, batch * outputs), 1, "delta"],
      [badGradient(1), 1, "gradient"],
      [bad(slope, states), 0, "delta"],
      [badGradient(0), 0, "gradient"],
    ];
    const found = suspects.find(([guilty]) => guilty);
    return found ? { layer: found[1], tensor: found[2] } : null;
  }

  layerOf({ name }: Slot): number {
    return name.startsWith("readout") ? 1 : 0;
  }

  dataset(x: Sequence, y: Rows, loss: Loss, most: number): Dataset {
    const { core, config, targets } = this;
    const { inputs } = config;
    const { values, time, batch: count } = this.sequence(x);
    const rows = targetRows(y, targets, count);
    const step = 4 * count * inputs;
    return openDataset(
      core,
      count,
      time * inputs + targets,
      (at) => {
        copyInput(core, "x.values", values, at);
        copyTargets(core, loss, rows, count, at + time * step);
        this.buffers(Math.min(most, count));
      },
      (at, order, batch) => {
        this.time = time;
        const buffers = this.buffers(batch);
        for (let t = 0; t < time; t++) {
          core.wasm.gatherRows(batch, inputs, at + t * step, order, buffers.x + 4 * t * batch * inputs);
        }
        core.wasm.gatherRows(batch, targets, at + time * step, order, buffers.y);
      },
    );
  }

  release(): void {
    this.parameters.release();
    this.gradientBlock?.release();
    this.held?.release();
  }

  /** Each weight matrix from a stream of its own. */
  private draw(): void {
    const { core, config, activation, weights } = this;
    const { inputs, hidden, outputs, init, recurrentInit, seed } = config;
    const [weight, recurrent, bias, readout, readoutBias] = weights;
    const input = { core, seed, index: 0, fanIn: inputs, fanOut: hidden, weight, bias, activation };
    initialise(init, input);
    initialise(recurrentInit, { ...input, index: 1, fanIn: hidden, weight: recurrent });
    if (outputs !== undefined) {
      const last = { index: 2, fanIn: hidden, fanOut: outputs, weight: readout, bias: readoutBias };
      initialise(init, { ...input, ...last, activation: resolveActivation("linear") });
    }
  }

  /** The values of sequences, checked; `time` is theirs from here on. */
  private sequence(x: unknown): { values: Float32Array; time: number; batch: number } {
    if (typeof x !== "object" || x === null || !("values" in x) || !("time" in x)) {
      throw new GradiometerError("BAD_SHAPE", `x: expected a sequence { values, time }, but got ${show(x)}`);
    }
    const { inputs } = this.config;
    const time = checkInteger("x.time", x.time, 1);
    // By steps first, so that nested rows are steps too, and not whole sequences, which lie in another order.
    const values = flatten("x.values", flatten("x.values", x.values, inputs), time * inputs);
    this.time = time;
    return { values, time, batch: values.length / (time * inputs) };
  }
}
