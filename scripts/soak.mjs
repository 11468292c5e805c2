/**
 * Two million training steps: memory stays flat, and the parameters' hash is that of the same steps taken in two halves,
 * the second by another network restored from the state between them. Needs --expose-gc (npm run soak).
 */
import { load } from "gradiometer";

const STEPS = 2_000_000;
const WARM_UP = 20_000;
/** Bytes of heap that may come and go between two collections; a leak of one number a step would be 16 MB. */
const HEAP_SLACK = 1_000_000;

const lab = await load();
const x = Float32Array.from({ length: 64 }, (_, i) => ((37 * i) % 101) / 50 - 1);
const y = Float32Array.from({ length: 64 }, (_, i) => (i % 2 === (i >> 1) % 2 ? 1 : 0));
const config = { sizes: [2, 8, 8, 2], activation: "tanh", seed: 1 };
const training = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: { start: 0.01, decay: 0.999999 } } };

function take(trainer, steps) {
  for (let step = 0; step < steps; step++) trainer.step(x, y);
}

function memory() {
  globalThis.gc();
  globalThis.gc();
  return { ...lab.memory(), heap: process.memoryUsage().heapUsed };
}

function check(name, holds, found) {
  console.log(`${holds ? "ok  " : "FAIL"} ${name}: ${found}`);
  if (!holds) process.exitCode = 1;
}

const network = lab.mlp(config);
const trainer = network.trainer(training);
take(trainer, WARM_UP);
const before = memory();
const started = performance.now();
take(trainer, STEPS - WARM_UP);
const seconds = (performance.now() - started) / 1000;
const after = memory();
const whole = network.hash();
console.log(`${STEPS} steps of ${config.sizes.join("-")}, batch 32: ${((seconds / STEPS) * 1e6).toFixed(2)} µs a step`);
network.dispose();

const first = lab.mlp(config);
const firstTrainer = first.trainer(training);
take(firstTrainer, STEPS / 2);
const saved = globalThis.structuredClone(firstTrainer.state());
first.dispose();
const second = (await load()).restore(saved);
take(second.trainer, STEPS / 2);
const halves = second.network.hash();

check(
  "linear memory is flat",
  after.bytes === before.bytes && after.used === before.used,
  `${after.used} bytes in use`,
);
check("the heap is flat", after.heap - before.heap < HEAP_SLACK, `${after.heap - before.heap} bytes more`);
check("two halves through a saved state have the same hash", whole === halves, `${whole.slice(0, 16)}…`);
