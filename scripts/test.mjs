/**
 * Both suites at once: the kernels' specs under as-pect, the SDK's tests under vitest. Arguments go to vitest and, being a
 * selection of its tests, leave the specs out. The last line is `N passed, N failed` over both. A suite that ran nothing
 * has failed.
 */
import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const report = "build/vitest.json";
const selection = process.argv.slice(2);

/** Runs a command of node_modules/; gives back its exit code and, unless it has the terminal, shows at the end what it printed. */
function run(stdio, script, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`node_modules/${script}`, ...args], { stdio: ["ignore", stdio, stdio] });
    let printed = "";
    const keep = (text) => (printed += text);
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      process.stdout.write(printed);
      resolve({ code, printed });
    });
  });
}

/** Counts of one suite, a file that does not load being one failure; an exit code that no failed test explains counts as one failure. */
function count(passed, failed, code) {
  const ran = passed + failed > 0;
  return { passed, failed: failed || (code === 0 && ran ? 0 : 1) };
}

async function specs() {
  const { code, printed } = await run("pipe", "@as-pect/cli/lib/test.js", "--summary");
  const [, passed, total] = /\[Tests\]: (\d+) \/ (\d+)/.exec(stripVTControlCharacters(printed)) ?? [0, 0, 0];
  return count(Number(passed), total - passed, code);
}

async function tests() {
  await mkdir("build", { recursive: true });
  await rm(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const colour = process.stdout.isTTY ? [] : ["--no-color"];
  const { code } = await run("inherit", "vitest/vitest.mjs", "run", ...reporters, ...colour, ...selection);
  const result = JSON.parse(await readFile(report, "utf8").catch(() => "{}"));
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = result;
  const broken = testResults.filter(({ status, assertionResults }) => status === "failed" && !assertionResults.length);
  return count(numPassedTests, numFailedTests + broken.length, code);
}

const suites = await Promise.all(selection.length > 0 ? [tests()] : [specs(), tests()]);
const passed = suites.reduce((sum, suite) => sum + suite.passed, 0);
const failed = suites.reduce((sum, suite) => sum + suite.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
