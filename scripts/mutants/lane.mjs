/**
 * A process that runs tests in a copy of the project, one mutant after another: each message { path, text, tests } has the file
 * at `path` replaced while the tests run, in their order, to the first that fails. It says "alive" after each test, so that
 * whoever started it sees that nothing hangs, and in the end { failure }: the name of that test, or null.
 */
import { readFile, writeFile } from "node:fs/promises";
import { createVitest } from "vitest/node";

const [copy] = process.argv.slice(2);
process.chdir(copy);

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

const reporter = {
  onTestCaseResult: () => say("alive"),
  onTestModuleCollected: () => say("alive"),
};

const vitest = await createVitest("test", {
  config: "scripts/plain/vitest.config.ts",
  watch: false,
  bail: 1,
  isolate: false,
  maxWorkers: 1,
  reporters: [reporter],
  sequence: { sequencer: AsGiven },
  onConsoleLog: () => false,
});
const [project] = vitest.projects;

/** What fails first in the test files; null when nothing does. */
async function firstFailure(tests) {
  const specifications = tests.map((test) => project.createSpecification(test));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  for (const module of testModules) {
    for (const test of module.children.allTests("failed")) return test.fullName;
    if (!module.ok() && module.state() === "failed") return module.moduleId;
  }
  return unhandledErrors.length > 0 ? String(unhandledErrors[0]?.message ?? unhandledErrors[0]) : null;
}

process.on("message", async ({ path, text, tests }) => {
  const right = await readFile(path, "utf8");
  await writeFile(path, text);
  let failure;
  try {
    failure = await firstFailure(tests);
  } catch (error) {
    failure = `the run itself: ${error.message}`;
  }
  await writeFile(path, right);
  say({ failure });
});
say("ready");
