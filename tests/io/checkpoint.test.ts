import { createHash } from "node:crypto";
import {
  type Gradiometer,
  load,
  type Optimizer,
  type Trainer,
  type TrainerConfig,
  type TrainerState,
} from "gradiometer";
import { readCheckpoint, readSafetensors, writeCheckpoint, writeSafetensors } from "gradiometer/io";
import { beforeAll, describe, expect, it } from "vitest";
import { fileOf } from "../support/fuzz.js";
import { refusal } from "../support/refusal.js";

let lab: Gradiometer;
let other: Gradiometer;
beforeAll(async () => {
  lab = await load();
  other = await load();
});

const OPTIMIZERS: readonly Optimizer[] = [
  { kind: "sgd", learningRate: 0.1 },
  { kind: "sgd", learningRate: { start: 0.1, decay: 0.99 }, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  { kind: "sign-sgd", learningRate: 0.003, momentum: 0.9 },
  { kind: "rprop" },
  { kind: "rprop", form: "rprop+", maxStep: 0.05 },
  { kind: "adam", learningRate: { start: 0.03, decay: 0.99 }, weightDecay: 0.1 },
  { kind: "rmsprop", learningRate: 0.003 },
];
const X = Float32Array.from({ length: 24 }, (_, i) => ((37 * i) % 101) / 50 - 1);
const Y = Float32Array.from({ length: 16 }, (_, i) => (i % 2 === (i >> 2) % 2 ? 1 : 0));
const SEQUENCE = { values: X, time: 4 };

const training = (optimizer: Optimizer): TrainerConfig => ({
  loss: "mean-squared-error",
  optimizer,
  clip: { kind: "norm", limit: 5 },
});

function steps(trainer: Trainer, count: number): void {
  for (let step = 0; step < count; step++) trainer.step(X, Y);
}

describe("a run that goes on from a file", () => {
  it.each(OPTIMIZERS)("has the bits of one that was not interrupted: mlp, $kind", (optimizer) => {
    const network = lab.mlp({ sizes: [3, 6, 6, 2], skip: "scaled", init: "orthogonal", seed: 3 });
    const trainer = network.trainer(training(optimizer));
    steps(trainer, 5);
    const state = trainer.state();
    const read = readCheckpoint(writeCheckpoint(state)) as TrainerState<"mlp">;
    expect(read).toEqual(state);
    const resumed = other.restore(read);
    expect(resumed.network.hash()).toBe(network.hash());
    steps(trainer, 5);
    steps(resumed.trainer, 5);
    expect(resumed.network.hash()).toBe(network.hash());
    expect(writeCheckpoint(resumed.trainer.state())).toEqual(writeCheckpoint(trainer.state()));
  });

  it.each(OPTIMIZERS)("rnn, $kind", (optimizer) => {
    const network = lab.rnn({ inputs: 3, hidden: 4, outputs: 2, seed: 3 });
    const trainer = network.trainer(training(optimizer));
    for (let step = 0; step < 5; step++) trainer.step(SEQUENCE, Y.subarray(0, 4));
    const resumed = other.restore(readCheckpoint(writeCheckpoint(trainer.state())) as TrainerState<"rnn">);
    for (const each of [trainer, resumed.trainer]) each.step(SEQUENCE, Y.subarray(0, 4));
    expect(resumed.network.hash()).toBe(network.hash());
  });

  it("in the middle of an epoch, with its own data for lsuv and an activation for each layer", async () => {
    const activation = ["elu", { kind: "leaky-relu", alpha: 0.1 }, "linear"] as const;
    const network = lab.mlp({ sizes: [3, 5, 5, 2], init: "lsuv", initData: X, activation, seed: 5 });
    const trainer = network.trainer({ ...training(OPTIMIZERS[1]!), keepLastFinite: true });
    const signal = { aborted: false };
    const options = { epochs: 2, batch: 3, onEpoch: () => void (signal.aborted = true), signal: signal as AbortSignal };
    await expect(trainer.fit(X, Y, options)).rejects.toThrow(/aborted/);
    trainer.step(X, Y);
    const resumed = other.restore(readCheckpoint(writeCheckpoint(trainer.state())) as TrainerState<"mlp">);
    await trainer.fit(X, Y, { epochs: 2, batch: 3 });
    await resumed.trainer.fit(X, Y, { epochs: 2, batch: 3 });
    expect(resumed.network.hash()).toBe(network.hash());
    expect(resumed.trainer.lastFinite()).toEqual(trainer.lastFinite());
  });

  it("keeps what JSON has no number for, and the variant", () => {
    const trainer = lab.mlp({ sizes: [3, 2] }).trainer(training(OPTIMIZERS[0]!));
    const state = trainer.state();
    for (const lossSum of [NaN, Infinity, -Infinity, -0, 5e-324]) {
      const odd: TrainerState = { ...state, variant: "relaxed", rate: Infinity, order: { ...state.order, lossSum } };
      expect(readCheckpoint(writeCheckpoint(odd))).toEqual(odd);
    }
  });
});

describe("a run that diverged", () => {
  const HUGE: readonly Optimizer[] = [
    { kind: "sgd", learningRate: 1e30, momentum: 0.9 },
    { kind: "sign-sgd", learningRate: 3e38 },
    { kind: "rprop", initialStep: 3e38, maxStep: 3e38 },
    { kind: "adam", learningRate: 3e38 },
    { kind: "rmsprop", learningRate: 3e38 },
  ];
  it.each(HUGE)("can be kept, since its state says when it did: $kind", (optimizer) => {
    const network = lab.mlp({ sizes: [3, 4, 2], activation: "linear" });
    const trainer = network.trainer({ loss: "sum-squared-error", optimizer });
    steps(trainer, 6);
    expect(trainer.firstNonFinite).not.toBeNull();
    const state = trainer.state();
    expect(Object.values(state.parameters).some((values) => !values.every(Number.isFinite))).toBe(true);
    const resumed = other.restore(readCheckpoint(writeCheckpoint(state)) as TrainerState<"mlp">);
    expect(resumed.network.hash()).toBe(network.hash());
    expect(resumed.trainer.firstNonFinite).toEqual(trainer.firstNonFinite);
  });

  it("NaN is refused where the state knows of none", () => {
    const state = lab
      .mlp({ sizes: [1, 1] })
      .trainer(training(OPTIMIZERS[0]!))
      .state();
    state.parameters["layers.0.bias"]![0] = NaN;
    expect(() => writeCheckpoint(state)).toThrow(refusal("NOT_FINITE", /state\.parameters\.layers\.0\.bias/));
    const first = { step: 0, layer: 0, tensor: "loss" } as const;
    const forged = altered(writeCheckpoint({ ...state, firstNonFinite: first }), (header) =>
      header.replace(JSON.stringify(JSON.stringify(first)).slice(1, -1), "null"),
    );
    expect(() => readCheckpoint(forged)).toThrow(refusal("BAD_FILE", /layers\.0\.bias.*NaN/));
  });
});

/** A checkpoint with another header, and with the digest that it then must have. */
function altered(bytes: Uint8Array, change: (header: string) => string): Uint8Array {
  const end = 8 + Number(Buffer.from(bytes).readBigUInt64LE());
  const header = Buffer.from(bytes.subarray(8, end)).toString("utf8");
  const changed = change(header);
  expect(changed).not.toBe(header);
  const zeros = changed.replace(/(sha256":")[0-9a-f]{64}/, `$1${"0".repeat(64)}`);
  const file = fileOf(zeros, bytes.subarray(end));
  const digest = createHash("sha256").update(file).digest("hex");
  return fileOf(zeros.replace("0".repeat(64), digest), bytes.subarray(end));
}

describe("readCheckpoint refuses", () => {
  let bytes: Uint8Array;
  beforeAll(() => {
    const trainer = lab.mlp({ sizes: [3, 4, 2] }).trainer(training(OPTIMIZERS[1]!));
    steps(trainer, 2);
    bytes = writeCheckpoint(trainer.state());
  });

  it("a file of which one bit has changed, wherever it is", () => {
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << (at % 8);
      expect(() => readCheckpoint(damaged)).toThrow(refusal("BAD_FILE", /^file: /));
    }
  });

  it("a file that is cut off, or other than a checkpoint", () => {
    for (let length = 0; length < bytes.length; length += 7)
      expect(() => readCheckpoint(bytes.slice(0, length))).toThrow(refusal("BAD_FILE", /^file: /));
    const parameters = writeSafetensors(readSafetensors(bytes).tensors);
    expect(() => readCheckpoint(parameters)).toThrow(refusal("BAD_FILE", /as a checkpoint has them/));
    expect(() => readCheckpoint(fileOf('{"a":1}'))).toThrow(refusal("BAD_FILE", /expected \{/));
    expect(() => readCheckpoint("x" as unknown as Uint8Array)).toThrow(refusal("BAD_OPTION", /bytes/));
  });

  /** What a forger writes for what stands there, and what is said about it. */
  const forgeries: Record<string, [string | RegExp, string, RegExp]> = {
    "a count below 0": ['\\"steps\\":2', '\\"steps\\":-2', /state\.steps/],
    "a count that is a text": ['\\"steps\\":2', '\\"steps\\":\\"2\\"', /state\.steps/],
    "a key of its own": ['\\"steps\\":2', '\\"steps\\":2,\\"stops\\":2', /state\.stops/],
    "a key that comes twice": ['\\"steps\\":2', '\\"steps\\":3,\\"steps\\":2', /JSON as writeCheckpoint writes it/],
    "white space": ['\\"steps\\":2', '\\"steps\\": 2', /JSON as writeCheckpoint writes it/],
    "parameters in the text": ['\\"steps\\":2', '\\"steps\\":2,\\"parameters\\":{}', /JSON as writeCheckpoint/],
    "a prototype": ['\\"steps\\":2', '\\"steps\\":2,\\"__proto__\\":{}', /__proto__/],
    "another format": ["gradiometer-trainer-1", "gradiometer-trainer-2", /state\.format/],
    "another kind of network": ['\\"kind\\":\\"mlp\\"', '\\"kind\\":\\"rnn\\"', /config\.sizes/],
    "another optimizer": ['\\"kind\\":\\"sgd\\"', '\\"kind\\":\\"adam\\"', /optimizer/],
    "fewer slots": ['\\"momentum\\":0.9,\\"nesterov\\":true', '\\"momentum\\":0,\\"nesterov\\":false', /tensors/],
    "larger layers": ["[3,4,2]", "[3,5,2]", /layers\.0\.weight.*expected 15 numbers/],
    "layers that no memory holds": ["[3,4,2]", "[268435456,268435456]", /activation|layers\.0\.weight/],
    "a network of no layers": ["[3,4,2]", "[]", /sizes/],
    "a tensor by another name": ['"slots.momentum.layers.1.bias"', '"slots.momentum.layers.2.bias"', /slots\.momentum/],
    "a tensor of another shape": ['"shape":[3,4]', '"shape":[4,3]', /parameters\.layers\.0\.weight/],
  };
  it.each(Object.entries(forgeries))("%s, though the digest is right", (_what, [from, to, message]) => {
    expect(() => readCheckpoint(altered(bytes, (header) => header.replace(from, to)))).toThrow(
      refusal("BAD_FILE", message),
    );
  });

  it("a text that is no JSON, nested or long beyond measure", () => {
    for (const [text, message] of [
      ["{", /expected JSON/],
      ["[".repeat(60_000) + "]".repeat(60_000), /at most 66\d{3} characters/],
      ["[".repeat(30_000) + "]".repeat(30_000), /gradiometer\.state/],
      [`{${" ".repeat(70_000)}}`, /at most 66\d{3} characters/],
      ["null", /state: expected an object/],
    ] as const) {
      const forged = altered(bytes, (header) => header.replace(/(gradiometer\.state":").*?[^\\]"\}/, `$1${text}"}`));
      expect(() => readCheckpoint(forged)).toThrow(refusal("BAD_FILE", message));
    }
  });
});

describe("writeCheckpoint refuses", () => {
  it("what restore would refuse", () => {
    const state = lab
      .mlp({ sizes: [3, 2] })
      .trainer(training(OPTIMIZERS[1]!))
      .state();
    const { "layers.0.bias": bias, ...rest } = state.parameters;
    const cases: [unknown, string, RegExp][] = [
      [undefined, "BAD_OPTION", /state: expected an object/],
      [{ ...state, rate: -1 }, "BAD_OPTION", /state\.rate/],
      [{ ...state, parameters: rest }, "BAD_SHAPE", /state\.parameters\["layers\.0\.bias"\]: expected 2 numbers/],
      [{ ...state, parameters: { ...state.parameters, more: bias } }, "BAD_OPTION", /state\.parameters\.more/],
      [{ ...state, slots: {} }, "BAD_OPTION", /state\.slots\.momentum/],
    ];
    for (const [given, code, message] of cases)
      expect(() => writeCheckpoint(given as TrainerState)).toThrow(refusal(code, message));
  });
});
