/**
 * Do the claims come out as expected for more seeds than the tests have time for?
 *
 *     npm run seeds [-- id … --first 0 --seeds 20 --stride 1 --controls --out FILE --workers N]
 *
 * Runs every experiment, or those named, at its defaults for --seeds seeds from --first on, --stride apart (0 … 19): some
 * experiments draw several nets from a seed and those that follow, so that seeds 5 apart share none. With --controls each
 * claim's control as well, which must come out the other way. Every alarm is printed when it is found and the exit code is
 * then 1. --out keeps one JSON line per run: what stands there already, of the same build, is not run again. The line also has
 * the SHA-256 of the Result's JSON, which is the same in every engine.
 */
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { load } from "gradiometer";
import { experiments, run } from "gradiometer/experiments";

const dist = new URL("../dist/", import.meta.url);

/** One run is { id, seed, parameters, claims }: `claims` are the ids that it is asked for, the parameters {} or a control. */
async function measure(lab, { id, seed, parameters }) {
  const before = process.cpuUsage();
  const result = await run(lab, id, parameters, { seed });
  const { user, system } = process.cpuUsage(before);
  const seconds = Math.round((user + system) / 1000) / 1000;
  const claims = result.claims.map(({ id: claim, measured, holds }) => ({ id: claim, measured, holds }));
  return {
    id,
    seed,
    parameters,
    seconds,
    sha256: createHash("sha256").update(JSON.stringify(result)).digest("hex"),
    claims,
  };
}

/** What is run: a seed's runs one after the other, so that a stopped sweep has tried every experiment as often. */
function plan({ chosen, first, seeds, stride, controls }) {
  return Array.from({ length: seeds }, (_, index) => first + stride * index).flatMap((seed) =>
    chosen.flatMap(({ id, claims }) => {
      const runs = new Map([["{}", claims]]);
      for (const claim of controls ? claims : []) {
        const key = JSON.stringify(claim.control);
        runs.set(key, [...(runs.get(key) ?? []), claim]);
      }
      return [...runs].map(([key, asked]) => ({
        id,
        seed,
        parameters: JSON.parse(key),
        claims: asked.map((claim) => claim.id),
      }));
    }),
  );
}

const keyOf = ({ id, seed, parameters }) => JSON.stringify([id, seed, parameters]);
const isControl = ({ parameters }) => Object.keys(parameters).length > 0;

/** The claims of a run that came out other than they must, each as a line. */
function alarmsOf(task, { claims }) {
  const specs = experiments.find(({ id }) => id === task.id).claims.filter(({ id }) => task.claims.includes(id));
  return specs.flatMap(({ id, low, high, foreseen }) => {
    const expected = isControl(task) ? !foreseen : foreseen;
    const found = claims.find((claim) => claim.id === id);
    if (found?.holds === expected) return [];
    const bounds = `${low ?? "−∞"} … ${high ?? "∞"}, ${expected ? "to hold" : "to fail"}`;
    const where = isControl(task) ? ` with ${JSON.stringify(task.parameters)}` : "";
    return [`${task.id} ${id} seed ${task.seed}${where}: ${found ? found.measured : "not measured"} (${bounds})`];
  });
}

/** SHA-256 of what is run: the results of another build are no results of this one. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of readdirSync(dist, { recursive: true }).sort())
    if (/\.(js|wasm)$/.test(file)) hash.update(file).update(readFileSync(new URL(file, dist)));
  return hash.digest("hex").slice(0, 16);
}

function earlier(path, build) {
  if (path === undefined || !existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line)).filter((record) => record.build === build);
}

/** Hands the tasks to processes, the next to whoever is free. */
function share(tasks, workers, onRecord) {
  const queue = [...tasks];
  const work = () =>
    new Promise((resolve, reject) => {
      const worker = fork(fileURLToPath(import.meta.url));
      let task;
      const next = () => {
        task = queue.shift();
        if (task === undefined) worker.disconnect();
        else worker.send(task);
      };
      worker.on("message", (record) => {
        onRecord(task, record);
        next();
      });
      worker.once("error", reject);
      worker.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${keyOf(task)}: exit code ${code}`))));
      next();
    });
  return Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, work));
}

/** One line per experiment and, with controls, one for these. */
function summary(tasks, records) {
  const rows = new Map();
  for (const task of tasks) {
    const record = records.get(keyOf(task));
    const name = `${task.id}${isControl(task) ? ", controls" : ""}`;
    const row = rows.get(name) ?? { runs: 0, seconds: 0, claims: 0, alarms: 0 };
    row.runs++;
    row.seconds += record.seconds;
    row.claims += task.claims.length;
    row.alarms += alarmsOf(task, record).length;
    rows.set(name, row);
  }
  return [...rows].map(([name, { runs, seconds, claims, alarms }]) => {
    const time = `${(seconds / runs).toFixed(2)} s`.padStart(9);
    return `${name.padEnd(32)} ${String(runs).padStart(4)} runs of ${time} CPU  ${String(claims).padStart(5)} claims  ${alarms === 0 ? "as expected" : `${alarms} ALARM`}`;
  });
}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      first: { type: "string", default: "0" },
      seeds: { type: "string", default: "20" },
      stride: { type: "string", default: "1" },
      workers: { type: "string", default: String(availableParallelism()) },
      controls: { type: "boolean", default: false },
      out: { type: "string" },
    },
  });
  if (!/^\d+$/.test(values.first)) throw new Error(`--first: expected an integer ≥ 0, got ${values.first}`);
  for (const name of ["seeds", "stride", "workers"])
    if (!/^[1-9]\d*$/.test(values[name])) throw new Error(`--${name}: expected an integer ≥ 1, got ${values[name]}`);
  const unknown = positionals.filter((id) => !experiments.some((one) => one.id === id));
  if (unknown.length > 0) throw new Error(`no experiment ${unknown.join(", ")}`);
  const chosen = experiments.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
  return {
    ...values,
    chosen,
    first: Number(values.first),
    seeds: Number(values.seeds),
    stride: Number(values.stride),
    workers: Number(values.workers),
  };
}

async function main() {
  let given;
  try {
    given = options();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
    return;
  }
  const { out, workers } = given;
  const build = fingerprint();
  const tasks = plan(given);
  const records = new Map(earlier(out, build).map((record) => [keyOf(record), record]));
  const report = (task, record) => {
    for (const line of alarmsOf(task, record)) console.log(`ALARM ${line}`);
  };
  for (const task of tasks) if (records.has(keyOf(task))) report(task, records.get(keyOf(task)));
  const rest = tasks.filter((task) => !records.has(keyOf(task)));
  await share(rest, workers, (task, record) => {
    records.set(keyOf(task), record);
    if (out !== undefined) appendFileSync(out, `${JSON.stringify({ build, ...record })}\n`);
    report(task, record);
  });
  console.log(summary(tasks, records).join("\n"));
  if (tasks.some((task) => alarmsOf(task, records.get(keyOf(task))).length > 0)) process.exitCode = 1;
}

if (process.send === undefined) await main();
else {
  const lab = await load();
  process.on("message", async (task) => process.send(await measure(lab, task)));
}
