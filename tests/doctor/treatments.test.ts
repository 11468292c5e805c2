/**
 * What every remedy makes of nets and data of every kind, and in which words, in tests/golden/treatments.json: for each case what
 * the remedy changed of it. `npx vitest run tests/doctor/treatments.test.ts -u` writes it.
 */
import { expect, it } from "vitest";
import type { Observation } from "../../sdk/doctor/observation.js";
import { type Case, checkWhole } from "../../sdk/doctor/patient.js";
import { remedies } from "../../sdk/doctor/remedies.js";
import { asFile, exactly, short } from "../support/golden.js";

const SGD = { kind: "sgd", learningRate: 0.5 };
const ROWS = 6;

interface Given {
  config?: object;
  training?: object;
  /** Steps of a sequence: then it is a recurrent net. */
  time?: number;
  y?: readonly number[];
}

function caseOf({ config, training, time, y = [0, 1, 4, -2, 1, 1] }: Given): Case {
  const own = time === undefined ? { sizes: [2, 4, 4, 1] } : { inputs: 2, hidden: 4, outputs: 1 };
  const x = Array.from({ length: 2 * ROWS * (time ?? 1) }, (_, index) => (index % 2 === 0 ? (index % 5) - 2 : 3));
  return checkWhole({
    config: { ...own, ...config },
    training: { loss: "mean-squared-error", optimizer: SGD, epochs: 20, ...training },
    data: { x: time === undefined ? x : { values: x, time }, y },
  });
}

const withOutput = (activation: string) => ({ config: { activation: ["relu", "relu", activation] } });
const by = (kind: string, more: object = {}) => ({
  training: { optimizer: { kind, ...(kind !== "rprop" && { learningRate: 0.5 }), ...more } },
});
const binary = { training: { loss: "binary-cross-entropy" } };
const classes = [1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 0];

const CASES: Record<string, Given> = {
  plain: {},
  "sigmoid output": withOutput("sigmoid"),
  "tanh output, two targets of which one is constant": {
    config: { sizes: [2, 4, 2], activation: ["tanh", "tanh"] },
    y: [5, 7, 5, 9, 5, 8, 5, 1, 5, 2, 5, 3],
  },
  "relu output": withOutput("relu"),
  "elu output": withOutput("elu"),
  "selu output, no hidden layer": { config: { sizes: [2, 1], activation: ["selu"] } },
  "classes of different sizes": {
    config: { sizes: [2, 20, 3] },
    training: { loss: "cross-entropy", batch: 2 },
    y: classes,
  },
  "yes and no": { ...binary, y: [0, 1, 1, 0.5, 0.25, 1] },
  "even classes": { ...binary, y: [0, 1, 0, 1, 0, 1] },
  "layer norm, skips": { config: { norm: "layer", skip: "scaled", activation: "leaky-relu" } },
  "batch norm, orthogonal": { config: { norm: "batch", init: "orthogonal", activation: "tanh" } },
  "He, ReLU": { config: { init: "he-normal", activation: "relu" } },
  "orthogonal √2, ReLU": { config: { init: { kind: "orthogonal", gain: Math.SQRT2 }, activation: "relu" } },
  "LSUV, different widths": { config: { sizes: [2, 600, 4, 5, 1], init: "lsuv", initData: [1, 2, -3, 4] } },
  "sigmoid, critical": { config: { init: "critical", activation: "softsign" } },
  Adam: by("adam", { weightDecay: 0.25 }),
  "Adam, falling rate": by("adam", { learningRate: { start: 0.5, decay: 0.9 } }),
  momentum: by("sgd", { momentum: 0.5, weightDecay: 0.25 }),
  signs: by("sign-sgd"),
  Rprop: by("rprop", { initialStep: 0.25, maxStep: 1 }),
  "Rprop, its defaults": by("rprop"),
  RMSprop: by("rmsprop"),
  clipped: { training: { clip: { kind: "norm", limit: 5 }, epochs: 1 } },
  "clipped by value": { training: { clip: { kind: "value", limit: 5 }, epochs: 9, batch: 6 } },
  recurrent: { time: 4 },
  "recurrent, ReLU, no readout": {
    time: 3,
    config: { hidden: 1, outputs: undefined, activation: "relu", recurrentInit: "orthogonal", init: "orthogonal" },
  },
  "LSTM of 128": { time: 3, config: { cell: "lstm", hidden: 128 } },
  "GRU, two steps": { time: 2, config: { cell: "gru", hidden: 127 }, ...by("adam") },
};

/** What is seen of a case: curvature and weights, which rates are derived from. */
const SEEN = { curvature: { before: 3 }, weights: { before: 0.7 } } as unknown as Observation;

type Fields = Record<string, unknown>;

/** What is another in `treated`: of configuration and training, their parts. Long rows are a digest. */
function changed(subject: Fields, treated: Fields): Fields {
  const keys = [...new Set([...Object.keys(subject), ...Object.keys(treated)])].filter(
    (key) => exactly(subject[key]) !== exactly(treated[key]),
  );
  return Object.fromEntries(
    keys.map((key) => {
      const now = treated[key];
      if (key === "config" || key === "training") return [key, changed(subject[key] as Fields, now as Fields)];
      return [key, ArrayBuffer.isView(now) && exactly(now).length > 200 ? short(exactly(now)) : (now ?? null)];
    }),
  );
}

it("every remedy on every kind of case", async () => {
  // Remedy → what it says and changes → the cases.
  const made: Record<string, Record<string, string>> = Object.fromEntries(remedies.map(({ id }) => [id, {}]));
  for (const [name, given] of Object.entries(CASES)) {
    const subject = caseOf(given);
    for (const remedy of remedies) {
      const treated = remedy.apply(subject, SEEN);
      if (treated === null) continue;
      const outcome = `${remedy.change(subject, SEEN)}: ${exactly(changed({ ...subject }, { ...treated }))}`;
      const before = made[remedy.id]![outcome];
      made[remedy.id]![outcome] = before === undefined ? name : `${before}; ${name}`;
    }
  }
  for (const [id, ways] of Object.entries(made)) expect(Object.keys(ways), id).not.toEqual([]);
  await expect(asFile(made)).toMatchFileSnapshot("../golden/treatments.json");
});

it("what is kept out is moved with the rest, and targets that were moved before are moved from there", () => {
  const subject = caseOf(withOutput("sigmoid"));
  const held = { x: Float32Array.of(1, 3), y: Float32Array.of(2), count: 1 };
  const units = [{ mean: 10, std: 4 }];
  const close = (...numbers: number[]): unknown[] => numbers.map((one) => expect.closeTo(one, 9) as unknown);
  const treated = (id: string, from: Case) => remedies.find((one) => one.id === id)!.apply({ ...from, held, units }, null)!; // prettier-ignore
  const made = [
    treated("standardise-inputs", subject),
    treated("standardise-targets", caseOf({})),
    treated("targets-into-range", subject),
  ];
  // The second column is constant.
  const first = [...subject.x].filter((_, index) => index % 2 === 0);
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const spread = (values: readonly number[]) => Math.sqrt(mean(values.map((one) => (one - mean(values)) ** 2)));
  expect([...made[0]!.held!.x]).toEqual([expect.closeTo((1 - mean(first)) / spread(first), 5), 0]);
  const y = [...subject.y];
  expect([...made[1]!.held!.y]).toEqual([expect.closeTo((2 - mean(y)) / spread(y), 5)]);
  const unitOf = ({ units: [one] = [] }: Case) => [one!.mean, one!.std];
  expect(unitOf(made[1]!)).toEqual(close(10 + 4 * mean(y), 4 * spread(y)));
  // From −2 … 4 into 0.1 … 0.9.
  expect([...made[2]!.y].map((one) => Math.round(1e4 * one) / 1e4)).toEqual(y.map((one) => Math.round(1e4 * (0.1 + (0.8 * (one + 2)) / 6)) / 1e4)); // prettier-ignore
  expect(unitOf(made[2]!)).toEqual(close(10 + 4 * -2.75, 30));
});
