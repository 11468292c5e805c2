import { badOption } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { OWNS } from "../core/owner.js";
import type { Trainable } from "../nn/trainable.js";
import { NetworkTrainer } from "../nn/trainer.js";
import { checkTrainerConfig } from "../nn/training.js";
import type { KindOf, Network, Parameter, Trainer, TrainerConfig, TrainerState } from "../types.js";

/** A description whose arrays nobody else holds: the rows of "lsuv", which cannot be frozen. All else in it is frozen. */
function withOwnArrays<Described extends { readonly config: object }>(described: Described): Described {
  const own = Object.entries(described.config).map(([key, value]: [string, unknown]) => [
    key,
    value instanceof Float32Array ? value.slice() : value,
  ]);
  return { ...described, config: Object.freeze(Object.fromEntries(own)) as Described["config"] };
}

/** What all public networks share: they check that they are alive, and hand over to their engine and trainer. */
export abstract class LabNetwork<
  X,
  Config extends { readonly seed: number },
  Engine extends Trainable<X> & { release(): void },
> implements Network<X, Config> {
  protected current: NetworkTrainer<X> | undefined;
  private engine: Engine | undefined;
  private readonly described: TrainerState<KindOf<X>>["network"];

  protected constructor(
    readonly config: Config,
    engine: Engine,
    described: TrainerState<KindOf<X>>["network"],
  ) {
    this.engine = engine;
    this.described = withOwnArrays(described);
  }

  parameters(): Parameter[] {
    return this.alive().parameters.copy();
  }

  setParameters(values: Readonly<Record<string, ArrayLike<number>>>): void {
    this.alive().parameters.write("values", values);
  }

  trainer(config: TrainerConfig): Trainer<X> {
    return this.attach(config);
  }

  /** A trainer that goes on from a state; the parameters are overwritten too. */
  resume(state: TrainerState): Trainer<X> {
    const trainer = this.attach(state.training);
    this.alive().parameters.write("state.parameters", state.parameters, { all: true, anyNumber: true });
    trainer.resume(state);
    return trainer;
  }

  /** Whether the trainer is this network's, and alive; for probes, which know a network by its public type. */
  [OWNS](trainer: unknown): boolean {
    return this.current !== undefined && this.current === trainer;
  }

  hash(): string {
    return this.alive().parameters.hash();
  }

  dispose(): void {
    this.current?.dispose();
    this.engine?.release();
    this.engine = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  protected alive(): Engine {
    if (this.engine) return this.engine;
    throw new GradiometerError("DISPOSED", "network: expected a live network, but it was disposed");
  }

  private attach(config: TrainerConfig): NetworkTrainer<X> {
    const engine = this.alive();
    const checked = checkTrainerConfig(config);
    if (this.current) throw badOption("trainer", "one trainer at a time: dispose of the first", "a second");
    this.current = new NetworkTrainer(engine, checked, {
      seed: this.config.seed,
      describe: () => withOwnArrays(this.described),
      alive: () => void this.alive(),
      released: () => {
        this.current = undefined;
      },
    });
    return this.current;
  }
}
