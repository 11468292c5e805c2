import {
  type CellName,
  type Gradiometer,
  type Init,
  load,
  type Parameter,
  type RnnConfig,
  type TrainerConfig,
} from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { CELL_NAMES } from "../../sdk/nn/cells/index.js";
import { drawn, drawn32 } from "../support/kernels.js";
import { refusal } from "../support/refusal.js";

let lab: Gradiometer;
let other: Gradiometer;
beforeAll(async () => {
  lab = await load();
  other = await load();
});

const GATES: Readonly<Record<CellName, number>> = { simple: 1, gru: 3, lstm: 4 };

const tensor = (parameters: readonly Parameter[], name: string): Float32Array =>
  parameters.find((one) => one.name === name)!.values;

/** The block of one gate, [rows, hidden]. */
function block(values: Float32Array, hidden: number, gates: number, gate: number): Float32Array {
  const rows = values.length / (gates * hidden);
  return Float32Array.from({ length: rows * hidden }, (_, i) => {
    const [row, column] = [Math.floor(i / hidden), i % hidden];
    return values[(row * gates + gate) * hidden + column]!;
  });
}

function parametersOf(config: RnnConfig): Parameter[] {
  using network = lab.rnn(config);
  return network.parameters();
}

/** The bias of each gate; no matrix is made orthogonal for it. */
function biases(cell: CellName, more: Partial<RnnConfig> = {}, hidden = 200): Float32Array[] {
  const all = tensor(parametersOf({ inputs: 2, hidden, cell, recurrentInit: "zeros", ...more }), "recurrent.bias");
  return Array.from({ length: GATES[cell] }, (_, gate) => block(all, hidden, GATES[cell], gate));
}

const filled = (value: number, length = 200) => new Float32Array(length).fill(value);

describe("names and shapes", () => {
  it.each(CELL_NAMES)("of a %s cell", (cell) => {
    const columns = GATES[cell] * 5;
    const shapes = parametersOf({ inputs: 3, hidden: 5, outputs: 2, cell }).map(({ name, shape }) => [name, shape]);
    expect(shapes).toEqual([
      ["input.weight", [3, columns]],
      ["recurrent.weight", [5, columns]],
      ["recurrent.bias", [columns]],
      ...(cell === "gru" ? [["candidate.bias", [5]]] : []),
      ["readout.weight", [5, 2]],
      ["readout.bias", [2]],
    ]);
    const bare = parametersOf({ inputs: 3, hidden: 5, cell, bias: false }).map(({ name }) => name);
    expect(bare).toEqual(["input.weight", "recurrent.weight"]);
  });

  it("a configuration shows what it stands for", () => {
    const shared = { inputs: 1, hidden: 2, init: "glorot-uniform", recurrentInit: "orthogonal", bias: true, seed: 0 };
    using simple = lab.rnn({ inputs: 1, hidden: 2 });
    using lstm = lab.rnn({ inputs: 1, hidden: 2, cell: "lstm" });
    using gru = lab.rnn({ inputs: 1, hidden: 2, cell: "gru" });
    expect(simple.config).toEqual({ ...shared, cell: "simple", activation: "tanh" });
    expect(lstm.config).toEqual({ ...shared, cell: "lstm", forgetBias: 1 });
    expect(gru.config).toEqual({ ...shared, cell: "gru", forgetBias: 0 });
  });
});

describe("forgetBias", () => {
  it("is 1 for an LSTM's forget gate and 0 for a GRU's update gate, the other gates have 0", () => {
    expect(biases("lstm")).toEqual([0, 1, 0, 0].map((value) => filled(value)));
    expect(biases("gru")).toEqual([0, 0, 0].map((value) => filled(value)));
    expect(biases("lstm", { forgetBias: -2.5 })).toEqual([0, -2.5, 0, 0].map((value) => filled(value)));
    expect(biases("gru", { forgetBias: 3 })).toEqual([0, 3, 0].map((value) => filled(value)));
    expect(biases("lstm", { forgetBias: 0 })).toEqual([0, 0, 0, 0].map((value) => filled(value)));
  });

  it.each(["lstm", "gru"] as const)(
    "chrono: %s draws ln U(1, longest − 1), an LSTM's input gate has the opposite",
    (cell) => {
      const longest = 100;
      const hidden = 1000;
      const gates = biases(cell, { forgetBias: { kind: "chrono", longest } }, hidden);
      const kept = gates[1]!;
      const top = Math.fround(Math.log(longest - 1));
      expect(kept.every((value) => value >= 0 && value <= top)).toBe(true);
      // exp(b) is uniform: the largest gap between its distribution and a straight line (Kolmogorov), one draw in 10⁶ is beyond 2.7.
      const sorted = Array.from(kept, (value) => (Math.exp(value) - 1) / (longest - 2)).sort((a, b) => a - b);
      const gap = Math.max(...sorted.map((value, i) => Math.abs(value - (i + 0.5) / hidden)));
      expect(gap * Math.sqrt(hidden)).toBeLessThan(2.7);
      expect(Math.max(...kept)).toBeGreaterThan(0.98 * top);
      // Number by number: a difference of 1000 would take vitest minutes to print.
      expect(gates[0]!.every((value, k) => value === (cell === "lstm" ? -kept[k]! : 0))).toBe(true);
      for (const gate of gates.slice(2)) expect(gate.every((value) => value === 0)).toBe(true);
    },
  );

  const bad: [Partial<RnnConfig>, RegExp][] = [
    [{ forgetBias: 1 }, /forgetBias: expected a cell with gates, "lstm" or "gru", but got "simple"/],
    [{ cell: "simple", forgetBias: { kind: "chrono", longest: 9 } }, /forgetBias/],
    [{ cell: "lstm", bias: false, forgetBias: 1 }, /forgetBias: expected bias: true with it, but got false/],
    [{ cell: "gru", bias: false, forgetBias: 0 }, /forgetBias/],
    [{ cell: "lstm", forgetBias: NaN }, /forgetBias.*NaN/],
    [{ cell: "lstm", forgetBias: Infinity }, /forgetBias.*Infinity/],
    [{ cell: "lstm", forgetBias: 1e39 }, /forgetBias.*1e\+39/],
    [{ cell: "lstm", forgetBias: "chrono" as never }, /forgetBias: .*\{ kind: "chrono", longest \}, but got "chrono"/],
    [{ cell: "lstm", forgetBias: { kind: "crono", longest: 9 } as never }, /forgetBias\.kind: expected "chrono"/],
    [{ cell: "lstm", forgetBias: { kind: "chrono" } as never }, /forgetBias\.longest.*undefined/],
    [{ cell: "lstm", forgetBias: { kind: "chrono", longest: 1 } }, /forgetBias\.longest: expected an integer from 2/],
    [{ cell: "lstm", forgetBias: { kind: "chrono", longest: 9.5 } }, /forgetBias\.longest/],
    [{ cell: "lstm", forgetBias: { kind: "chrono", longest: 2 ** 24 + 1 } }, /forgetBias\.longest/],
    [{ cell: "lstm", forgetBias: { kind: "chrono", longest: 9, from: 1 } as never }, /forgetBias\.from/],
    [{ cell: "lstm", activation: "tanh" }, /^activation: leave it out; the gates of the cell "lstm" have their own$/],
    [{ cell: "gru", activation: "relu" }, /^activation: leave it out; the gates of the cell "gru" have their own$/],
    [{ cell: "lstn" as never }, /cell: expected one of simple, lstm, gru, but got "lstn"; did you mean "lstm"\?/],
    [{ cell: "LSTM" as never }, /did you mean "lstm"\?/],
    [{ cell: "GRUCell" as never }, /cell: expected one of simple, lstm, gru/],
    [{ cell: "vanilla" as never }, /did you mean "simple"\?/],
    [{ cell: "elman" as never }, /did you mean "simple"\?/],
    [{ cell: 4 as never }, /cell: expected one of/],
  ];
  it.each(bad)("%j is refused", (more, message) => {
    const { used } = lab.memory();
    expect(() => lab.rnn({ inputs: 1, hidden: 2, ...more })).toThrow(refusal("BAD_OPTION", message));
    expect(lab.memory().used).toBe(used);
  });

  it("lsuv is for multilayer perceptrons, whatever the cell", () => {
    for (const cell of CELL_NAMES)
      for (const more of [{ init: "lsuv" }, { recurrentInit: "lsuv" }] as const)
        expect(() => lab.rnn({ inputs: 1, hidden: 2, cell, ...more })).toThrow(refusal("UNSUPPORTED", /lsuv/));
  });
});

describe.each(CELL_NAMES)("the gates of a %s cell are drawn each by itself", (cell) => {
  const gates = GATES[cell];
  const hidden = 64;
  const draw = (name: "input.weight" | "recurrent.weight", more: Partial<RnnConfig>, inputs = 16): Float32Array[] => {
    const all = tensor(parametersOf({ inputs, hidden, cell, seed: 6, ...more }), name);
    return Array.from({ length: gates }, (_, gate) => block(all, hidden, gates, gate));
  };

  it("each with the numbers of its own shape, [fanIn, hidden]: no two alike", () => {
    const cases: [Init, number][] = [
      ["standard", 1 / Math.sqrt(3 * 16)],
      ["glorot-uniform", Math.sqrt(2 / (16 + hidden))],
      ["glorot-normal", Math.sqrt(2 / (16 + hidden))],
      ["he-uniform", Math.sqrt(2 / 16)],
      ["lecun-normal", Math.sqrt(1 / 16)],
      [{ kind: "normal", std: 0.3 }, 0.3],
      [{ kind: "variance", weight: 2, bias: 0 }, Math.sqrt(2 / 16)],
    ];
    for (const [init, std] of cases) {
      const blocks = draw("input.weight", { init });
      for (const values of blocks) {
        const count = values.length; // 1024: the std of a sample's std is about std/√2048
        const mean = values.reduce((sum, value) => sum + value, 0) / count;
        const found = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
        expect(Math.abs(mean)).toBeLessThan((5 * std) / Math.sqrt(count));
        expect(Math.abs(found / std - 1), JSON.stringify(init)).toBeLessThan(5 / Math.sqrt(2 * count));
      }
      for (const [i, one] of blocks.entries())
        for (const another of blocks.slice(i + 1)) {
          const dot = one.reduce((sum, value, k) => sum + value * another[k]!, 0);
          expect(Math.abs(dot) / (Math.hypot(...one) * Math.hypot(...another))).toBeLessThan(5 / Math.sqrt(one.length));
        }
    }
  });

  it("orthogonal makes every block orthogonal, and identity every block gain · 1", () => {
    for (const gain of [1, 0.5]) {
      for (const q of draw("recurrent.weight", { recurrentInit: { kind: "orthogonal", gain } }))
        for (let i = 0; i < hidden; i++)
          for (let j = 0; j <= i; j++) {
            let dot = 0;
            for (let k = 0; k < hidden; k++) dot += q[i * hidden + k]! * q[j * hidden + k]!;
            expect(Math.abs(dot - (i === j ? gain * gain : 0))).toBeLessThan(1e-6);
          }
      for (const q of draw("recurrent.weight", { recurrentInit: { kind: "identity", gain } }))
        expect(q.every((value, i) => value === (i % (hidden + 1) === 0 ? Math.fround(gain) : 0))).toBe(true);
    }
  });

  it("the first as a net of simple cells draws its only one", () => {
    const simple = parametersOf({ inputs: 16, hidden, seed: 6, outputs: 3 });
    const own = parametersOf({ inputs: 16, hidden, seed: 6, outputs: 3, cell });
    for (const name of ["input.weight", "recurrent.weight"] as const)
      expect(draw(name, { outputs: 3 })[0]).toEqual(tensor(simple, name));
    expect(tensor(own, "readout.weight")).toEqual(tensor(simple, "readout.weight"));
  });
});

describe("IRNN (Le 2015)", () => {
  it("ReLU with W_h = 1: a still net hands every state and gradient on as it is", () => {
    using network = lab.rnn({
      inputs: 1,
      hidden: 6,
      activation: "relu",
      init: { kind: "normal", std: 0.001 },
      recurrentInit: { kind: "identity", gain: 1 },
    });
    network.setParameters({ "input.weight": [1, 2, 3, 4, 5, 6] });
    const time = 300;
    const values = Float32Array.from({ length: time }, (_, t) => (t === 0 ? 1 : 0));
    const { hidden } = network.forward({ values, time });
    expect([...hidden.subarray(-6)]).toEqual([1, 2, 3, 4, 5, 6]);
    const back = network.backward({ values, time }, [0, 0, 0, 0, 0, 0], "sum-squared-error");
    expect(new Set(back.hiddenGradientNorms).size).toBe(1);
    const { product } = network.spectrum({ values, time });
    expect([...product]).toEqual(new Array(6).fill(1));
  });

  it("with a gain: gain^T", () => {
    using network = lab.rnn({
      inputs: 1,
      hidden: 4,
      activation: "relu",
      recurrentInit: { kind: "identity", gain: 0.5 },
      seed: 1,
    });
    network.setParameters({ "input.weight": [1, 1, 1, 1] });
    const values = new Float32Array(100).fill(1);
    for (const log of network.spectrum({ values, time: 100 }).log10Product)
      expect(log).toBeCloseTo(100 * Math.log10(0.5), 10);
  });
});

describe.each(["lstm", "gru"] as const)("training a %s", (cell) => {
  const x = { values: drawn32(2 * 6 * 20, 1), time: 6 };
  const y = drawn(20, 2).map(Math.fround);
  const ADAM: TrainerConfig = {
    loss: "mean-squared-error",
    optimizer: { kind: "adam", learningRate: 0.01 },
    clip: { kind: "norm", limit: 1 },
    keepLastFinite: true,
  };
  const make = (more: Partial<RnnConfig> = {}) => {
    const forgetBias = { kind: "chrono", longest: 6 } as const;
    return lab.rnn({ inputs: 2, hidden: 5, outputs: 1, cell, forgetBias, seed: 2, ...more });
  };

  it("goes on from a state with the same bits, the last finite one too", async () => {
    const network = make();
    const trainer = network.trainer(ADAM);
    const targets = Float32Array.from(y);
    await trainer.fit(x, targets, { epochs: 3, batch: 6 });
    const resumed = other.restore(structuredClone(trainer.state()));
    expect(resumed.network.config).toEqual(network.config);
    expect(resumed.network.hash()).toBe(network.hash());
    await trainer.fit(x, targets, { epochs: 3, batch: 6 });
    await resumed.trainer.fit(x, targets, { epochs: 3, batch: 6 });
    expect(resumed.network.hash()).toBe(network.hash());
    expect(resumed.trainer.state()).toEqual(trainer.state());
    expect(resumed.trainer.lastFinite()).toEqual(trainer.lastFinite());
    expect(resumed.network.forward(x)).toEqual(network.forward(x));
  });

  it("lowers the loss, and every tensor moves", async () => {
    using network = make();
    const before = network.parameters();
    const trainer = network.trainer(ADAM);
    const epochs = await trainer.fit(x, Float32Array.from(y), { epochs: 30 });
    expect(epochs.at(-1)!.loss).toBeLessThan(0.7 * epochs[0]!.loss);
    network.parameters().forEach(({ name, values }, i) => expect(values, name).not.toEqual(before[i]!.values));
  });

  it("hashes every tensor: a change of one number in any is another hash", () => {
    using network = make();
    const hashes = new Set([network.hash()]);
    const parameters = network.parameters();
    for (const { name, values } of parameters) {
      network.setParameters({ [name]: values.map((value, i) => (i === 0 ? value + 1 : value)) });
      hashes.add(network.hash());
      network.setParameters({ [name]: values });
    }
    expect(hashes.size).toBe(parameters.length + 1);
    expect(hashes.has(network.hash())).toBe(true);
  });

  it("names what is not finite, and comes back to where it was", () => {
    using network = make();
    const trainer = network.trainer({ ...ADAM, clip: { kind: "value", limit: 1 }, loss: "sum-squared-error" });
    trainer.step(x, Float32Array.from(y));
    const hash = network.hash();
    network.setParameters({ "readout.weight": [3e38, 3e38, 3e38, 3e38, 3e38] });
    trainer.step(x, Float32Array.from(y));
    expect(trainer.firstNonFinite).toMatchObject({ step: 1, layer: 1 });
    expect(other.restore(trainer.lastFinite()!).network.hash()).toBe(hash);
  });
});
