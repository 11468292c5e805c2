import type { Core } from "../core/create.js";
import { checkLoss } from "../nn/loss.js";
import { normaliseMlpConfig } from "../nn/config.js";
import { MlpEngine } from "../nn/mlpEngine.js";
import { backwardPass, forwardPass } from "../nn/pass.js";
import { measureFlow } from "../probe/flow.js";
import { measureJacobian } from "../probe/jacobian.js";
import { measureSpectrum } from "../probe/spectrum.js";
import type {
  Floats,
  Flow,
  Jacobian,
  Loss,
  Mlp,
  MlpConfig,
  NormalisedMlpConfig,
  Parameter,
  Rows,
  Spectrum,
} from "../types.js";
import { LabNetwork } from "./network.js";

/** The public Mlp. */
export class MlpNetwork extends LabNetwork<Rows, NormalisedMlpConfig, MlpEngine> implements Mlp {
  constructor(core: Core, config: MlpConfig) {
    const normalised = normaliseMlpConfig(config);
    super(normalised, new MlpEngine(core, normalised), { kind: "mlp", config: normalised });
  }

  forward(x: Rows): Floats {
    const engine = this.alive();
    const { core, layers, parameters } = engine;
    const { batch, buffers } = engine.stageInput(x);
    forwardPass(core, layers, parameters, buffers, batch, false);
    return core.arena.f32(buffers.z.at(-1) ?? 0, batch * engine.outputs).slice();
  }

  backward(x: Rows, y: Rows, loss: Loss): { loss: number; output: Floats; gradients: Parameter[]; input: Floats } {
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
}
