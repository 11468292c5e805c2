/**
 * Sweeps float32 inputs of exp, log, tanh, sigmoid and the slopes of the last two against float64.
 *
 *   node scripts/sweep.mjs [--sample N] [--wasm FILE]
 *
 * Every input of the 2³², or every N-th (N odd, better a prime). The distance is counted in float32 numbers between the
 * result and the correctly rounded value. The host's Math is the oracle: its errors, below 1 ulp of float64, move a
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

const Kind = { sigmoid: 1, tanh: 2 };

/** e/(1 + e)² with e = exp(−y), y ≥ 0. */
function bell(y) {
  const e = Math.exp(-y);
  return e / ((1 + e) * (1 + e));
}

/** The functions: what the kernel is called with, and what it should give. `slope` says which of its outputs counts. */
export const FUNCTIONS = {
  exp: { run: (wasm, n, at) => wasm.expArray(n, at.x, at.z), oracle: Math.exp, slope: false, binary: ELEMENTARY },
  log: { run: (wasm, n, at) => wasm.logArray(n, at.x, at.z), oracle: Math.log, slope: false, binary: ELEMENTARY },
  tanh: {
    run: (wasm, n, at) => wasm.activationForward(Kind.tanh, 0, n, at.x, at.z, 0),
    oracle: Math.tanh,
    slope: false,
  },
  "tanh′": {
    run: (wasm, n, at) => wasm.activationForward(Kind.tanh, 0, n, at.x, at.z, at.slope),
    oracle: (x) => 4 * bell(2 * Math.abs(x)),
    slope: true,
  },
  sigmoid: {
    run: (wasm, n, at) => wasm.activationForward(Kind.sigmoid, 0, n, at.x, at.z, 0),
    oracle(x) {
      const e = Math.exp(-Math.abs(x));
      return x < 0 ? e / (1 + e) : 1 / (1 + e);
    },
    slope: false,
  },
  "sigmoid′": {
    run: (wasm, n, at) => wasm.activationForward(Kind.sigmoid, 0, n, at.x, at.z, at.slope),
    oracle: (x) => bell(Math.abs(x)),
    slope: true,
  },
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
  const result = { name, count: 0, numbers: 0, correct: 0, max: 0, at: 0, wrongNaN: 0, nanoseconds: 0 };
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
    }
  }
  return result;
}

/**
 * Every stride-th float32, counted by their bits from `offset`, through each function.
 *
 * Returns for each: count of inputs, of numbers among the results, of correctly rounded ones; max, the greatest
 * distance in ulp, and an input that shows it; wrongNaN, how often NaN came or stayed away wrongly; nanoseconds spent.
 */
export function sweep({ stride, offset = 0, names = Object.keys(FUNCTIONS), wasm = WASM }) {
  return names.map((name) => sweepOne(instantiate(FUNCTIONS[name].binary ?? wasm), name, stride, offset));
}

/** Two results over disjoint inputs as one. */
function merge(a, b) {
  const worst = b.max > a.max ? b : a;
  const sum = { name: a.name, max: worst.max, at: worst.at };
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
  console.log("function   inputs      max ulp  at                       correctly rounded  wrong NaN  ns/element");
  for (const name of Object.keys(FUNCTIONS)) {
    const [result] = await sweepWithWorkers({ stride, names: [name], wasm });
    const share = ((100 * result.correct) / result.numbers).toFixed(3);
    console.log(
      [
        name.padEnd(10),
        String(result.count).padEnd(11),
        String(result.max).padEnd(8),
        String(result.at).padEnd(24),
        `${share} %`.padEnd(18),
        String(result.wrongNaN).padEnd(10),
        (result.nanoseconds / result.count).toFixed(2),
      ].join(" "),
    );
    if (result.max > 2 || result.wrongNaN > 0) process.exitCode = 1;
  }
}

if (isMainThread) {
  if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
} else if (workerData?.sweepShare) {
  const { wasm, ...share } = workerData.sweepShare;
  parentPort.postMessage(sweep({ ...share, wasm }));
}
