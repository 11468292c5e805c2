import type { Core } from "../core/create.js";
import { checkLoss } from "../nn/loss.js";
import { normaliseRnnConfig } from "../nn/rnnConfig.js";
import { measureStateGradients } from "../probe/stateGradients.js";
import { measureRnnSpectrum } from "../probe/rnnSpectrum.js";
import type { Floats, Loss, Rnn, RnnConfig, RnnSpectrum, Rows, Sequence } from "../types.js";
import { LabNetwork } from "./network.js";

/** The public Rnn. */
export class RnnNetwork extends LabNetwork<"rnn", Sequence> implements Rnn {
  constructor(core: Core, config: RnnConfig) {
    super(core, "rnn", normaliseRnnConfig(config));
  }

  forward(x: Sequence): { hidden: Floats; output?: Floats } {
    const engine = this.alive();
    const { hidden: units, outputs } = this.config;
    const { batch, buffers, plan } = engine.stageInput(x);
    plan.forward(batch, engine.time);
    const copy = (address: number, length: number) => engine.core.arena.f32(address, length).slice();
    const hidden = copy(buffers.of(engine.graph.layers[0]!.ops[0]!, "h"), engine.time * batch * units);
    return outputs === undefined ? { hidden } : { hidden, output: copy(plan.output, batch * outputs) };
  }

  backward(x: Sequence, y: Rows, loss: Loss): ReturnType<Rnn["backward"]> {
    const engine = this.alive();
    const { core, graph } = engine;
    const batch = engine.stage(x, y, checkLoss("loss", loss));
    const { time } = engine;
    const count = time * batch * graph.inputs;
    return core.arena.scratch(4 * count, "gradient of the input", (inputGradient) => {
      const plan = engine.plan(batch, { inputGradient });
      plan.forward(batch, time);
      const { hidden, cell } = measureStateGradients(engine, plan, batch, loss);
      const value = plan.backward(batch, time, loss);
      return {
        loss: value,
        hiddenGradientNorms: hidden,
        ...(cell && { cellGradientNorms: cell }),
        gradients: engine.gradients.copy(),
        input: core.arena.f32(inputGradient, count).slice(),
      };
    });
  }

  spectrum(x: Sequence): RnnSpectrum {
    return measureRnnSpectrum(this.alive(), x);
  }
}
