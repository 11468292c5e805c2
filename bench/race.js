/** Measures one task of several peers: a process each, in turn, round after round, so that noise meets all of them alike. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./child.js";
import { LEARNING_RATE } from "./nets.js";
import { OURS } from "./peers/index.js";
import { arraysOf } from "./small.js";

/** How far a peer may be from ours, relative: to each loss, or to the largest number of a result. */
const TOLERANCE = 1e-4;

/**
 * @param task    what is measured, and `input`, what the task is told.
 * @param peers   of peers/index.js, ours among them.
 * @param pace    { sittings, rounds, warmMs, roundMs }: every sitting starts all processes anew.
 * @returns { times: { case: { peer: milliseconds of one run, per round } }, versions, failures: { peer: why } }.
 */
export async function race(task, input, peers, pace) {
  const folder = mkdtempSync(join(tmpdir(), "gradiometer-bench-"));
  const outcome = { times: {}, versions: {}, failures: {} };
  try {
    for (let sitting = 0; sitting < pace.sittings; sitting++) {
      const running = peers.filter(({ id }) => !(id in outcome.failures));
      await sit({ task, input, pace, folder, outcome, shift: sitting }, running);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  outcome.times = without(outcome.failures, outcome.times);
  return outcome;
}

/** Who failed on the way has no times. */
const without = (failures, times) =>
  Object.fromEntries(
    Object.entries(times).map(([name, of]) => [
      name,
      Object.fromEntries(Object.entries(of).filter(([id]) => !(id in failures))),
    ]),
  );

async function sit({ task, input, pace, folder, outcome, shift }, peers) {
  const { times, versions, failures } = outcome;
  const seats = [];

  /** Whatever goes wrong with a peer ends its part; without ours there is nothing to compare with. */
  const attempt = async (seat, work) => {
    if (seat.id in failures) return;
    try {
      await work(seat);
    } catch (error) {
      seat.child?.close();
      failures[seat.id] = error.message;
      if (seat.id === OURS) throw error;
    }
  };

  try {
    for (const peer of peers) seats.push({ ...peer });
    await Promise.all(
      seats.map((seat) =>
        attempt(seat, async () => {
          seat.child = open(seat, task, input, folder);
          Object.assign(seat, await seat.child.ask());
          versions[seat.id] = seat.version;
        }),
      ),
    );
    const ours = seats.find(({ id }) => id === OURS);
    for (const seat of seats) await attempt(seat, () => compare(task, seat.values, ours.values));

    const names = Object.keys(ours.values);
    const who = (name) => seats.filter(({ id, values }) => !(id in failures) && name in values);
    for (const name of names)
      for (const seat of who(name)) await attempt(seat, ({ child }) => child.ask({ ask: "warm", case: name, ...pace }));
    for (let round = 0; round < pace.rounds; round++)
      for (const name of names) {
        const order = who(name);
        const first = (round + shift) % order.length;
        for (const seat of [...order.slice(first), ...order.slice(0, first)])
          await attempt(seat, async ({ id, child }) => {
            const { ms, last } = await child.ask({ ask: "round", case: name });
            if (last === null) throw new Error(`${name}: no finite number came out`);
            ((times[name] ??= {})[id] ??= []).push(ms);
          });
      }
  } finally {
    for (const { child } of seats) child?.close();
  }
}

function open({ command, needsFile }, task, input, folder) {
  const job = { task, input };
  if (needsFile) Object.assign(job, { file: dataFile(task, input, folder), learningRate: LEARNING_RATE });
  const [program, args] = command();
  return new Child([program, [...args, JSON.stringify(job)]]);
}

/** x, y, then the parameters, in one file, for whoever cannot import small.js. */
function dataFile(task, input, folder) {
  const file = join(folder, `${task}.f32`);
  writeFileSync(file, Buffer.concat(arraysOf(task, input).map(({ buffer }) => Buffer.from(buffer))));
  return file;
}

/** Who computes something else is not timed. */
function compare(task, values, expected) {
  for (const [name, found] of Object.entries(values)) {
    const wanted = expected[name];
    if (!wanted) continue; // nor is it timed
    const largest = Math.max(...wanted.map(Math.abs));
    const agrees = (value, i) => {
      const scale = name === "step" ? Math.abs(wanted[i]) : largest;
      return typeof value === "number" && Math.abs(value - wanted[i]) <= TOLERANCE * scale;
    };
    if (found.length === wanted.length && found.every(agrees)) continue;
    const worst = found.findIndex((value, i) => !agrees(value, i));
    throw new Error(`${name} computes something else: ${found[worst]} instead of ${wanted[worst]} at ${worst}`);
  }
}
