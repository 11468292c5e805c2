/**
 * The one suite in every runtime, for real: the same checks, the same hashes, the same bytes.
 *
 *     npm run test:runtimes                      all of them, installing what is missing
 *     npm run test:runtimes -- Deno WebKit       some
 *
 * A runtime that cannot be had is a failure. The last line is `N passed, N failed`.
 */
import { installDebian, installPackages } from "./install.mjs";

installPackages();
const { prepare } = await import("./prepare.mjs");
const { hosts } = await import("./hosts/index.mjs");

const REFERENCE = "Node 20";
const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => !hosts.some((host) => host.id === id));
if (unknown.length > 0) {
  console.error(`no runtime ${unknown.join(", ")}: expected ${hosts.map(({ id }) => id).join(", ")}`);
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

/** Place → name → the bytes that the suite came to. */
let reference = null;

async function visit(host, rows) {
  const started = performance.now();
  let opened;
  try {
    opened = await host.open();
    for (const place of host.places) {
      const before = failed;
      const since = performance.now();
      try {
        const { checks, bytes, relaxed } = await opened.call(place, { program: "suite" });
        for (const { name, error } of checks) note(place, name, error);
        reference ??= { bytes, names: checks.map(({ name }) => name) };
        note(place, "runs every check", checks.length === reference.names.length ? undefined : `${checks.length} checks`);
        for (const [name, text] of Object.entries(reference.bytes))
          note(place, `${name}: same bytes`, bytes[name] === text ? undefined : `differs from ${REFERENCE}`);
        const seconds = (performance.now() - since) / 1000;
        rows.push({ place, version: opened.version, seconds, verdict: failed === before ? "same bits" : "FAILED", relaxed });
      } catch (error) {
        note(place, "runs the suite", error.stack ?? error);
        rows.push({ place, version: opened.version, seconds: 0, verdict: "FAILED", relaxed: "" });
      }
    }
  } catch (error) {
    note(host.id, "starts", error.stack ?? error);
    for (const place of host.places) rows.push({ place, version: "–", seconds: (performance.now() - started) / 1000, verdict: "ABSENT", relaxed: "" });
  } finally {
    await opened?.close();
  }
}

installDebian(Object.assign({}, ...chosen.map(({ debian }) => debian ?? {})));
await prepare();
const rows = [];
for (const host of chosen) await visit(host, rows);

const width = (key) => Math.max(...rows.map((row) => row[key].length));
const [places, versions] = [width("place"), width("version")];
for (const { place, version, seconds, verdict, relaxed } of rows)
  console.log(
    `${place.padEnd(places)}  ${version.padEnd(versions)}  ${seconds.toFixed(1).padStart(5)} s  ${verdict}  ${relaxed.slice(0, 24)}`,
  );
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
