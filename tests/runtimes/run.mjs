/**
 * The one suite in every runtime, for real: the same checks, the same hashes, the same bytes.
 *
 *     npm run test:runtimes                      all of them, installing what is missing
 *     npm run test:runtimes -- Deno WebKit       some
 *     npm run test:runtimes -- --readme          all, and, if none failed, the tables of README.md and docs/runtimes.md
 *
 * A runtime that cannot be had is a failure. The last line is `N passed, N failed`.
 */
import { openMarkers } from "../../scripts/readme.mjs";
import { installDebian, installTools } from "../harness/tools.mjs";
import { hosts } from "./hosts/index.mjs";
import { prepare } from "./prepare.mjs";
import { studies } from "./studies/index.mjs";
import { tableOf, ticksOf } from "./table.mjs";

const REFERENCE = "Node 20";
const readme = process.argv.includes("--readme");
const wanted = process.argv.slice(2).filter((argument) => argument !== "--readme");
const unknown = wanted.filter((id) => !hosts.some((host) => host.id === id));
if (unknown.length > 0) {
  console.error(`no runtime ${unknown.join(", ")}: expected ${hosts.map(({ id }) => id).join(", ")}`);
  process.exit(2);
}
if (readme && wanted.length > 0) {
  console.error(`--readme is for all runtimes: expected no names, got ${wanted.join(", ")}`);
  process.exit(2);
}
const chosen = hosts.filter(({ id }) => wanted.length === 0 || id === REFERENCE || wanted.includes(id));

let passed = 0;
let failed = 0;
function note(place, name, error) {
  if (error === undefined) passed++;
  else {
    failed++;
    console.log(`FAIL ${place} › ${name}\n     ${String(error).replaceAll("\n", "\n     ")}`);
  }
}

/** Of the first runtime: the names of the checks, and the bytes that all others must come to. */
let reference = null;
const found = [];

/** The suite in one place of a runtime. */
async function runSuite({ call, version }, place, entry) {
  const before = failed;
  const row = { place, version, entry, firstStep: 0, relaxed: "–" };
  try {
    row.firstStep = await call(place, { program: "firstStep" });
    const { checks, bytes, relaxed } = await call(place, { program: "suite" });
    row.relaxed = relaxed;
    for (const { name, error } of checks) note(place, name, error);
    reference ??= { bytes, names: checks.map(({ name }) => name) };
    note(place, "runs every check", checks.length === reference.names.length ? undefined : `${checks.length} checks`);
    for (const [name, text] of Object.entries(reference.bytes))
      note(place, `${name}: same bytes`, bytes[name] === text ? undefined : `differs from ${REFERENCE}`);
  } catch (error) {
    note(place, "runs the suite", error.stack ?? error);
  }
  return { ...row, verdict: failed === before ? "same bits" : "FAILED" };
}

/** Debian's packages for some hosts. */
const installFor = (some) => installDebian(some.flatMap(({ debian = [] }) => debian));

async function runStudies(opened, place) {
  for (const { title, places, needs = [], study } of studies) {
    if (!places.includes(place)) continue;
    try {
      await installFor(hosts.filter(({ id }) => needs.includes(id)));
      found.push(`${title}, ${place}: ${await study(opened, place)}`);
      note(place, title);
    } catch (error) {
      note(place, title, error.stack ?? error);
    }
  }
}

async function visit(host) {
  let opened;
  try {
    await installFor([host]);
    opened = await host.open();
  } catch (error) {
    return host.places.map((place) => {
      note(place, "starts", error.stack ?? error);
      return { place, version: "–", entry: host.entry, firstStep: 0, verdict: "ABSENT", relaxed: "–" };
    });
  }
  const rows = [];
  try {
    for (const place of host.places) {
      rows.push(await runSuite(opened, place, host.entry));
      await runStudies(opened, place);
    }
  } finally {
    await opened.close();
  }
  return rows;
}

await installTools();
await prepare();
const rows = [];
for (const host of chosen) rows.push(...(await visit(host)));

const width = (key) => Math.max(...rows.map((row) => row[key].length));
const [names, versions] = [width("place"), width("version")];
for (const { place, version, firstStep, verdict, relaxed } of rows) {
  const time = `${firstStep.toFixed(1).padStart(6)} ms to the first step`;
  console.log(`${place.padEnd(names)}  ${version.padEnd(versions)}  ${time}  ${verdict}  ${relaxed.slice(0, 24)}`);
}
for (const line of found) console.log(line);
if (readme && failed === 0) {
  openMarkers("docs/runtimes.md", "runtimes")(tableOf(rows));
  openMarkers("README.md", "ticks")(ticksOf(rows));
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
