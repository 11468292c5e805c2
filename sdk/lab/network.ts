import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { ENGINE, Engine } from "../nn/engine.js";
import type { ConfigOf } from "../nn/kinds.js";
import { OWNS } from "../core/owner.js";
import { NetworkTrainer } from "../nn/trainer.js";
import { checkTrainerConfig } from "../nn/training.js";
import type { KindOf, Network, NetworkKind, Parameter, Trainer, TrainerConfig, TrainerState } from "../types.js";

/** A configuration whose arrays nobody else holds: the rows of "lsuv", which cannot be frozen. All else in it is frozen. */
function withOwnArrays<Config extends object>(config: Config): Config {
  const own = Object.entries(config).map(([key, value]: [string, unknown]) => [
    key,
    value instanceof Float32Array ? value.slice() : value,
  ]);
  return Object.freeze(Object.fromEntries(own)) as Config;
}

/** What all public networks share: they check that they are alive, and hand over to their engine and trainer. */
export abstract class LabNetwork<K extends NetworkKind, X> implements Network<X, ConfigOf<K>> {
  readonly #kind: K;
  /** What a state says of the network, whatever becomes of `config`. */
  readonly #described: ConfigOf<K>;
  #trainer: NetworkTrainer<X> | undefined;
  #engine: Engine<K, X> | undefined;

  protected constructor(
    core: Core,
    kind: K,
    readonly config: ConfigOf<K>,
  ) {
    this.#kind = kind;
    this.#described = withOwnArrays(config);
    this.#engine = new Engine(core, kind, config);
  }

  parameters(): Parameter[] {
    return this.alive().parameters.copy();
  }

  statistics(): Parameter[] {
    const { parameters } = this.alive();
    return parameters.copy(parameters.layout.statistics);
  }

  setParameters(values: Readonly<Record<string, ArrayLike<number>>>): void {
    this.alive().parameters.write("values", values);
  }

  trainer(config: TrainerConfig): Trainer<X> {
    return this.#attach(config);
  }

  /** A trainer that goes on from a state; the parameters are overwritten too. */
  resume(state: TrainerState): Trainer<X> {
    const trainer = this.#attach(state.training);
    this.alive().parameters.write("state.parameters", state.parameters, { all: true, anyNumber: true });
    trainer.resume(state);
    return trainer;
  }

  /** Whether the trainer is this network's, and alive; for probes, which know a network by its public type. */
  [OWNS](trainer: unknown): boolean {
    return this.#trainer !== undefined && this.#trainer === trainer;
  }

  /** For probes that are not public. */
  get [ENGINE](): Engine<K, X> {
    return this.alive();
  }

  hash(): string {
    return this.alive().parameters.hash();
  }

  dispose(): void {
    this.#trainer?.dispose();
    this.#engine?.release();
    this.#engine = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The rate of the trainer's next step, NaN without a trainer. */
  protected get rate(): number {
    return this.#trainer?.rate ?? Number.NaN;
  }

  protected alive(): Engine<K, X> {
    if (this.#engine) return this.#engine;
    throw new GradiometerError("DISPOSED", "network: it was disposed of and cannot be used any more");
  }

  #attach(config: TrainerConfig): NetworkTrainer<X> {
    const engine = this.alive();
    const checked = checkTrainerConfig(config);
    if (this.#trainer)
      throw new GradiometerError("BAD_OPTION", "trainer: this network already has a trainer; call its dispose() first");
    this.#trainer = new NetworkTrainer(engine, checked, {
      seed: this.config.seed,
      // The kind goes with the type of the samples, which the compiler cannot know of a type parameter.
      describe: () =>
        ({ kind: this.#kind, config: withOwnArrays(this.#described) }) as TrainerState<KindOf<X>>["network"],
      alive: () => void this.alive(),
      released: () => {
        this.#trainer = undefined;
      },
    });
    return this.#trainer;
  }
}
