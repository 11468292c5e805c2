/**
 * Speed, as shares: the matrix product of the mul/add ceiling, the training steps of the 384³ product, all in one run.
 *
 *     npm run bench
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { load } from "gradiometer";
import { interleave } from "./measure.js";
import { batchOf, flop, NETS, numbers } from "./nets.js";

const PRODUCTS = ["gemm", "gemmTransposedA", "gemmTransposedB"];
const SIZES = [48, 64, 128, 192, 256, 384, 512, 768];
const LARGE = 192;
const PRODUCT_SHARE = 0.75;
const TURNS = 100_000;

const root = fileURLToPath(new URL("..", import.meta.url));
const gflops = (flops, { ms }) => flops / ms / 1e6;
const percent = (value) => `${(100 * value).toFixed(0)} %`;

/** Compiles the ceiling beside the binaries and gives back its two exports. */
async function openCeiling() {
  const out = `${root}build/ceiling.wasm`;
  const flags = ["--config", "none", "--enable", "simd", "--runtime", "stub", "-O3", "--noAssert", "-o", out];
  execFileSync(process.execPath, [
    `${root}node_modules/assemblyscript/bin/asc.js`,
    `${root}bench/ceiling.ts`,
    ...flags,
  ]);
  const { instance } = await WebAssembly.instantiate(readFileSync(out));
  return instance.exports;
}

/** The bare products over a memory of their own, as functions of n. */
async function openProducts() {
  const bytes = readFileSync(new URL(import.meta.resolve("gradiometer/gradiometer.wasm")));
  const memory = new WebAssembly.Memory({ initial: 200 });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const { exports } = instance;
  const largest = Math.max(...SIZES);
  const a = 64 * Math.ceil((exports.dataEnd() + exports.WORKSPACE_BYTES.value) / 64);
  const b = a + 4 * largest ** 2;
  const c = b + 4 * largest ** 2;
  new Float32Array(memory.buffer, a, 2 * largest ** 2).set(numbers(2 * largest ** 2));
  const workspace = 64 * Math.ceil(exports.dataEnd() / 64);
  return (name, n) => () => exports[name](n, n, n, a, 4 * n, b, 4 * n, 0, 0, c, 4 * n, workspace);
}

async function main() {
  console.log(
    `${cpus()[0]?.model ?? "?"}, ${process.arch}, Node ${process.version}, one thread, medians of interleaved rounds\n`,
  );
  const { ceiling, CHAINS } = await openCeiling();
  const product = await openProducts();
  const ceilingFlop = TURNS * CHAINS.value * 8;
  let failed = 0;

  console.log("matrix product n × n × n: GFLOP/s, and share of the mul/add ceiling measured beside it");
  console.log(`${"n".padStart(5)} ${PRODUCTS.map((name) => name.padStart(22)).join("")} ${"ceiling".padStart(10)}`);
  for (const n of SIZES) {
    const times = interleave({
      ceiling: () => ceiling(TURNS, 0.5),
      ...Object.fromEntries(PRODUCTS.map((name) => [name, product(name, n)])),
    });
    const top = gflops(ceilingFlop, times.ceiling);
    const cells = PRODUCTS.map((name) => {
      const rate = gflops(2 * n ** 3, times[name]);
      const short = n >= LARGE && rate / top < PRODUCT_SHARE;
      if (short) failed++;
      return `${rate.toFixed(1)} = ${percent(rate / top)}${short ? " !" : ""}`.padStart(22);
    });
    console.log(`${String(n).padStart(5)} ${cells.join("")} ${top.toFixed(1).padStart(10)}`);
  }

  console.log("\ntraining step: forward, loss, backward, SGD; share of the 384³ product's rate in the same run");
  const columns = ["net", "ms a step", "spread", "GFLOP/s", "share", "wanted"];
  console.log(columns.map((title, i) => (i === 0 ? title.padEnd(10) : title.padStart(11))).join(""));
  const lab = await load();
  for (const net of NETS) {
    const { sizes, activation } = net;
    const network = lab.mlp({ sizes, activation });
    const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 1e-3 } });
    const { x, y } = batchOf(net);
    const times = interleave({ step: () => trainer.step(x, y), product: product("gemm", 384) });
    const rate = gflops(flop(net), times.step);
    const share = rate / gflops(2 * 384 ** 3, times.product);
    const short = share < net.share;
    if (short) failed++;
    const cells = [times.step.ms.toPrecision(3), percent(times.step.spread), rate.toFixed(1), share.toFixed(2)];
    const wanted = `${short ? "! " : ""}≥ ${net.share}`;
    console.log(net.name.padEnd(10) + [...cells, wanted].map((cell) => cell.padStart(11)).join(""));
    network.dispose();
  }
  if (failed > 0) console.log(`\n${failed} below what is wanted, marked with !`);
}

await main();
