import { coreOf } from "../../core/create.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { resolveActivation } from "../../nn/activation.js";
import type { Rnn } from "../../types.js";
import { median, relativeError } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import { product, relativeDistance, scaleRows, spectralNorm, type Square, transposed } from "./matrices.js";
import type { RecurrentLagParameters } from "./types.js";

/** Streams of the inputs: one for each small net, behind that of the lags. */
const FIRST_STREAM = 1;
/** W_h ~ N(0, 1/n), W_x ~ N(0, 1): how far wrong C21 is depends on how differently the units saturate. */
const DRAWN = { init: { kind: "normal", std: 1 }, recurrentInit: { kind: "variance", weight: 1, bias: 0 } } as const;

const valuesOf = (network: Rnn, name: string): Float64Array =>
  Float64Array.from(network.parameters().find((one) => one.name === name)!.values);

/** φ' of every unit at every step, from h: 1 − h² and h(1 − h) are exact enough at the sizes that h has here. */
function slopes(activation: string, hidden: Float32Array): Float64Array {
  if (activation === "linear") return new Float64Array(hidden.length).fill(1);
  return Float64Array.from(hidden, (h) => (activation === "tanh" ? 1 - h * h : h * (1 - h)));
}

/** C20's product, factor by factor, and C21: what becomes of it when W_h is taken out. */
export async function measureProducts(bench: Bench<RecurrentLagParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { smallHidden: n, smallSteps: steps, smallActivation: activation, nets, order, gamma } = parameters;
  const core = coreOf(lab);
  const maxSlope = resolveActivation(gamma === "own" ? activation : "sigmoid").maxSlope;
  const rows: Cell[][] = [];
  let [wrongNorm, share] = [0, 0];
  for (let net = 0; net < nets; net++) {
    await progress(net, nets, `small net ${net + 1}`);
    const values = normals(core, seed, streamOf(Purpose.Experiment, FIRST_STREAM + net), steps + 1, 0, 1);
    const x = { values, time: steps + 1 };
    const netSeed = seed * nets + net;
    const network = lab.rnn({ inputs: 1, hidden: n, outputs: 1, activation, ...DRAWN, seed: netSeed });
    try {
      const phi = slopes(activation, network.forward(x).hidden);
      const slopeAt = (t: number): Float64Array => phi.subarray(t * n, (t + 1) * n);
      const back = transposed({ n, values: valuesOf(network, "recurrent.weight") });
      const { hiddenGradientNorms: norms } = network.backward(x, [1], "sum-squared-error");

      // ∂J/∂h as a row, from the readout's column; its length does not matter
      let gradient: Float64Array = valuesOf(network, "readout.weight");
      const length = (): number => Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
      const start = length();
      for (let k = 1; k <= steps; k++) {
        const t = order === "forward" ? steps + 1 - k : k;
        gradient = timesRow(gradient, scaleRows(back, slopeAt(t)));
        wrongNorm = Math.max(wrongNorm, relativeError(length() / start, norms[steps - k]! / norms[steps]!));
      }

      let whole: Square = scaleRows(back, slopeAt(steps));
      let powers: Square = back;
      let diagonal: Float64Array = slopeAt(steps).slice();
      for (let t = steps - 1; t >= 1; t--) {
        whole = product(whole, scaleRows(back, slopeAt(t)));
        powers = product(powers, back);
        diagonal = diagonal.map((value, unit) => value * slopeAt(t)[unit]!);
      }
      const takenOut = scaleRows(powers, diagonal);
      const error = relativeDistance(takenOut, whole);
      const norm = spectralNorm(core, whole);
      let bound = 1;
      for (let k = 0; k < steps; k++) bound *= spectralNorm(core, back) * maxSlope;
      share = Math.max(share, norm / bound);
      rows.push([net + 1, norm, spectralNorm(core, takenOut), error, bound]);
    } finally {
      network.dispose();
    }
  }
  const errors = median(rows.map((row) => Number(row[3])));
  return {
    tables: [
      table(
        `∂h_T/∂h_{T−${steps}}: in order, and with W_h taken out`,
        ["net", "norm", "norm with W_h taken out", "relative error", "bound on the norm"],
        rows,
      ),
    ],
    measured: {
      "C20.product": wrongNorm,
      "C21.taken-out": errors,
      "C21.order-one": errors,
      "C21.norms": share,
    },
  };
}

function timesRow(row: Float64Array, { n, values }: Square): Float64Array {
  const out = new Float64Array(n);
  row.forEach((factor, i) => {
    for (let j = 0; j < n; j++) out[j]! += factor * values[i * n + j]!;
  });
  return out;
}
