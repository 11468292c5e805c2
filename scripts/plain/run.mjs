/** Runs the tests in a copy that package.mjs made. */
import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

const reportOf = (copy) => join(copy, "report.json");

/** What the last runs have reported of each file of tests, file by file. */
async function resultsOf(path) {
  const { testResults } = JSON.parse(await readFile(path, "utf8"));
  return testResults;
}

/** Takes away what was counted for these tests. */
async function forget(copy, counts, tests) {
  for (const { test, path, folder } of await countsByTest(counts))
    if (tests.includes(relative(copy, test)))
      for (const one of [path, folder]) await rm(one, { recursive: true, force: true });
}

/**
 * Tests, each file in a process of its own, with what V8 counts in every process kept in `counts`, a folder.
 *
 * @param tests  paths in the copy of those that run, where the others have run before; all when it is left out
 * @returns what failed, by name, among all that have ever run: nothing when all is well
 */
export async function countedRun(copy, counts, { quiet = false, tests } = {}) {
  await mkdir(counts, { recursive: true });
  const report = reportOf(copy);
  const before = tests === undefined ? [] : await resultsOf(report);
  if (tests !== undefined) await forget(copy, counts, tests);
  if (tests?.length !== 0) await run(copy, counts, { quiet, report, tests: tests ?? [] });
  const now = tests?.length === 0 ? [] : await resultsOf(report);
  const names = new Set(now.map(({ name }) => name));
  const all = [...before.filter(({ name }) => !names.has(name)), ...now];
  await writeFile(report, JSON.stringify({ testResults: all }));
  return all.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed").map(({ fullName }) => fullName);
    return failed.length === 0 && status === "failed" ? [name] : failed;
  });
}

async function run(copy, counts, { quiet, report, tests }) {
  const args = ["vitest/vitest.mjs", "run", "--config=scripts/plain/vitest.config.mjs", "--no-color", ...tests];
  const reporters = [...(quiet ? [] : ["--reporter=default"]), "--reporter=json", `--outputFile.json=${report}`];
  const child = spawn(process.execPath, [`node_modules/${args[0]}`, ...args.slice(1), ...reporters], {
    cwd: copy,
    env: { ...process.env, NODE_V8_COVERAGE: counts },
    stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
  });
  await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
}

/** Test files of which something failed when they last ran, as paths within the copy. */
export async function failedFiles(copy) {
  const results = await resultsOf(reportOf(copy));
  return results.filter(({ status }) => status === "failed").map(({ name }) => relative(copy, name));
}

/** Test file, its path within the copy → milliseconds of the last run: of all its tests, and of the longest. */
export async function timesOf(copy) {
  return new Map(
    (await resultsOf(reportOf(copy))).map(({ name, startTime, endTime, assertionResults }) => [
      relative(copy, name),
      { total: endTime - startTime, longest: Math.max(0, ...assertionResults.map(({ duration }) => duration ?? 0)) },
    ]),
  );
}

/** What V8 counted in a process: [{ url, functions }]. One that was killed while it wrote has counted nothing. */
export async function countsIn(path) {
  try {
    return JSON.parse(await readFile(path, "utf8")).result;
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** The counts of every process, with the test file that started it: [{ test, path, folder }], path being a file as V8 writes it. */
export async function countsByTest(counts) {
  const all = [];
  const written = await readdir(counts, { withFileTypes: true });
  const ofProcess = (pid) => written.map(({ name }) => name).filter((name) => name.startsWith(`coverage-${pid}-`));
  for (const { name } of written.filter((entry) => entry.isDirectory())) {
    const test = await readFile(join(counts, name, "test.txt"), "utf8");
    const children = (await readdir(join(counts, name))).filter((file) => file.endsWith(".json"));
    for (const file of [...ofProcess(name), ...children.map((child) => join(name, child))])
      all.push({ test, path: join(counts, file), folder: join(counts, name) });
  }
  return all;
}
