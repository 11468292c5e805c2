/**
 * `npm test`: both suites at once, the kernels' specs under as-pect and the SDK's tests under vitest, over the built package.
 * `npm test -- NAME …`: the specs and tests whose path contains a name, over the sources, after building what they need
 * alone. Names come first; what begins with the first dash goes to vitest. The last line is `N passed, N failed`. A suite
 * that ran nothing has failed, and so has a name that no path contains.
 * `npm run test:long`: the tests that train or draw for many seconds, which the whole run leaves out.
 */
import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { bringUpToDate, install } from "./setup.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const report = "build/vitest.json";

/** Runs a command of node_modules/; gives back its exit code and, unless it has the terminal, shows at the end what it printed. */
function run({ stdio, env = process.env }, script, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`node_modules/${script}`, ...args], {
      env,
      stdio: ["ignore", stdio, stdio],
    });
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

async function specs(chosen) {
  // In the environment, since as-pect always adds the entries of its configuration to those of the command line.
  const env = chosen.length > 0 ? { ...process.env, SPECS: chosen.join() } : process.env;
  const { code, printed } = await run({ stdio: "pipe", env }, "@as-pect/cli/lib/test.js", "--summary");
  const [, passed, total] = /\[Tests\]: (\d+) \/ (\d+)/.exec(stripVTControlCharacters(printed)) ?? [0, 0, 0];
  return count(Number(passed), total - passed, code);
}

async function tests(...args) {
  await mkdir("build", { recursive: true });
  await rm(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const colour = process.stdout.isTTY ? [] : ["--no-color"];
  const { code } = await run({ stdio: "inherit" }, "vitest/vitest.mjs", "run", ...reporters, ...colour, ...args);
  const result = JSON.parse(await readFile(report, "utf8").catch(() => "{}"));
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = result;
  const broken = testResults.filter(({ status, assertionResults }) => status === "failed" && !assertionResults.length);
  return count(numPassedTests, numFailedTests + broken.length, code);
}

/** The suites that names select. @throws Error for a name that selects nothing */
async function selected(names, options) {
  const listed = await readdir("tests", { recursive: true });
  const files = listed
    .filter((file) => /\.(test|spec)\.ts$/.test(file))
    .map((file) => `tests/${file}`.replaceAll("\\", "/"));
  const chosen = new Set();
  for (const name of names) {
    const path = name.replace(/^\.\//, "").replace(/:\d+$/, "");
    const found = files.filter((file) => file.includes(path));
    if (found.length === 0) {
      const folders = [...new Set(files.map((file) => file.split("/").slice(1, -1).join("/")))].sort();
      throw new Error(`No test's path contains "${name}". The folders of tests/: ${folders.join(", ")}.`);
    }
    for (const file of found) chosen.add(file);
  }
  const kernels = [...chosen].filter((file) => file.endsWith(".spec.ts"));
  const suites = [];
  if (kernels.length > 0) suites.push(() => specs(kernels));
  if (kernels.length < chosen.size || chosen.size === 0) suites.push(() => tests(...names, ...options));
  return suites;
}

/** What runs, by the arguments. */
async function chosenSuites(args) {
  install();
  if (args[0] === "--long") {
    await bringUpToDate("package");
    return [() => tests("--mode=long")];
  }
  if (args.length > 0) {
    const dash = args.findIndex((arg) => arg.startsWith("-"));
    const end = dash < 0 ? args.length : dash;
    return selected(args.slice(0, end), args.slice(end));
  }
  await bringUpToDate("package");
  return [() => specs([]), () => tests("--mode=package")];
}

try {
  const suites = await chosenSuites(process.argv.slice(2));
  const counts = await Promise.all(suites.map((suite) => suite()));
  const passed = counts.reduce((sum, suite) => sum + suite.passed, 0);
  const failed = counts.reduce((sum, suite) => sum + suite.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
} catch (error) {
  console.error(error.message);
  console.log("0 passed, 1 failed");
  process.exit(1);
}
