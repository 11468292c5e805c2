/**
 * Two million training steps of each of some networks: memory stays flat, and the parameters' hash is that of the same steps
 * taken in two halves, the second by another network restored from the state between them. Needs --expose-gc (npm run soak).
 *
 *     npm run soak [-- word …]     only the networks whose name contains a word
 */
import { load } from "gradiometer";

const STEPS = 2_000_000;
const WARM_UP = 20_000;
/** Bytes of heap that may come and go between two collections; a leak of one number per step would be 16 MB. */
const HEAP_SLACK = 1_000_000;

const numbers = (length) => Float32Array.from({ length }, (_, i) => ((37 * i) % 101) / 50 - 1);
const classes = (rows) => Float32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === (i >> 1) % 2 ? 1 : 0));
const optimizer = { kind: "sgd", learningRate: { start: 0.01, decay: 0.999999 } };

/** What is trained: a network of a lab, and a batch for it. */
const NETWORKS = [
  {
    name: "mlp 2-8-8-2, batch 32",
    make: (lab) => lab.mlp({ sizes: [2, 8, 8, 2], activation: "tanh", seed: 1 }),
    x: numbers(64),
    y: classes(32),
  },
  {
    name: "layer norm, 2-8-8-2, batch 8",
    make: (lab) => lab.mlp({ sizes: [2, 8, 8, 2], activation: "relu", norm: "layer", seed: 1 }),
    x: numbers(16),
    y: classes(8),
  },
  {
    name: "batch norm, 2-8-8-2 with a skip, batch 8",
    make: (lab) => lab.mlp({ sizes: [2, 8, 8, 2], activation: "relu", norm: "batch", skip: "identity", seed: 1 }),
    x: numbers(16),
    y: classes(8),
  },
  {
    name: "lstm, 4 units, 5 steps, batch 4",
    make: (lab) => lab.rnn({ inputs: 2, hidden: 4, outputs: 2, cell: "lstm", seed: 1 }),
    x: { values: numbers(40), time: 5 },
    y: classes(4),
  },
];

function check(name, holds, found) {
  console.log(`${holds ? "ok  " : "FAIL"} ${name}: ${found}`);
  if (!holds) process.exitCode = 1;
}

async function soak({ name, make, x, y }) {
  const lab = await load();
  const training = { loss: "cross-entropy", optimizer };
  const take = (trainer, steps) => {
    for (let step = 0; step < steps; step++) trainer.step(x, y);
  };
  const memory = () => {
    globalThis.gc();
    globalThis.gc();
    return { ...lab.memory(), heap: process.memoryUsage().heapUsed };
  };

  const network = make(lab);
  const trainer = network.trainer(training);
  take(trainer, WARM_UP);
  const before = memory();
  const started = performance.now();
  take(trainer, STEPS - WARM_UP);
  const seconds = (performance.now() - started) / 1000;
  const after = memory();
  const whole = network.hash();
  console.log(`${STEPS} steps of ${name}: ${((seconds / STEPS) * 1e6).toFixed(2)} µs a step`);
  check("all numbers are finite", trainer.firstNonFinite === null, JSON.stringify(trainer.firstNonFinite));
  network.dispose();

  const first = make(lab);
  const firstTrainer = first.trainer(training);
  take(firstTrainer, STEPS / 2);
  const saved = globalThis.structuredClone(firstTrainer.state());
  first.dispose();
  const second = (await load()).restore(saved);
  take(second.trainer, STEPS / 2);
  const halves = second.network.hash();

  const flat = after.bytes === before.bytes && after.used === before.used;
  check("linear memory is flat", flat, `${after.used} bytes in use`);
  check("the heap is flat", after.heap - before.heap < HEAP_SLACK, `${after.heap - before.heap} bytes more`);
  check("two halves through a saved state have the same hash", whole === halves, `${whole.slice(0, 16)}…`);
}

const words = process.argv.slice(2);
for (const one of NETWORKS) if (words.length === 0 || words.some((word) => one.name.includes(word))) await soak(one);
