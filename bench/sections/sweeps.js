import { availableParallelism } from "node:os";
import { load } from "../../dist/node.js";
import { twoMoons } from "../../dist/data.js";
import { sweep, workers } from "../../dist/sweep-node.js";
import { spread } from "../format.js";
import { paired } from "../measure.js";

const ROUNDS = 3;
const JOBS = 1000;
const SAMPLES = 100;

const CONFIG = { sizes: [2, ...Array(5).fill(16), 2], activation: "tanh" };
const TRAINING = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, epochs: 350, batch: SAMPLES };
const STUDY = {
  name: "bench",
  base: {
    config: CONFIG,
    training: TRAINING,
    data: { generator: "two-moons", options: { samples: SAMPLES } },
  },
  axes: [],
  seeds: JOBS,
  measure: ["loss"],
};

/** The trainings of the study by themselves: what a loop over them would do. */
async function alone(lab) {
  const { x, y } = twoMoons(lab, { samples: SAMPLES });
  const { epochs, batch, loss, optimizer } = TRAINING;
  for (let seed = 0; seed < JOBS; seed++) {
    const network = lab.mlp({ ...CONFIG, seed });
    network.backward(x, y, loss);
    await network.trainer({ loss, optimizer }).fit(x, y, { epochs, batch });
    network.backward(x, y, loss);
    network.hash();
    network.dispose();
  }
}

/** Milliseconds of CPU of this process. */
async function cpu(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds on the clock. */
async function wall(work) {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

export const sweeps = {
  id: "sweeps",
  title: `A study of ${JOBS} trainings: by itself, as a loop, and on worker threads`,

  /**
   * @returns { alone, inSweep: CPU of all threads, of a loop here and of a sweep on one worker thread; one, two: the clock, with that
   *          many threads }, in milliseconds, a number a round.
   */
  async measure({ log }) {
    const lab = await load();
    const times = { alone: [], inSweep: [], one: [], two: [] };
    const pools = { one: await workers(STUDY, 1), two: await workers(STUDY, 2) };
    const through = (pool) => sweep(lab, STUDY, { workers: pool });
    try {
      for (const pool of Object.values(pools)) await through(pool); // warm
      await alone(lab);
      for (let round = 0; round < ROUNDS; round++) {
        log(`round ${round + 1} of ${ROUNDS}`);
        times.alone.push(await cpu(() => alone(lab)));
        times.inSweep.push(await cpu(() => through(pools.one)));
        for (const [name, pool] of Object.entries(pools)) times[name].push(await wall(() => through(pool)));
      }
    } finally {
      for (const [worker] of Object.values(pools)) await worker.close();
    }
    return times;
  },

  tables: (times) => [
    {
      columns: ["", "ms a training"],
      rows: [
        ["a loop, CPU", times.alone],
        ["a sweep on one thread, CPU of all", times.inSweep],
        ["a sweep on one thread", times.one],
        ["a sweep on two threads", times.two],
      ].map(([name, values]) => [name, spread(paired(values, values, (ms) => ms / JOBS))]),
    },
  ],

  targets: (times) => [
    {
      what: "a sweep's own share of CPU",
      atMost: 1,
      unit: "%",
      got: paired(times.inSweep, times.alone, (sweeping, looping) => 100 * (sweeping / looping - 1)),
    },
    {
      what: `a study on two threads against one, of ${availableParallelism()} cores`,
      atLeast: 1.9,
      unit: "×",
      got: paired(times.one, times.two, (one, two) => one / two),
    },
  ],
};
