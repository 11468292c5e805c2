import type { Core } from "../core/create.js";
import { checkLoss } from "../nn/loss.js";
import { normaliseMlpConfig } from "../nn/config.js";
import { measureCorrelations } from "../probe/correlations.js";
import { type FlowOptions, measureFlow } from "../probe/flow.js";
import { measureJacobian } from "../probe/jacobian.js";
import { measureSpectrum } from "../probe/spectrum.js";
import type {
  Correlations,
  Floats,
  Flow,
  Jacobian,
  Loss,
  Mlp,
  MlpConfig,
  Parameter,
  Rows,
  Spectrum,
} from "../types.js";
import { LabNetwork } from "./network.js";

/** The public Mlp. */
export class MlpNetwork extends LabNetwork<"mlp", Rows> implements Mlp {
  constructor(core: Core, config: MlpConfig) {
    super(core, "mlp", normaliseMlpConfig(config));
  }

  forward(x: Rows): Floats {
    const engine = this.alive();
    const { batch, plan } = engine.stageInput(x);
    plan.forward(batch, 1);
    return engine.core.arena.f32(plan.output, batch * engine.graph.outputs).slice();
  }

  backward(x: Rows, y: Rows, loss: Loss): { loss: number; output: Floats; gradients: Parameter[]; input: Floats } {
    const engine = this.alive();
    const { core, graph } = engine;
    const batch = engine.stage(x, y, checkLoss("loss", loss));
    const { buffers } = engine.ready(batch, true);
    const plan = engine.plan(batch, { inputGradient: buffers.dz });
    plan.forward(batch, 1);
    const output = core.arena.f32(plan.output, batch * graph.outputs).slice();
    const value = plan.backward(batch, 1, loss);
    const input = core.arena.f32(buffers.dz, batch * graph.inputs).slice();
    return { loss: value, output, gradients: engine.gradients.copy(), input };
  }

  flow(x: Rows, y: Rows, loss: Loss, options: FlowOptions = {}): Flow {
    return measureFlow(this.alive(), x, y, checkLoss("loss", loss), options, this.rate);
  }

  correlations(x: Rows): Correlations {
    return measureCorrelations(this.alive(), x);
  }

  jacobian(x: ArrayLike<number>, layers?: { from: number; to: number }): Jacobian {
    return measureJacobian(this.alive(), x, layers);
  }

  spectrum(x: ArrayLike<number>): Spectrum {
    return measureSpectrum(this.alive(), x);
  }
}
