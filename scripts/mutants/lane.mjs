/**
 * A process that runs tests in a copy of the project, one mutant after another: each message { path, text, tests } has the file
 * at `path` replaced while the tests run, in their order, to the first that fails. It says "alive" while they run and hang
 * in no loop, and in the end { failure, late }: the name of that test, or null, and whether it ran out of time.
 */
import { readFile, stat, writeFile } from "node:fs/promises";
import { createVitest } from "vitest/node";

const [copy] = process.argv.slice(2);
process.chdir(copy);

/** Written by the processes that run tests, once a second while they are in no endless loop. */
const pulse = `${copy}/pulse`;
process.env.PULSE_FILE = pulse;

const say = (message) => process.send(message);

/** The order is the one that was asked for. */
class AsGiven {
  sort(files) {
    return files;
  }
  shard(files) {
    return files;
  }
}

/** What failed in this run; vitest itself remembers those before it, too. */
let failed = [];

const fail = (failure, errors) =>
  failed.push({ failure, late: errors?.some(({ message }) => /timed out/.test(message)) ?? false });

const reporter = {
  onTestModuleCollected: () => say("alive"),
  onTestCaseResult(test) {
    const { state, errors } = test.result();
    if (state === "failed") fail(test.fullName, errors);
    say("alive");
  },
  onTestModuleEnd(module) {
    if (module.state() === "failed") fail(module.relativeModuleId, module.errors());
  },
};

const vitest = await createVitest("test", {
  config: "scripts/plain/vitest.config.mjs",
  watch: false,
  bail: 1,
  isolate: false,
  maxWorkers: 1,
  testTimeout: 300_000, // of a machine that has other things to do; an endless loop is found by its pulse
  hookTimeout: 600_000,
  reporters: [reporter],
  sequence: { sequencer: AsGiven },
  onConsoleLog: () => false,
});
const [project] = vitest.projects;

/** What fails first in the test files. */
async function firstFailure(tests) {
  failed = [];
  const specifications = tests.map((test) => project.createSpecification(test));
  const { unhandledErrors } = await vitest.runTestSpecifications(specifications);
  const [error] = unhandledErrors;
  return failed[0] ?? { failure: error === undefined ? null : String(error.message ?? error), late: false };
}

process.on("message", async ({ path, text, tests }) => {
  const right = await readFile(path, "utf8");
  await writeFile(path, text);
  let answer;
  try {
    answer = await firstFailure(tests);
  } catch (error) {
    answer = { failure: `the run itself: ${error.message}`, late: false };
  }
  await writeFile(path, right);
  say(answer);
});
let last = 0;
setInterval(async () => {
  const { mtimeMs } = await stat(pulse).catch(() => ({ mtimeMs: 0 }));
  if (mtimeMs > last) say("alive");
  last = mtimeMs;
}, 1000);

process.on("disconnect", () => process.kill(-process.pid, "SIGKILL")); // and all that it started
say("ready");
