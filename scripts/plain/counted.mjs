/** The run of all tests that says what of sdk/ each of them runs, made once and kept for as long as it holds. */
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bringUpToDate } from "../setup.mjs";
import { filesOfProject, plainPackage } from "./package.mjs";
import { countedRun, failedFiles, timesOf } from "./run.mjs";

/** What no test runs or reads. */
const ASIDE = /^scripts\/(mutants\/|plain\/|coverage\.mjs$)/;

/** What can change without another line of sdk/ being run by a test that is as it was. */
const WORDS = /^tests\/(.*\.test\.ts$|golden\/)|\.md$/;

/** Files of the project that are not as they were when the copy was made. */
async function changedSince(copy) {
  const bytes = async (path) => (existsSync(path) ? await readFile(path) : Buffer.alloc(0));
  const files = filesOfProject().filter((file) => !ASIDE.test(file));
  const same = await Promise.all(files.map(async (file) => (await bytes(file)).equals(await bytes(join(copy, file)))));
  return files.filter((_, index) => !same[index]);
}

/**
 * Counts only the tests that have changed since, and those that failed.
 *
 * @throws Error when something else has changed, unless it is new
 */
async function renew(copy, counts, options) {
  const changed = await changedSince(copy);
  const others = changed.filter((file) => !WORDS.test(file) && existsSync(join(copy, file)));
  if (others.length > 0)
    throw new Error(
      `The counts in ${copy} are out of date, since these have changed: ${others.join(", ")}. Remove it.`,
    );
  for (const file of changed) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await cp(file, join(copy, file));
  }
  const tests = changed.filter((file) => file.endsWith(".test.ts"));
  return countedRun(copy, counts, { ...options, tests: [...new Set([...tests, ...(await failedFiles(copy))])] });
}

/**
 * A copy that is not bundled, and the counts of all tests in it.
 *
 * @param keep   folder that the copy stays in, and is taken from the next time: then only tests that were changed are counted anew
 * @param quiet  whether the tests print nothing
 * @returns { copy, counts, times, failures, end }: `failures` are names; `end` removes what is not kept
 */
export async function countedProject(purpose, { keep, quiet = false }) {
  await bringUpToDate("package");
  const known = keep !== undefined && existsSync(join(keep, "report.json"));
  const copy = known ? keep : await plainPackage(purpose, keep);
  const end = async () => {
    if (keep === undefined) await rm(copy, { recursive: true, force: true });
  };
  try {
    const counts = join(copy, "counts");
    const failures = known ? await renew(copy, counts, { quiet }) : await countedRun(copy, counts, { quiet });
    return { copy, counts, times: await timesOf(copy), failures, end };
  } catch (error) {
    await end();
    throw error;
  }
}
