/** What docs/runtimes.md and README.md say about the runtimes: where the suite ran, what is loaded there, how long it takes to the first step. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { work } from "./prepare.mjs";

const dist = `${work}node_modules/gradiometer/dist/`;

/** A module of the package and all that it imports, the binary too where it is imported or fetched. */
function loaded(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.endsWith(".js")) return seen;
  const code = readFileSync(join(dist, file), "utf8");
  for (const [, path] of code.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) loaded(join(dirname(file), path), seen);
  if (code.includes("gradiometer.wasm")) seen.add("gradiometer.wasm");
  return seen;
}

const kilobytes = (entry) => {
  const bytes = [...loaded(entry)].map((file) => gzipSync(readFileSync(join(dist, file))).length);
  return (bytes.reduce((sum, length) => sum + length, 0) / 1000).toFixed(1);
};

/** The rows of the runs as Markdown; `entry` is the file of dist/ that a runtime loads. */
export function tableOf(rows) {
  const lines = rows.map(({ place, version, entry, firstStep, verdict, relaxed }) => {
    const time = firstStep > 0 ? firstStep.toFixed(1) : "–";
    const fused = relaxed.startsWith("relaxed:") ? "yes" : "–";
    return `| ${place} | ${version.replace(/ \(.*/, "")} | ${kilobytes(entry)} | ${time} | ${verdict} | ${fused} |`;
  });
  return [
    "| runtime | version | gzipped, kB | to the first step, ms | simd build | relaxed build |",
    "| --- | --- | ---: | ---: | --- | --- |",
    ...lines,
  ].join("\n");
}

/** One row with a tick per runtime, versions and realms of one engine taken together. */
export function ticksOf(rows) {
  const engines = new Map();
  for (const { place, verdict } of rows) {
    const [engine] = place.split(/[ ,]/);
    engines.set(engine, (engines.get(engine) ?? true) && verdict === "same bits");
  }
  const line = (cells) => `| ${[...cells].join(" | ")} |`;
  return [
    line(engines.keys()),
    line([...engines.keys()].map(() => ":-:")),
    line([...engines.values()].map((same) => (same ? "✓" : "✗"))),
  ].join("\n");
}
