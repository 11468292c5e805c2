import { checkBoolean, checkFunction, checkInteger, checkKeys, checkNumber, checkSignal } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type {
  Clip,
  Epoch,
  FirstNonFinite,
  FitOptions,
  KindOf,
  Rows,
  Trainer,
  TrainerConfig,
  TrainerState,
} from "../types.js";
import { checkRows } from "./config.js";
import { hasRate, prepareOptimizer, type PreparedOptimizer, rateOf, type Update } from "./optimizer.js";
import { Pacer } from "./pacer.js";
import { Block } from "./parameters.js";
import type { Dataset, Trainable } from "./trainable.js";
import { copyProgress, firstProgress, type Progress, progressOf, STATE_FORMAT } from "./training.js";

/** Added to the norm before dividing by it, as PyTorch's clip_grad_norm_ does. */
const NORM_EPSILON = 1e-6;

const UNCLIPPED = { apply: true, finite: true } as const;

/** What a trainer needs to know of the network around its engine. */
export interface Host<X> {
  readonly seed: number;
  describe(): TrainerState<KindOf<X>>["network"];
  /** Throws DISPOSED when the network is gone. */
  alive(): void;
  released(): void;
}

/** Drives one network; see `Trainer`. */
export class NetworkTrainer<X> implements Trainer<X> {
  readonly #network: Trainable<X>;
  readonly #host: Host<X>;
  #progress: Progress;
  readonly #slots: readonly Block[];
  /** Parameters and slots of the last finite state, with the progress that belongs to them. */
  readonly #kept: { readonly blocks: readonly Block[]; progress: Progress | null } | undefined;
  readonly #work: Update;
  /** Whether loss, gradients and parameters of the last step were all finite. */
  #healthy = true;
  readonly #decay: number;
  readonly #optimizer: PreparedOptimizer;
  #fitting = false;
  #live = true;

  constructor(
    network: Trainable<X>,
    readonly config: TrainerConfig,
    host: Host<X>,
  ) {
    this.#network = network;
    this.#host = host;
    this.#decay = rateOf(config.optimizer).decay;
    this.#optimizer = prepareOptimizer(config.optimizer);
    this.#progress = firstProgress(config);
    const made: Block[] = [];
    const make = (what: string, statistics = false): Block => {
      const block = new Block(network.core, network.parameters.layout, what, statistics);
      made.push(block);
      return block;
    };
    try {
      this.#slots = this.#optimizer.slots.map((name) => make(`optimizer's ${name}`));
      if (config.keepLastFinite) {
        this.#kept = {
          blocks: [network.parameters, ...this.#slots].map((block) => make("last finite state", block.statistics)),
          progress: null,
        };
        this.#keepFinite();
      }
      this.#work = {
        core: network.core,
        length: network.parameters.layout.length,
        parameters: network.parameters.address,
        gradients: network.gradients.address,
        slots: this.#slots.map((slot) => slot.address),
        rate: 0,
        count: 0,
      };
    } catch (error) {
      for (const block of made) block.release();
      throw error;
    }
  }

  get steps(): number {
    return this.#progress.steps;
  }

  get skippedSteps(): number {
    return this.#progress.skippedSteps;
  }

  get clippedFraction(): number {
    const { steps, clippedSteps } = this.#progress;
    return steps === 0 ? 0 : clippedSteps / steps;
  }

  get firstNonFinite(): FirstNonFinite | null {
    return this.#progress.firstNonFinite;
  }

  /** What a plain gradient step of the next update would be multiplied by; 1 for rprop, which has no rate. */
  get rate(): number {
    return this.#progress.rate;
  }

  get learningRate(): number {
    return hasRate(this.config.optimizer) ? this.#progress.rate : Number.NaN;
  }

  set learningRate(value: number) {
    this.#alive();
    if (!hasRate(this.config.optimizer)) {
      const message = `learningRate: ${this.config.optimizer.kind} has step sizes of its own and no learning rate`;
      throw new GradiometerError("UNSUPPORTED", message);
    }
    this.#progress.rate = checkNumber("learningRate", value, "a number ≥ 0", (rate) => rate >= 0);
  }

  step(x: X, y: Rows): number {
    this.#alive();
    const loss = this.#update(this.#network.stage(x, y, this.config.loss));
    this.#keepFinite();
    return loss;
  }

  async fit(x: X, y: Rows, options: FitOptions): Promise<Epoch[]> {
    this.#alive();
    const given = checkKeys("options", options, ["epochs", "batch", "shuffle", "seed", "signal", "onEpoch"]);
    const epochs = checkInteger("epochs", given["epochs"], 0);
    const shuffle = checkBoolean("shuffle", given["shuffle"] ?? true);
    const seed = checkInteger("seed", given["seed"] ?? this.#host.seed, 0);
    const wanted = given["batch"] === undefined ? Number.MAX_SAFE_INTEGER : checkInteger("batch", given["batch"], 1);
    checkSignal("signal", given["signal"]);
    checkFunction("onEpoch", given["onEpoch"]);
    if (this.#fitting) throw new GradiometerError("BAD_OPTION", "fit: the call before has not ended; await it first");
    checkRows("batch", wanted, this.#network.leastBatch);
    const data = this.#network.dataset(x, y, this.config.loss, wanted);
    const pacer = new Pacer(this.#network.core.platform);
    this.#fitting = true;
    try {
      const done: Epoch[] = [];
      for (let index = 0; index < epochs; index++) {
        data.order(shuffle ? { seed, epoch: this.#progress.order.epoch } : null);
        const epoch = await this.#epoch(data, Math.min(wanted, data.count), pacer, options.signal);
        done.push(epoch);
        await options.onEpoch?.(epoch);
        this.#alive();
      }
      return done;
    } finally {
      data.release();
      this.#fitting = false;
    }
  }

  lastFinite(): TrainerState<KindOf<X>> | null {
    this.#alive();
    return this.#kept?.progress ? this.#snapshot(this.#kept.blocks, this.#kept.progress) : null;
  }

  state(): TrainerState<KindOf<X>> {
    this.#alive();
    return this.#snapshot([this.#network.parameters, ...this.#slots], this.#progress);
  }

  /** Takes over a state whose network has been restored already. @throws GradiometerError BAD_SHAPE, BAD_OPTION */
  resume(state: TrainerState): void {
    const progress = progressOf(state);
    const names = this.#optimizer.slots;
    const slots = checkKeys("state.slots", state.slots, names);
    names.forEach((name, index) => {
      this.#slots[index]?.write(`state.slots.${name}`, slots[name], { all: true, anyNumber: true });
    });
    this.#progress = progress;
    this.#healthy = ![this.#network.parameters, ...this.#slots].some((block) => block.firstNonFinite());
    if (this.#kept) this.#kept.progress = null;
    this.#keepFinite();
  }

  dispose(): void {
    if (!this.#live) return;
    this.#live = false;
    for (const block of [...this.#slots, ...(this.#kept?.blocks ?? [])]) block.release();
    this.#host.released();
  }

  #alive(): void {
    if (!this.#live)
      throw new GradiometerError("DISPOSED", "trainer: it was disposed of; make another with network.trainer()");
    this.#host.alive();
  }

  /** One epoch, or the rest of one that was aborted over as many samples. */
  async #epoch(data: Dataset, batch: number, pacer: Pacer, signal: AbortSignal | undefined): Promise<Epoch> {
    const { platform } = this.#network.core;
    const started = platform.now();
    const { order } = this.#progress;
    if (order.samples !== data.count) Object.assign(order, { position: 0, samples: data.count, lossSum: 0 });
    // A sum over the batch adds up over batches; a mean counts by its rows.
    const sums = this.config.loss === "sum-squared-error";
    while (order.position < data.count) {
      if (signal?.aborted) {
        const message = `fit: aborted after ${this.steps} steps; the network is as those steps left it`;
        throw new GradiometerError("ABORTED", message);
      }
      const left = data.count - order.position;
      // A rest that is too small for a step of its own joins the batch before it.
      const rows = left < batch + this.#network.leastBatch ? left : batch;
      data.select(order.position, rows);
      const loss = this.#update(rows);
      order.lossSum += sums ? loss : rows * loss;
      order.position += rows;
      this.#keepFinite();
      if (pacer.due()) {
        await pacer.pause();
        this.#alive();
      }
    }
    const loss = sums ? order.lossSum : order.lossSum / data.count;
    this.#progress.order = { epoch: order.epoch + 1, position: 0, samples: data.count, lossSum: 0 };
    if (this.#kept?.progress && this.#healthy) this.#kept.progress.order = { ...this.#progress.order };
    return { epoch: order.epoch + 1, loss, seconds: (platform.now() - started) / 1000 };
  }

  /** One update from the staged batch; returns the loss before it. */
  #update(batch: number): number {
    const { config } = this;
    const network = this.#network;
    const progress = this.#progress;
    const work = this.#work;
    const loss = network.compute(batch, config.loss);
    let healthy = !network.forwardNonFinite && Number.isFinite(loss);
    if (!healthy) this.#observe(batch, loss);
    const { apply, finite } = config.clip ? this.#clip(config.clip, batch, loss) : UNCLIPPED;
    if (apply) {
      work.rate = progress.rate;
      work.count = progress.steps - progress.skippedSteps + 1;
      const mask = this.#optimizer.update(work);
      if (mask) this.#observe(batch, loss);
      healthy &&= finite && !mask;
    } else {
      healthy = false;
      progress.skippedSteps++;
    }
    progress.rate *= this.#decay;
    progress.steps++;
    this.#healthy = healthy;
    return loss;
  }

  /** Clips the gradients in place. */
  #clip(clip: Clip, batch: number, loss: number): { apply: boolean; finite: boolean } {
    const { wasm } = this.#network.core;
    const { length, gradients } = this.#work;
    if (clip.kind === "value") {
      // Clipping hides infinities, so they are looked for first.
      const finite = wasm.allFinite(length, gradients) !== 0;
      if (!finite) this.#observe(batch, loss);
      this.#progress.clippedSteps += wasm.clipByValue(length, gradients, clip.limit);
      return { apply: true, finite };
    }
    const norm = Math.sqrt(wasm.sumOfSquares(length, gradients));
    if (!Number.isFinite(norm)) {
      this.#observe(batch, loss);
      return { apply: false, finite: false };
    }
    const factor = clip.limit / (norm + NORM_EPSILON);
    if (factor < 1) {
      wasm.scale(length, factor, gradients, gradients);
      this.#progress.clippedSteps++;
    }
    return { apply: true, finite: true };
  }

  /** Remembers what became non-finite first, the first time that anything does. */
  #observe(batch: number, loss: number): void {
    const progress = this.#progress;
    const network = this.#network;
    if (progress.firstNonFinite) return;
    const named = (blocks: readonly Block[], tensor: FirstNonFinite["tensor"]) => {
      const slot = blocks.map((block) => block.firstNonFinite()).find((found) => found !== undefined);
      return slot && { layer: network.layerOf(slot), tensor };
    };
    // A gradient whose square overflows is finite itself, and stands in a slot as infinite from then on.
    const found =
      network.blame(batch, loss) ?? named([network.parameters], "parameter") ?? named(this.#slots, "gradient");
    if (found) progress.firstNonFinite = { step: progress.steps, ...found };
  }

  /** Keeps the state, with keepLastFinite, when the last step left everything finite. */
  #keepFinite(): void {
    const kept = this.#kept;
    if (!kept || !this.#healthy) return;
    [this.#network.parameters, ...this.#slots].forEach((block, index) => kept.blocks[index]?.copyFrom(block));
    kept.progress = copyProgress(this.#progress);
  }

  #snapshot(blocks: readonly Block[], progress: Progress): TrainerState<KindOf<X>> {
    const [parameters, ...slots] = blocks;
    const names = this.#optimizer.slots;
    const { clippedSteps, ...rest } = copyProgress(progress);
    return {
      format: STATE_FORMAT,
      variant: this.#network.core.variant,
      network: this.#host.describe(),
      training: this.config,
      parameters: parameters?.record() ?? {},
      slots: Object.fromEntries(names.map((name, index) => [name, slots[index]?.record() ?? {}])),
      clippedSteps,
      ...rest,
    };
  }
}
