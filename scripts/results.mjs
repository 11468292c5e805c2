/**
 * The result of every experiment at its defaults and seed 0, as docs/ shows them: measured in worker threads, and kept in
 * build/results/ until something changes that they are made of.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { load } from "gradiometer";
import { experiments, run } from "gradiometer/experiments";
import { digestOf } from "./stages.mjs";

const FOLDER = "build/results";

/** What the numbers of a result come from: the binary, and the layers from `core` to `experiments`. */
const LAYERS = ["core", "nn", "probe", "lab", "theory", "data", "experiments"];
const MADE_OF = ["version", "build/gradiometer.wasm", ...LAYERS.map((layer) => `sdk/${layer}`)];

/** In a worker: one experiment after another, as it is told. */
async function serve() {
  const lab = await load();
  parentPort.on("message", async (id) => parentPort.postMessage(await run(lab, id)));
}

/** Takes ids from the queue until it is empty. */
function work(queue, keep) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url));
    const next = () => (queue.length > 0 ? worker.postMessage(queue.shift()) : resolve(worker.terminate()));
    worker.on("message", (result) => {
      keep(result);
      next();
    });
    worker.on("error", reject);
    next();
  });
}

/**
 * The results in the order of the registry; measures those that are missing.
 *
 * @param say  told how many have to be measured, before the first is.
 */
export async function allResults(say) {
  const sources = digestOf(MADE_OF).slice(0, 16);
  const fileOf = (id) => `${id}-${sources}.json`;
  const read = (id) => JSON.parse(readFileSync(`${FOLDER}/${fileOf(id)}`, "utf8"));
  const keep = (result) => writeFileSync(`${FOLDER}/${fileOf(result.experiment)}`, JSON.stringify(result));
  const ids = experiments.map(({ id }) => id);
  const current = new Set(ids.map(fileOf));
  mkdirSync(FOLDER, { recursive: true });
  for (const file of readdirSync(FOLDER)) if (!current.has(file)) rmSync(`${FOLDER}/${file}`);
  const missing = ids.filter((id) => !existsSync(`${FOLDER}/${fileOf(id)}`));
  if (missing.length > 0) say(missing.length);
  const threads = Math.min(availableParallelism(), missing.length);
  await Promise.all(Array.from({ length: threads }, () => work(missing, keep)));
  return ids.map(read);
}

if (!isMainThread) await serve();
