/**
 * Calls of all public entries with right and wrong arguments: whatever comes, an error is a GradiometerError with a code, all is
 * as it was after it, and nothing is left in memory.
 *
 *     npm run fuzz:calls [-- --calls N] [-- --seed N]        100,000 and 1 by default
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { GradiometerError, load } from "gradiometer";
import * as data from "gradiometer/data";
import { preflight, trace } from "gradiometer/doctor";
import { run } from "gradiometer/experiments";
import { figure, figuresOf, notebook, page } from "gradiometer/figure";
import { published, reproduce } from "gradiometer/hashes";
import * as io from "gradiometer/io";
import { load as loadModule } from "gradiometer/module";
import * as theory from "gradiometer/theory";

/** mulberry32: integers below n. */
function generator(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

class Sample {
  value = 1;
}

/** What may stand where something else should. No large number: what takes long because it was asked for is no fault. */
const WRONG = [
  ...[undefined, null, NaN, Infinity, -Infinity, -1, 0, -0, 1, 1.5, 3, "", "x", "tanh", "NaN", true, false],
  ...[[], [[]], [1], [1, 2], [NaN, 1], [[1, 2], [3]], ["1", "2"], [undefined, 1], new Array(2), [null, null]],
  ...[{}, { length: 2 }, { kind: "x" }, { kind: "sgd" }, { from: 0 }, Object.create(null), new Sample(), new Map()],
  ...[() => 1, () => Promise.resolve(1), Promise.resolve(1), Symbol("x"), 1n, new Date(0), new Error("x"), /x/],
  ...[new Float32Array(0), new Float32Array(2), new Float64Array([NaN, 1]), new Uint8Array(3), new BigInt64Array(2)],
  ...[new DataView(new ArrayBuffer(8)), new ArrayBuffer(8), new Float32Array(new SharedArrayBuffer(8))],
];

/** The same arguments with something wrong in one place, at any depth. */
function spoilt(value, random, depth = 0) {
  const members = Array.isArray(value)
    ? [...value.keys()]
    : typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
      ? Object.keys(value)
      : [];
  if (members.length === 0 || (depth > 0 && random(3) === 0)) return WRONG[random(WRONG.length)];
  const at = members[random(members.length)];
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (depth > 0 && !Array.isArray(value) && random(6) === 0) copy[`${at}s`] = copy[at];
  else copy[at] = spoilt(value[at], random, depth + 1);
  return copy;
}

const axis = { label: "x" };
const quick = { ...published[0], epochs: 1 };
const sgd = { kind: "sgd", learningRate: 0.1, momentum: 0.5 };
const training = { loss: "mean-squared-error", optimizer: sgd, clip: { kind: "norm", limit: 1 } };
const lines = {
  kind: "lines",
  title: "t",
  description: "d",
  x: axis,
  y: axis,
  series: [{ name: "s", x: [1, 2], y: [1, 2] }],
};

/** What theory's functions take. */
const THEORY = {
  meanField: [{ activation: "tanh", weightVariance: 1.5, biasVariance: 0.05 }],
  criticalPoint: [{ activation: "tanh", biasVariance: 0.05 }],
  newmanExponents: [5],
  fussCatalanEdge: [3],
  dyingRelu: [{ width: 3, depth: 4 }],
  haninMoment: [[3, 4]],
  saxeTime: [{ strength: 2, start: 0.01, end: 1, tau: 1 }],
  isometryVariance: [{ activation: "tanh", weights: "orthogonal", depth: 10, q: 1 }],
  gradientCorrelation: [5],
};

/** Everything that can be called: its name, and what it does with arguments; `fresh` arguments are made for each call. */
async function calls() {
  const lab = await load();
  const result = await run(lab, "regression-net");
  const module = await WebAssembly.compile(await readFile(new URL("../dist/gradiometer.wasm", import.meta.url)));
  const mlp = lab.mlp({ sizes: [2, 3, 1], seed: 1 });
  const rnn = lab.rnn({ inputs: 2, hidden: 3, outputs: 1, seed: 2 });
  const trainers = [mlp.trainer(training), rnn.trainer(training)];
  const [rows, sequence, y] = [[[1, 2]], { values: [1, 2, 3, 4], time: 2 }, [1]];
  trainers[0].step(rows, y);
  trainers[1].step(sequence, y);
  const made = (network) => network.dispose();
  const named = (network) => Object.fromEntries(network.parameters().map(({ name, values }) => [name, [...values]]));
  const state = () => ({ ...trainers[0].state() });
  const list = {
    mlp: [
      () => [{ sizes: [2, 3, 1], activation: "relu", init: { kind: "normal", std: 1 }, skip: "none" }],
      (...a) => made(lab.mlp(...a)),
    ],
    rnn: [() => [{ inputs: 2, hidden: 3, outputs: 1, activation: "tanh", seed: 1 }], (...a) => made(lab.rnn(...a))],
    forward: [() => [rows], (...a) => mlp.forward(...a)],
    backward: [() => [rows, y, "mean-squared-error"], (...a) => mlp.backward(...a)],
    flow: [() => [rows, y, "mean-squared-error", { bins: 3 }], (...a) => mlp.flow(...a)],
    jacobian: [() => [[1, 2], { from: 0, to: 1 }], (...a) => mlp.jacobian(...a)],
    spectrum: [() => [[1, 2]], (...a) => mlp.spectrum(...a)],
    setParameters: [() => [named(mlp)], (...a) => mlp.setParameters(...a)],
    step: [() => [rows, y], (...a) => trainers[0].step(...a)],
    fit: [() => [rows, y, { epochs: 1, batch: 1, shuffle: true, seed: 1 }], (...a) => trainers[0].fit(...a)],
    restore: [() => [state()], (...a) => made(lab.restore(...a).network)],
    "trainer of a fresh net": [() => [training], (...a) => { const net = lab.mlp({ sizes: [2, 1] }); try { net.trainer(...a); } finally { net.dispose(); } }], // prettier-ignore
    "rnn.forward": [() => [sequence], (...a) => rnn.forward(...a)],
    "rnn.backward": [() => [sequence, y, "mean-squared-error"], (...a) => rnn.backward(...a)],
    "rnn.spectrum": [() => [sequence], (...a) => rnn.spectrum(...a)],
    "rnn.step": [() => [sequence, y], (...a) => trainers[1].step(...a)],
    load: [() => [{ variant: "simd" }], (...a) => load(...a)],
    "load of a module": [() => [{ variant: "simd", module }], (...a) => loadModule(...a)],
    preflight: [() => [lab, { sizes: [2, 3, 1], activation: "tanh" }], (...a) => preflight(...a)],
    trace: [
      () => [mlp, trainers[0], { x: rows, y, loss: "mean-squared-error", every: 1, limit: 2 }],
      (...a) => trace(...a),
    ],
    run: [() => [lab, "regression-net", {}, { seed: 1 }], (...a) => run(...a)],
    figure: [() => [lines, { width: 400, theme: "dark", id: "a" }], (...a) => figure(...a)],
    figuresOf: [() => [result], (...a) => figuresOf(...a)],
    page: [() => [result, { figures: [lines] }], (...a) => page(...a)],
    notebook: [() => [lines], (...a) => notebook(...a)],
    reproduce: [() => [lab, quick], (...a) => reproduce(...a)],
    twoMoons: [() => [lab, { samples: 4, noise: 0.1, seed: 1 }], (...a) => data.twoMoons(...a)],
    spirals: [() => [lab, { samples: 6, seed: 1 }], (...a) => data.spirals(...a)],
    addingProblem: [() => [lab, { samples: 2, time: 10, seed: 1 }], (...a) => data.addingProblem(...a)],
    copyTask: [() => [lab, { samples: 2, lag: 5, seed: 1 }], (...a) => data.copyTask(...a)],
    temporalOrder: [() => [lab, { samples: 2, time: 20, seed: 1 }], (...a) => data.temporalOrder(...a)],
    digits: [() => [lab, { seed: 1, test: 0.5 }], (...a) => data.digits(...a)],
    accuracy: [() => [[1, 2], [1]], (...a) => data.accuracy(...a)],
    oneHot: [() => [[0, 1], 2], (...a) => data.oneHot(...a)],
    standardise: [() => [[1, 2], 1], (...a) => data.standardise(...a)],
    takeRows: [() => [new Float32Array(4), 2, [1]], (...a) => data.takeRows(...a)],
    writeSafetensors: [
      () => [mlp.parameters(), { layout: "pytorch", metadata: { a: "b" } }],
      (...a) => io.writeSafetensors(...a),
    ],
    readSafetensors: [
      () => [io.writeSafetensors(mlp.parameters()), { layout: "fan-in-first" }],
      (...a) => io.readSafetensors(...a),
    ],
    loadSafetensors: [() => [mlp, io.writeSafetensors(mlp.parameters())], (...a) => io.loadSafetensors(...a)],
    writeCheckpoint: [() => [state()], (...a) => io.writeCheckpoint(...a)],
    readCheckpoint: [() => [io.writeCheckpoint(state())], (...a) => io.readCheckpoint(...a)],
    ...Object.fromEntries(
      Object.entries(THEORY).map(([name, args]) => [name, [() => args, (...a) => theory[name](...a)]]),
    ),
  };
  const snapshot = () =>
    [mlp.hash(), rnn.hash(), trainers.map(({ steps }) => steps).join(), lab.memory().used].join(" ");
  return { list: Object.entries(list), snapshot };
}

/** What went wrong, in lines, the first few of each kind. */
export async function fuzz(count, seed) {
  const random = generator(seed);
  const { list, snapshot } = await calls();
  const faults = new Map();
  const fault = (name, what, args) => {
    const key = `${name}: ${what}`;
    if (!faults.has(key)) faults.set(key, args);
  };
  let refused = 0;
  for (let call = 0; call < count; call++) {
    // What trains or draws much is called less often.
    const [name, [make, work]] = list[random(list.length)];
    if (["run", "reproduce", "digits", "load", "page"].includes(name) && random(10) > 0) continue;
    const right = make();
    const args = random(4) === 0 ? right : spoilt(right, random);
    const before = snapshot();
    try {
      await work(...args);
    } catch (error) {
      refused++;
      if (!(error instanceof GradiometerError)) fault(name, String(error), args);
      else if (typeof error.code !== "string" || error.message === "") fault(name, "no code or no message", args);
      else if (args === right) fault(name, `refuses what is right: ${error.message}`, args);
      if (snapshot() !== before) fault(name, `left something changed after ${error.message}`, args);
    }
  }
  return { refused, faults };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { calls: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
  });
  const { refused, faults } = await fuzz(Number(values.calls), Number(values.seed));
  for (const [what, args] of faults) console.log(`${what}\n    called with`, args);
  console.log(`${values.calls} calls, ${refused} refused; ${faults.size} kinds of fault`);
  process.exitCode = faults.size === 0 ? 0 : 1;
}
