/**
 * How much of sdk/ the tests run, the processes that they start counted too: `npm run coverage` prints the shares, and exits with
 * 1 when one is below its least. build/coverage/index.html shows every line. What another runtime has to run is left out, by
 * the list in plain/elsewhere.mjs. `-- --keep FOLDER` keeps the counts for the next time, as for `npm run mutants`.
 *
 * The tests run in a copy of the project that is not bundled (scripts/plain), V8 counts in every process
 * (NODE_V8_COVERAGE), and monocart-coverage-reports merges the counts and maps them back to the TypeScript.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { CoverageReport } from "monocart-coverage-reports";
import { countedProject } from "./plain/counted.mjs";
import { modulesOf, sourceOf } from "./plain/package.mjs";
import { countsByTest, countsIn } from "./plain/run.mjs";

/** Percent. */
const LEAST = { lines: 95, branches: 88 };

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** As V8 writes it when nothing of a file ran. */
const untouched = (length) => [
  { functionName: "", isBlockCoverage: true, ranges: [{ startOffset: 0, endOffset: length, count: 0 }] },
];

/** The shares of the counts in a folder, and the pages that show them. */
async function report(copy, counts) {
  const coverage = new CoverageReport({
    name: "gradiometer",
    outputDir: "build/coverage",
    reports: ["v8", "json"],
    logging: "error",
    baseDir: copy,
  });
  /** URL → what monocart needs beside the counts. */
  const sources = new Map();
  const loaded = new Set();
  for (const module of await modulesOf(copy)) {
    const path = join(copy, module);
    const [source, map] = await Promise.all([readFile(path, "utf8"), readFile(`${path}.map`, "utf8")]);
    const own = pathToFileURL(join(copy, sourceOf(copy, path))).href;
    sources.set(pathToFileURL(path).href, { source, sourceMap: { ...JSON.parse(map), sources: [own] } });
  }
  for (const { path } of await countsByTest(counts)) {
    const entries = (await countsIn(path)).filter(({ url }) => sources.has(url));
    for (const { url } of entries) loaded.add(url);
    if (entries.length > 0) await coverage.add(entries.map((entry) => ({ ...entry, ...sources.get(entry.url) })));
  }
  const others = [...sources].filter(([url]) => !loaded.has(url));
  await coverage.add(others.map(([url, own]) => ({ url, functions: untouched(own.source.length), ...own })));
  return coverage.generate();
}

const { values } = parseArgs({ options: { keep: { type: "string" } } });
const { copy, counts, failures, end } = await countedProject("coverage", { keep: values.keep });
try {
  const { summary } = await report(copy, counts);
  for (const [name, least] of Object.entries(LEAST)) {
    const { covered, total, pct } = summary[name];
    const verdict = pct >= least ? "" : `, below the least, ${least} %`;
    console.log(`${name}: ${pct} % (${covered} of ${total})${verdict}`);
    if (!(pct >= least)) process.exitCode = 1;
  }
  for (const name of failures) console.log(`FAILED: ${name}`);
  if (failures.length > 0) process.exitCode = 1;
} finally {
  await end();
}
