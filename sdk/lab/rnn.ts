import type { Core } from "../core/create.js";
import { checkLoss } from "../nn/loss.js";
import { normaliseRnnConfig } from "../nn/rnnConfig.js";
import { RnnEngine } from "../nn/rnnEngine.js";
import { rnnBackwardWithNorms } from "../nn/rnnNorms.js";
import { rnnForward } from "../nn/rnnPass.js";
import { measureRnnSpectrum } from "../probe/rnnSpectrum.js";
import type {
  Doubles,
  Floats,
  Loss,
  NormalisedRnnConfig,
  Parameter,
  Rnn,
  RnnConfig,
  RnnSpectrum,
  Rows,
  Sequence,
} from "../types.js";
import { LabNetwork } from "./network.js";

/** The public Rnn. */
export class RnnNetwork extends LabNetwork<Sequence, NormalisedRnnConfig, RnnEngine> implements Rnn {
  constructor(core: Core, config: RnnConfig) {
    const normalised = normaliseRnnConfig(config);
    super(normalised, new RnnEngine(core, normalised), { kind: "rnn", config: normalised });
  }

  forward(x: Sequence): { hidden: Floats; output?: Floats } {
    const engine = this.alive();
    const { hidden, outputs } = this.config;
    const batch = engine.stageInput(x);
    const buffers = engine.buffers(batch);
    rnnForward(engine, buffers, engine.time, batch, false);
    const copy = (address: number, length: number) => engine.core.arena.f32(address, length).slice();
    const states = copy(buffers.h, engine.time * batch * hidden);
    return outputs !== undefined
      ? { hidden: states, output: copy(buffers.output, batch * outputs) }
      : { hidden: states };
  }

  backward(x: Sequence, y: Rows, loss: Loss): { loss: number; hiddenGradientNorms: Doubles; gradients: Parameter[] } {
    const engine = this.alive();
    const batch = engine.stage(x, y, checkLoss("loss", loss));
    const buffers = engine.buffers(batch);
    rnnForward(engine, buffers, engine.time, batch, true);
    const { loss: value, norms } = rnnBackwardWithNorms(engine, buffers, engine.time, batch, loss);
    return { loss: value, hiddenGradientNorms: norms, gradients: engine.gradients.copy() };
  }

  spectrum(x: Sequence): RnnSpectrum {
    return measureRnnSpectrum(this.alive(), x);
  }
}
