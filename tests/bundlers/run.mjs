/**
 * The packed package as users meet it: installed from its tarball, built by every bundler as it comes out of the box, run
 * where the result belongs, and looked at as a registry would.
 *
 *     node tests/bundlers/run.mjs [--frameworks] [part of a row's name]
 *
 * --frameworks: the rows of frameworks and package managers instead, which install much and take minutes.
 *
 * Prints a row for each fixture and check, and `N passed, N failed` last. Whatever cannot run has failed.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launchChromium } from "../harness/browsers.mjs";
import { framework, frameworksHome, frameworksWork, installFrameworks } from "../harness/frameworks.mjs";
import { install, pack } from "../harness/project.mjs";
import { installDebian, installTools, tool, tools } from "../harness/tools.mjs";
import { fixtures } from "./fixtures.mjs";
import { frameworks } from "./frameworks.mjs";
import { checks } from "./publishing.mjs";
import { runtimes } from "./runtimes.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

const { values, positionals } = parseArgs({
  options: { frameworks: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [part = ""] = positionals;
/** The rows and checks of this run. */
const rows = values.frameworks ? frameworks : fixtures;
const checked = values.frameworks ? {} : checks;
const selected = (name) => name.includes(part);
const names = [...rows.map(({ name }) => name), ...Object.keys(checked)];
if (!names.some(selected)) {
  console.error(`no row ${part}: expected a part of one of\n  ${names.join("\n  ")}`);
  process.exit(2);
}
const results = [];

/** Does one thing, shows how it went; gives back what it came to, or undefined. */
async function row(name, what) {
  const start = performance.now();
  const show = (mark) => console.log(`${mark} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  try {
    const value = await what();
    results.push(true);
    show("✓");
    return value;
  } catch (error) {
    results.push(false);
    show("✗");
    const lines = error.message.split("\n").map((line) => `    ${line.slice(0, 300)}`);
    console.error(lines.slice(0, 40).join("\n"));
  }
}

/** A copy of the project with the user's program and what else the fixture has. */
async function prepare({ entry = "gradiometer", files = {}, alone = false, settings = false }, home) {
  if (alone) await mkdir(home);
  else await cp(project, home, { recursive: true });
  await cp(join(here, "program"), home, { recursive: true });
  await writeFile(join(home, "hash.txt"), hash);
  // Parcel reads `exports` of a package only when it is told to.
  const manifest = {
    private: true,
    type: "module",
    ...(settings && { "@parcel/resolver-default": { packageExports: true } }),
  };
  await writeFile(join(home, "package.json"), JSON.stringify(manifest));
  const program = join(home, "trained.js");
  await writeFile(program, (await readFile(program, "utf8")).replace('"gradiometer"', JSON.stringify(entry)));
  for (const [name, file] of Object.entries(files)) {
    const text =
      typeof file === "string" ? await readFile(join(here, file), "utf8") : (file.text ?? JSON.stringify(file));
    await mkdir(dirname(join(home, name)), { recursive: true });
    await writeFile(join(home, name), text.replace("TOOLS", tools).replace("FRAMEWORKS", frameworksHome));
  }
}

/** What builds a fixture: nothing, a command, or several. */
const commandsOf = ({ build = [] }) => (Array.isArray(build[0]) || build.length === 0 ? build : [build]);

let launching;
/** The one browser, there from when a row first asks for it. */
const chromium = () => (launching ??= installDebian(["chromium"]).then(launchChromium));

const [{ hash }] = JSON.parse(await readFile(join(here, "../../sdk/hashes/published.json"), "utf8"));
const folder = await mkdtemp(join(tmpdir(), "gradiometer-"));
const project = join(folder, "project");
const place = (name, below = folder) => join(below, name.replace(/\W+/g, "-"));

try {
  await row("tools", installTools);
  const tarball = await row("npm pack", () => pack(folder));
  await row("npm install", () => install(tarball, project));

  if (values.frameworks) {
    await row("frameworks", installFrameworks);
    await rm(frameworksWork, { recursive: true, force: true });
    await mkdir(frameworksWork);
  }
  const build = values.frameworks ? framework : tool;

  for (const fixture of rows.filter(({ name }) => selected(name)))
    await row(fixture.name, async () => {
      const home = place(fixture.name, values.frameworks && !fixture.alone ? frameworksWork : folder);
      await prepare(fixture, home);
      for (const command of commandsOf(fixture)) await build(command, home, fixture.node);
      const [runtime, ...args] = fixture.run;
      const printed = await runtimes[runtime](chromium, home, ...(fixture.alone ? [{ tarball }] : args));
      const { expected: wanted = new RegExp(`^${hash}$`) } = fixture;
      const expected = typeof wanted === "function" ? wanted(hash) : wanted;
      if (!expected.test(printed)) throw new Error(`expected ${expected}, but it printed ${printed}`);
    });

  for (const [name, check] of Object.entries(checked))
    if (selected(name)) await row(name, () => check(tarball, project, place(name)));
} finally {
  await launching?.then(
    (browser) => browser.close(),
    () => {}, // the rows that asked for it have said so
  );
  await rm(folder, { recursive: true, force: true });
  await rm(frameworksWork, { recursive: true, force: true });
}

const passed = results.filter(Boolean).length;
console.log(`${passed} passed, ${results.length - passed} failed`);
process.exit(passed === results.length ? 0 : 1);
