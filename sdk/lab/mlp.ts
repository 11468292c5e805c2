import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { checkLoss } from "../nn/loss.js";
import { normaliseMlpConfig } from "../nn/config.js";
import { MlpEngine } from "../nn/engine.js";
import { backwardPass, forwardPass } from "../nn/pass.js";
import { NetworkTrainer } from "../nn/trainer.js";
import { checkTrainerConfig } from "../nn/training.js";
import { measureFlow } from "../probe/flow.js";
import { measureJacobian } from "../probe/jacobian.js";
import { measureSpectrum } from "../probe/spectrum.js";
import type {
  Flow,
  Jacobian,
  Loss,
  Mlp,
  MlpConfig,
  NormalisedMlpConfig,
  Parameter,
  Rows,
  Spectrum,
  Trainer,
  TrainerConfig,
  TrainerState,
} from "../types.js";
import { badOption } from "../core/check.js";

/** The public Mlp: checks that it is alive, and hands over to the engine, the trainer and the probe. */
export class MlpNetwork implements Mlp {
  readonly config: NormalisedMlpConfig;
  private engine: MlpEngine | undefined;
  private current: NetworkTrainer<Rows> | undefined;

  constructor(core: Core, config: MlpConfig) {
    this.config = normaliseMlpConfig(config);
    this.engine = new MlpEngine(core, this.config);
  }

  parameters(): Parameter[] {
    return this.alive().parameters.copy();
  }

  setParameters(values: Readonly<Record<string, ArrayLike<number>>>): void {
    this.alive().parameters.write("values", values);
  }

  forward(x: Rows): Float32Array {
    const engine = this.alive();
    const { core, layers, parameters } = engine;
    const { batch, buffers } = engine.stageInput(x);
    forwardPass(core, layers, parameters, buffers, batch, false);
    return core.arena.f32(buffers.z.at(-1) ?? 0, batch * engine.outputs).slice();
  }

  backward(
    x: Rows,
    y: Rows,
    loss: Loss,
  ): { loss: number; output: Float32Array; gradients: Parameter[]; input: Float32Array } {
    const engine = this.alive();
    const { core, layers, parameters, gradients } = engine;
    const batch = engine.stage(x, y, checkLoss("loss", loss));
    const buffers = engine.buffers(batch, true);
    forwardPass(core, layers, parameters, buffers, batch, true);
    const output = core.arena.f32(buffers.z.at(-1) ?? 0, batch * engine.outputs).slice();
    const value = backwardPass(core, layers, parameters, gradients, buffers, batch, loss, true);
    const input = core.arena.f32(buffers.dz, batch * engine.inputs).slice();
    return { loss: value, output, gradients: gradients.copy(), input };
  }

  flow(x: Rows, y: Rows, loss: Loss, options: { bins?: number } = {}): Flow {
    const rate = this.current?.rate ?? Number.NaN;
    return measureFlow(this.alive(), x, y, checkLoss("loss", loss), options, rate);
  }

  jacobian(x: ArrayLike<number>, layers?: { from: number; to: number }): Jacobian {
    return measureJacobian(this.alive(), x, layers);
  }

  spectrum(x: ArrayLike<number>): Spectrum {
    return measureSpectrum(this.alive(), x);
  }

  trainer(config: TrainerConfig): Trainer {
    return this.attach(config);
  }

  /** A trainer that goes on from a state; the parameters are overwritten too. */
  resume(state: TrainerState): Trainer {
    const trainer = this.attach(state.training);
    this.alive().parameters.write("state.parameters", state.parameters, { all: true, anyNumber: true });
    trainer.resume(state);
    return trainer;
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

  private attach(config: TrainerConfig): NetworkTrainer<Rows> {
    const engine = this.alive();
    const checked = checkTrainerConfig(config);
    if (this.current) throw badOption("trainer", "one trainer at a time: dispose of the first", "a second");
    this.current = new NetworkTrainer(engine, checked, {
      seed: this.config.seed,
      describe: () => ({ kind: "mlp", config: this.config }),
      alive: () => void this.alive(),
      released: () => {
        this.current = undefined;
      },
    });
    return this.current;
  }

  private alive(): MlpEngine {
    if (this.engine) return this.engine;
    throw new GradiometerError("DISPOSED", "network: expected a live network, but it was disposed");
  }
}
