import { coreOf } from "../../core/create.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { resolveActivation } from "../../nn/activation.js";
import { repeatedGain } from "../../theory/products.js";
import type { ActivationName, Init } from "../../types.js";
import { relativeError } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { RecurrentLagParameters } from "./types.js";

/** The lags at which the printed numbers stand. */
const PRINTED_LAG = 100;
const GAINS = [0.9, 1, 1.1];

interface Net {
  readonly name: string;
  readonly activation: ActivationName;
  readonly recurrentInit: Init;
  /** σ_max(W_h), where it is known. */
  readonly gain: number;
  readonly exact: boolean;
}

/** C20 and the sufficient half of C22: ‖∂J/∂h_t‖ against the lag T − t, one sequence, each net of its own. */
export async function measureLags(bench: Bench<RecurrentLagParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { lag, hidden, exact, gamma } = parameters;
  const core = coreOf(lab);
  const orthogonal = (gain: number): Init => ({ kind: "orthogonal", gain });
  const bounded = (activation: ActivationName, gain: number): Net => ({
    name: `${activation}, ${gain}·Q`,
    activation,
    recurrentInit: orthogonal(gain),
    gain,
    exact: false,
  });
  const nets: Net[] = [
    ...GAINS.map((gain) => ({ ...bounded(exact, gain), exact: true })),
    ...[bounded("tanh", 0.9), bounded("tanh", 1), bounded("tanh", 1.5), bounded("sigmoid", 3.6), bounded("relu", 1)],
  ];
  const time = lag + 1;
  const values = normals(core, seed, streamOf(Purpose.Experiment, 0), time, 0, 1);
  const rows: Cell[][] = [];
  let [worst, share] = [0, 0];
  const printed: Record<string, number | undefined> = {};
  for (const [index, { name, activation, recurrentInit, gain, exact: law }] of nets.entries()) {
    await progress(index, nets.length, name);
    const network = lab.rnn({ inputs: 1, hidden, outputs: 1, activation, recurrentInit, seed });
    try {
      const { hiddenGradientNorms: norms } = network.backward({ values, time }, [1], "sum-squared-error");
      const last = norms[time - 1]!;
      const own = resolveActivation(activation).maxSlope;
      const step = gain * (gamma === "sigmoid" ? resolveActivation("sigmoid").maxSlope : own);
      for (let k = 0; k < time; k++) {
        const ratio = norms[time - 1 - k]! / last;
        const theory = repeatedGain({ gain, count: k });
        if (law) worst = Math.max(worst, relativeError(ratio, theory));
        const before = norms[time - k]! / last;
        if (!law && activation !== "relu" && k > 0 && step < 1) share = Math.max(share, ratio / (step * before));
        if (law && k === PRINTED_LAG) printed[String(gain)] = ratio;
        rows.push([name, law ? "linear law" : activation, k, ratio, law ? theory : null]);
      }
    } finally {
      network.dispose();
    }
  }
  await progress(nets.length, nets.length, "lags");
  return {
    tables: [table("gradient over lag", ["net", "kind", ["lag", "steps"], "‖∂J/∂h_t‖/‖∂J/∂h_T‖", "ρ^lag"], rows)],
    measured: {
      "C20.shrink": printed["0.9"],
      "C20.grow": printed["1.1"],
      "C20.exact": worst,
      "C22.sufficient": share,
    },
  };
}
