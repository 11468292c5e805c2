/**
 * Sweeps float32 inputs of exp, log and the activations with their slopes against float64.
 *
 *   node scripts/sweep.mjs [--sample N] [--only NAME,NAME …] [--wasm FILE]
 *
 * Every input of the 2³², or every N-th (N odd, better a prime). The distance is counted in float32 numbers between the
 * result and the correctly rounded value; where a slope crosses zero it is the plain difference that is held. The host's Math is the oracle: its errors, below 1 ulp of float64, move a
 * rounding in one of some 10⁸ inputs. NaN inputs are compared too and must give NaN. Run `npm run build` first.
 */
/* global WebAssembly */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

const INPUTS = 2 ** 32;
const BLOCK = 1 << 16;
const WORKERS = 2;
const WASM = new URL("../build/gradiometer.wasm", import.meta.url);
/** exp and log over arrays, which the shipped binary does not export (assembly/elementary.ts). */
const ELEMENTARY = new URL("../build/elementary.wasm", import.meta.url);

/** ActivationKind of assembly/abi.ts. */
const Kind = { sigmoid: 1, tanh: 2, softsign: 5, elu: 6, selu: 7, gelu: 8, silu: 9, softplus: 10 };

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/** e/(1 + e)² with e = exp(−y), y ≥ 0. */
function bell(y) {
  const e = Math.exp(-y);
  return e / ((1 + e) * (1 + e));
}

function sigmoid(x) {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** The density of the normal distribution. */
function density(x) {
  return 0.3989422804014327 * Math.exp(-0.5 * x * x);
}

/**
 * Φ(−a), a ≥ 0, by other means than the kernels': the power series up to a = 3, Laplace's continued fraction beyond (see
 * Abramowitz & Stegun 26.2.11 and 26.2.14), of which the relative error is below 2e-13.
 */
function normalTail(a) {
  if (a > 3) {
    let fraction = 0;
    for (let k = a > 6 ? 40 : 100; k > 0; k--) fraction = k / (a + fraction);
    return density(a) / (a + fraction);
  }
  let sum = a;
  for (let term = a, k = 3; term > 1e-17 * sum; k += 2) {
    term *= (a * a) / k;
    sum += term;
  }
  return 0.5 - density(a) * sum;
}

/** Φ(x). */
function normal(x) {
  return x < 0 ? normalTail(-x) : 1 - normalTail(x);
}

/** A value of an activation. */
const value = (kind, oracle, bound) => ({
  run: (wasm, n, at) => wasm.activationForward(kind, 0, n, at.x, at.z, 0),
  oracle,
  slope: false,
  bound,
});

/** Likewise a slope. `absolute` holds the difference instead of the distance, for slopes that cross zero. */
const slope = (kind, oracle, bound, absolute = Infinity) => ({
  run: (wasm, n, at) => wasm.activationForward(kind, 0, n, at.x, at.z, at.slope),
  oracle,
  slope: true,
  bound,
  absolute,
});

const array = (run, oracle) => ({ run, oracle, slope: false, bound: 1, binary: ELEMENTARY });

/** The functions: what runs the kernel, what it should give, and the bound in ulp that docs/accuracy.md states. */
export const FUNCTIONS = {
  exp: array((wasm, n, at) => wasm.expArray(n, at.x, at.z), Math.exp),
  log: array((wasm, n, at) => wasm.logArray(n, at.x, at.z), Math.log),
  tanh: value(Kind.tanh, Math.tanh, 2),
  "tanh′": slope(Kind.tanh, (x) => 4 * bell(2 * Math.abs(x)), 2),
  sigmoid: value(Kind.sigmoid, sigmoid, 2),
  "sigmoid′": slope(Kind.sigmoid, (x) => bell(Math.abs(x)), 2),
  softsign: value(Kind.softsign, (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))), 1),
  "softsign′": slope(Kind.softsign, (x) => 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))), 3),
  elu: value(Kind.elu, (x) => (x > 0 ? x : Math.expm1(x)), 1),
  "elu′": slope(Kind.elu, (x) => (x > 0 ? 1 : Math.exp(x)), 1),
  selu: value(Kind.selu, (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)), 2),
  "selu′": slope(Kind.selu, (x) => SELU_SCALE * (x > 0 ? 1 : SELU_ALPHA * Math.exp(x)), 2),
  gelu: value(Kind.gelu, (x) => (Math.abs(x) > 40 ? Math.max(x, 0) : x * normal(x)), 5),
  "gelu′": slope(Kind.gelu, (x) => (Math.abs(x) > 40 ? Number(x > 0) : normal(x) + x * density(x)), Infinity, 3e-7),
  silu: value(Kind.silu, (x) => (x < -800 ? 0 : x * sigmoid(x)), 3),
  "silu′": slope(
    Kind.silu,
    (x) => (Math.abs(x) > 800 ? Number(x > 0) : sigmoid(x) * (1 + x * sigmoid(-x))),
    Infinity,
    3e-7,
  ),
  softplus: value(Kind.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 3),
  "softplus′": slope(Kind.softplus, sigmoid, 2),
};

/** The kernels over a memory of their own: three blocks of floats behind the static data. */
function instantiate(file) {
  const memory = new WebAssembly.Memory({ initial: 32 });
  const abort = () => {
    throw new Error("abort");
  };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), { env: { memory, abort } });
  const at = { x: 1 << 20, z: (1 << 20) + 4 * BLOCK, slope: (1 << 20) + 8 * BLOCK };
  const view = (Type, from) => new Type(memory.buffer, from, BLOCK);
  return {
    exports,
    at,
    x: view(Float32Array, at.x),
    xBits: view(Uint32Array, at.x),
    out: (slope) => view(Float32Array, slope ? at.slope : at.z),
    outBits: (slope) => view(Int32Array, slope ? at.slope : at.z),
  };
}

/** Bits as integers in the order of the numbers: ±0 are both 0, neighbours are one apart. */
function order(bits) {
  return bits < 0 ? -2147483648 - bits : bits;
}

/** One function over the inputs offset, offset + stride, … */
function sweepOne(kernels, name, stride, offset) {
  const { run, oracle, slope } = FUNCTIONS[name];
  const out = kernels.out(slope);
  const outBits = kernels.outBits(slope);
  const rounded = new Float32Array(1);
  const roundedBits = new Int32Array(rounded.buffer);
  const result = { name, count: 0, numbers: 0, correct: 0, max: 0, at: 0, error: 0, wrongNaN: 0, nanoseconds: 0 };
  for (let base = offset; base < INPUTS; base += BLOCK * stride) {
    const count = Math.min(BLOCK, Math.ceil((INPUTS - base) / stride));
    for (let i = 0; i < count; i++) kernels.xBits[i] = base + i * stride;
    const start = performance.now();
    run(kernels.exports, count, kernels.at);
    result.nanoseconds += (performance.now() - start) * 1e6;
    result.count += count;
    for (let i = 0; i < count; i++) {
      const expected = oracle(kernels.x[i]);
      if (expected !== expected || out[i] !== out[i]) {
        if (expected === expected || out[i] === out[i]) result.wrongNaN++;
        continue;
      }
      result.numbers++;
      rounded[0] = expected;
      const distance = Math.abs(order(roundedBits[0]) - order(outBits[i]));
      if (distance === 0) result.correct++;
      else if (distance > result.max) {
        result.max = distance;
        result.at = kernels.x[i];
      }
      const error = Math.abs(out[i] - expected);
      if (error > result.error) result.error = error;
    }
  }
  return result;
}

/**
 * Every stride-th float32, counted by their bits from `offset`, through each function.
 *
 * Returns for each: count of inputs, of numbers among the results, of correctly rounded ones; max, the greatest
 * distance in ulp, and an input that shows it; error, the greatest difference; wrongNaN, how often NaN came or stayed away wrongly; nanoseconds spent.
 */
export function sweep({ stride, offset = 0, names = Object.keys(FUNCTIONS), wasm = WASM }) {
  return names.map((name) => sweepOne(instantiate(FUNCTIONS[name].binary ?? wasm), name, stride, offset));
}

/** Whether a result is within the bounds of its function. */
export function holds({ name, max, error, wrongNaN }) {
  const { bound, absolute = Infinity } = FUNCTIONS[name];
  return max <= bound && error <= absolute && wrongNaN === 0;
}

/** Two results over disjoint inputs as one. */
function merge(a, b) {
  const worst = b.max > a.max ? b : a;
  const sum = { name: a.name, max: worst.max, at: worst.at, error: Math.max(a.error, b.error) };
  for (const key of ["count", "numbers", "correct", "wrongNaN", "nanoseconds"]) sum[key] = a[key] + b[key];
  return sum;
}

/** The workers take every second input of the sample each. */
function sweepWithWorkers(options) {
  const parts = Array.from({ length: WORKERS }, (_, worker) => {
    const share = { ...options, stride: options.stride * WORKERS, offset: worker * options.stride };
    return new Promise((resolve, reject) => {
      new Worker(new URL(import.meta.url), { workerData: { sweepShare: share } })
        .once("message", resolve)
        .once("error", reject);
    });
  });
  return Promise.all(parts).then(([first, ...others]) =>
    first.map((result, i) => others.reduce((sum, other) => merge(sum, other[i]), result)),
  );
}

function valueOf(option) {
  const place = process.argv.indexOf(option);
  return place < 0 ? undefined : process.argv[place + 1];
}

async function main() {
  const stride = Number(valueOf("--sample") ?? 1);
  if (!Number.isInteger(stride) || stride % 2 === 0 || stride < 1) {
    console.error(`--sample: expected an odd number, got ${valueOf("--sample")}`);
    process.exitCode = 2;
    return;
  }
  const wasm = valueOf("--wasm") ?? fileURLToPath(WASM);
  const names = valueOf("--only")?.split(",") ?? Object.keys(FUNCTIONS);
  const unknown = names.filter((name) => !Object.hasOwn(FUNCTIONS, name));
  if (unknown.length > 0) {
    console.error(`--only: expected some of ${Object.keys(FUNCTIONS).join(",")}, got ${unknown.join(",")}`);
    process.exitCode = 2;
    return;
  }
  console.log(
    "function   inputs      max ulp     at                       max error   correctly rounded  wrong NaN  ns/element",
  );
  for (const name of names) {
    const [result] = await sweepWithWorkers({ stride, names: [name], wasm });
    const share = ((100 * result.correct) / result.numbers).toFixed(3);
    console.log(
      [
        name.padEnd(10),
        String(result.count).padEnd(11),
        String(result.max).padEnd(11),
        String(result.at).padEnd(24),
        result.error.toExponential(2).padEnd(11),
        `${share} %`.padEnd(18),
        String(result.wrongNaN).padEnd(10),
        (result.nanoseconds / result.count).toFixed(2),
      ].join(" "),
    );
    if (!holds(result)) process.exitCode = 1;
  }
}

if (isMainThread) {
  if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
} else if (workerData?.sweepShare) {
  const { wasm, ...share } = workerData.sweepShare;
  parentPort.postMessage(sweep({ ...share, wasm }));
}
