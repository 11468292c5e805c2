import { coreOf } from "../../../core/create.js";
import { normals, Purpose, streamOf } from "../../../core/random.js";
import type { RnnConfig } from "../../../types.js";
import type { Look } from "../../worker/protocol.js";
import type { Measured } from "../measures.js";
import type { ViewValues } from "../values.js";

const HIDDEN = 16;
/** What a linear cell passes back does not depend on its inputs, which are 0 so that h stays finite. Small inputs keep the gates of lstm and gru near where their biases put them. */
const INPUT_STD = 0.1;

/** The net of the last look: what is drawn does not change while another net trains. */
let last: { readonly key: string; readonly values: ViewValues["lag"] } | undefined;

/**
 * ‖∂J/∂h_t‖ along one sequence. The simple cell is linear, so that its law is exact: ρ^(T − t) for ρ times an orthogonal W_h
 * (C20); the gates of lstm and gru have their own activations.
 */
export function measureLag({ lab, net }: Measured, { options }: Look): ViewValues["lag"] {
  const { cell, radius, steps } = options;
  const { seed } = net.config;
  const key = [cell, radius, steps, seed].join();
  if (last?.key === key) return last.values;
  const config: RnnConfig = {
    inputs: 1,
    hidden: HIDDEN,
    outputs: 1,
    cell,
    recurrentInit: radius > 0 ? { kind: "orthogonal", gain: radius } : "zeros",
    seed,
    ...(cell === "simple" && { activation: "linear" }),
  };
  const network = lab.rnn(config);
  try {
    const values = normals(
      coreOf(lab),
      seed,
      streamOf(Purpose.Experiment, 0),
      steps,
      0,
      cell === "simple" ? 0 : INPUT_STD,
    );
    const sequence = { values, time: steps };
    const { hiddenGradientNorms: norms } = network.backward(sequence, [1], "sum-squared-error");
    const theory = new Float64Array(cell === "simple" ? steps : 0);
    let expected = norms[steps - 1]!;
    for (let t = theory.length - 1; t >= 0; t--, expected *= radius) theory[t] = expected;
    last = { key, values: { cell, radius, norms, theory } };
    return last.values;
  } finally {
    network.dispose();
  }
}
