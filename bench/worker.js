/**
 * One peer doing one task in a process of its own: `node worker.js <peer> <job>`, job = { task, input }.
 *
 * Answers on standard output, a line of JSON each: at first { version, values: { case: numbers to compare } }, then, for
 * { ask: "warm", case } when it knows how many runs fill a round, and for { ask: "round", case } with
 * { ms: mean of one run, last: what the last run gave }.
 */
import { createInterface } from "node:readline";

/** What is compared with ours before anything is timed: three losses, an output, or every so many numbers of a result. */
const losses = async (run) => [await run(), await run(), await run()];
const VALUES = {
  training: losses,
  cells: losses,
  trainings: losses,
  inference: async (run) => Array.from(await run()),
};
const SAMPLES = 97;

async function valuesOf(task, run) {
  if (!run.values) return VALUES[task]?.(run) ?? [];
  const all = await run.values();
  return Array.from({ length: SAMPLES }, (_, i) => all[Math.floor((i * all.length) / SAMPLES)]);
}

/** The mean time of `runs` runs. */
async function turn(run, runs) {
  let last;
  const start = performance.now();
  for (let i = 0; i < runs; i++) {
    last = run();
    if (typeof last?.then === "function") last = await last;
  }
  return { ms: (performance.now() - start) / runs, last: typeof last === "number" ? last : undefined };
}

/** Runs until the optimising compilers have had their turn, then counts the runs that fill a round. */
async function warm(run, { warmMs, roundMs }) {
  const start = performance.now();
  while (performance.now() - start < warmMs) await turn(run, 1);
  let runs = 1;
  while ((await turn(run, runs)).ms * runs < roundMs) runs *= 2;
  return runs;
}

const answer = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
console.log = console.info = console.error; // standard output is for answers

const [, , peer, job] = process.argv;
const { task, input } = JSON.parse(job);
const { version, [task]: open } = await import(`./peers/${peer}.js`);
const cases = await open(input);
const values = {};
for (const [name, run] of Object.entries(cases)) values[name] = await valuesOf(task, run);
answer({ version, values });

const runs = {};
for await (const line of createInterface({ input: process.stdin })) {
  const { ask, case: name, ...limits } = JSON.parse(line);
  if (ask === "warm") {
    runs[name] = await warm(cases[name], limits);
    answer({});
  } else answer(await turn(cases[name], runs[name]));
}
