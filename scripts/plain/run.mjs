/** Runs the tests in a copy that package.mjs made. */
import { spawn } from "node:child_process";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

const reportOf = (copy) => join(copy, "report.json");

/**
 * All tests, each file in a process of its own, with what V8 counts in every process kept in `counts`, a folder.
 *
 * @returns what failed, by name: nothing when all is well
 */
export async function countedRun(copy, counts, { quiet = false } = {}) {
  await mkdir(counts, { recursive: true });
  const report = reportOf(copy);
  const args = ["vitest/vitest.mjs", "run", "--config=scripts/plain/vitest.config.mjs", "--no-color"];
  const reporters = [...(quiet ? [] : ["--reporter=default"]), "--reporter=json", `--outputFile.json=${report}`];
  const child = spawn(process.execPath, [`node_modules/${args[0]}`, ...args.slice(1), ...reporters], {
    cwd: copy,
    env: { ...process.env, NODE_V8_COVERAGE: counts },
    stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
  });
  await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const { testResults } = JSON.parse(await readFile(report, "utf8"));
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed").map(({ fullName }) => fullName);
    return failed.length === 0 && status === "failed" ? [name] : failed;
  });
}

/** Test file, its path within the copy → milliseconds of the last run: of all its tests, and of the longest. */
export async function timesOf(copy) {
  const { testResults } = JSON.parse(await readFile(reportOf(copy), "utf8"));
  return new Map(
    testResults.map(({ name, startTime, endTime, assertionResults }) => [
      relative(copy, name),
      { total: endTime - startTime, longest: Math.max(0, ...assertionResults.map(({ duration }) => duration ?? 0)) },
    ]),
  );
}

/** The counts of every process, with the test file that started it: [{ test, path }], path being a file as V8 writes it. */
export async function countsByTest(counts) {
  const all = [];
  const written = await readdir(counts, { withFileTypes: true });
  const ofProcess = (pid) => written.map(({ name }) => name).filter((name) => name.startsWith(`coverage-${pid}-`));
  for (const { name } of written.filter((entry) => entry.isDirectory())) {
    const test = await readFile(join(counts, name, "test.txt"), "utf8");
    const children = (await readdir(join(counts, name))).filter((file) => file.endsWith(".json"));
    for (const file of [...ofProcess(name), ...children.map((child) => join(name, child))])
      all.push({ test, path: join(counts, file) });
  }
  return all;
}
