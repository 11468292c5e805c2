import { coreOf } from "../../core/create.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { singularValues } from "../../probe/spectrumValues.js";
import { standardError } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { RecurrentLagParameters } from "./types.js";

/** Streams of the inputs, out of the way of the other parts'. */
const FIRST_STREAM = 1_000_000;
/** Draws between two reports. */
const REPORTED = 5;

/** C22's other half: recurrent weights of norm 8, orthogonal and Gaussian. Do gradients explode? */
export async function measureDraws(bench: Bench<RecurrentLagParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { norm, normActivation: activation, draws, drawHidden: hidden, drawSteps: time } = parameters;
  const core = coreOf(lab);
  const rows: Cell[][] = [];
  const shares: Record<"gaussian" | "orthogonal", number> = { gaussian: 0, orthogonal: 0 };
  for (const [place, kind] of (["gaussian", "orthogonal"] as const).entries()) {
    for (let draw = 0; draw < draws; draw++) {
      if (draw % REPORTED === 0) await progress(place * draws + draw, 2 * draws, `${kind} W_h of norm ${norm}`);
      const values = normals(core, seed, streamOf(Purpose.Experiment, FIRST_STREAM + draw), time, 0, 1);
      const network = lab.rnn({
        inputs: 1,
        hidden,
        activation,
        recurrentInit: kind === "orthogonal" ? { kind, gain: norm } : { kind: "normal", std: 1 },
        seed: seed * draws + draw,
      });
      try {
        if (kind === "gaussian") {
          const weight = network.parameters().find(({ name }) => name === "recurrent.weight")!.values;
          const factor = norm / singularValues(core, hidden, hidden, weight).values[0]!;
          network.setParameters({ "recurrent.weight": weight.map((value) => value * factor) });
        }
        const decades = network.spectrum({ values, time }).log10Product[0]!;
        if (decades > 0) shares[kind] += 1 / draws;
        rows.push([kind, draw + 1, decades, decades > 0 ? "explodes" : "does not"]);
      } finally {
        network.dispose();
      }
    }
  }
  await progress(2 * draws, 2 * draws, "done");
  const summary = (["gaussian", "orthogonal"] as const).map((kind) => [
    kind,
    shares[kind],
    standardError(Math.min(shares[kind], 1), draws),
  ]);
  return {
    tables: [
      table(`σ_max(W_h) = ${norm}: share that explodes`, ["W_h", "share", "standard error"], summary),
      table(`σ_max(W_h) = ${norm}: every draw`, ["W_h", "draw", ["log₁₀ ‖∂h_T/∂h₀‖", "decades"], "verdict"], rows),
    ],
    measured: {
      "C22.necessary": round(shares.gaussian),
      "C22.gaussian": round(shares.gaussian),
      "C22.orthogonal": round(shares.orthogonal),
    },
  };

  /** A sum of 1/draws is not exactly a count over draws. */
  function round(share: number): number {
    return Math.round(share * draws) / draws;
  }
}
