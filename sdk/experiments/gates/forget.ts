import { type Core, coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { repeatedGain } from "../../theory/products.js";
import type { ForgetBias, Rnn, RnnConfig, Sequence } from "../../types.js";
import { relativeError } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { GatesParameters } from "./parameters.js";

/** The lag at which the printed numbers stand. */
const PRINTED_LAG = 100;
/** Units of a cell whose units are all alike. */
const ALIKE = 4;
/** σ(ln 99) = .99. */
const LN_99 = 4.59511985013459;
/** 1 − σ(40) = 4e-18: no forget gate, as in the first LSTM. */
const OPEN = 40;
const BIASES = [
  { id: "C33.half", name: "0", bias: 0 },
  { id: "C33.one", name: "1", bias: 1 },
  { id: "C33.ln99", name: "ln 99", bias: LN_99 },
  { id: "C33.kept", name: "40: never forgets", bias: OPEN },
] as const;
/** As c = g = 0: h = ½ tanh c, so that every |∂c_T/∂c_0| stands in the spectrum of (h, c) times √(1 + ¼). */
const WITH_H = Math.sqrt(1.25);
/** A unit that keeps this share still says something about what was. */
const KEPT = 0.01;

const sigmoid = (core: Core, x: number): number => 1 / (1 + core.wasm.exp64(-x));

/** The forget gates' biases, as they are in float32. */
function forgetBiases(network: Rnn, hidden: number): Float32Array {
  const found = network.parameters().find(({ name }) => name === "recurrent.bias");
  if (found === undefined) throw new Error("the cell has no bias");
  return found.values.subarray(hidden, 2 * hidden); // i f g o
}

/** C33: an LSTM's cell over many steps is a product of its forget gates. */
export async function measureForgetting(bench: Bench<GatesParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { lag, rest, longest, chronoUnits } = parameters;
  const core = coreOf(lab);
  const weights = rest === "zeros" ? ({ init: "zeros", recurrentInit: "zeros" } as const) : {};
  const stream = streamOf(Purpose.Experiment, 0);
  const sequence = (time: number): Sequence => ({ values: normals(core, seed, stream, time, 0, 1), time });
  const withCell = <T>(hidden: number, forgetBias: ForgetBias, work: (network: Rnn) => T): T => {
    const config: RnnConfig = { inputs: 1, hidden, cell: "lstm", forgetBias, ...weights, seed };
    const network = lab.rnn(config);
    try {
      return work(network);
    } finally {
      network.dispose();
    }
  };
  /** |∂c_T/∂c_0| of every unit, beside the law of its own forget gate; both in falling order. */
  const units = (hidden: number, forgetBias: ForgetBias): (readonly [measured: number, law: number])[] =>
    withCell(hidden, forgetBias, (network) => {
      const { product } = network.spectrum(sequence(lag));
      const laws = Array.from(forgetBiases(network, hidden), (bias) =>
        repeatedGain({ gain: sigmoid(core, bias), count: lag }),
      ).sort((a, b) => b - a);
      return laws.map((law, unit) => [elementAt(product, unit) / WITH_H, law] as const);
    });

  let [exact, backward] = [0, 0];
  const printed: Record<string, number | undefined> = {};
  const overLag: Cell[][] = [];
  const rows: Cell[][] = [];
  for (const [index, { id, name, bias }] of BIASES.entries()) {
    await progress(index, BIASES.length + 1, `forget bias ${name}`);
    const kept = units(ALIKE, bias);
    for (const [measured, law] of kept) exact = Math.max(exact, relativeError(measured, law));
    const [first, law] = elementAt(kept, 0);
    if (lag === PRINTED_LAG) printed[id] = first;
    rows.push([name, sigmoid(core, bias), lag, first, law]);
    const { cellGradientNorms: norms } = withCell(ALIKE, bias, (network) =>
      network.backward(sequence(lag + 1), Array<number>(ALIKE).fill(1), "sum-squared-error"),
    );
    if (norms === undefined) throw new Error("an lstm has a cell");
    for (let k = 0; k <= lag; k++) {
      const share = elementAt(norms, lag - k) / lastOf(norms);
      const theory = repeatedGain({ gain: sigmoid(core, Math.fround(bias)), count: k });
      backward = Math.max(backward, relativeError(share, theory));
      overLag.push([name, k, share, theory]);
    }
  }
  await progress(BIASES.length, BIASES.length + 1, "chrono initialisation");
  const chrono = units(chronoUnits, { kind: "chrono", longest });
  for (const [measured, law] of chrono) exact = Math.max(exact, relativeError(measured, law));
  return {
    tables: [
      table(
        "a cell as a product of forget gates",
        ["forget bias", "σ(b)", ["lag", "steps"], "∂c_T/∂c_0", "σ(b)^T"],
        rows,
      ),
      table("the cell's gradient over lag", ["forget bias", ["lag", "steps"], "∂c_T/∂c_t", "σ(b)^lag"], overLag),
      table(
        "chrono initialisation",
        ["unit", ["lag", "steps"], "∂c_T/∂c_0", "σ(b)^T"],
        chrono.map(([measured, law], unit): Cell[] => [unit + 1, lag, measured, law]),
      ),
    ],
    measured: {
      ...printed,
      "C33.exact": exact,
      "C33.backward": backward,
      "C33.chrono": chrono.filter(([measured]) => measured > KEPT).length / chronoUnits,
    },
  };
}
