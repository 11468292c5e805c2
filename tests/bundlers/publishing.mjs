/** What a registry and its readers would find wrong with the tarball. Each check throws, or all is well. */
import { deepStrictEqual } from "node:assert/strict";
import { cp, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { npm, output } from "../harness/commands.mjs";
import { binaries, tool } from "../harness/tools.mjs";

/** A binary is for a bundler to resolve, not for a compiler of TypeScript. */
const BINARIES = ["./gradiometer.wasm", "./gradiometer-relaxed.wasm"];

/** What JSR has no place for: it takes modules of JavaScript that write no global. */
const NO_MODULES = [...BINARIES, "./global", "./element"];

/**
 * The package as JSR takes it: jsr.json from package.json, and each entry names its declarations, which import each other
 * under their own names, since JSR looks for no file that is not written. What they say for hosts without the DOM's types
 * goes: Deno has those, and JSR allows no global declarations.
 */
async function asJsr(packed, folder) {
  await cp(packed, folder, { recursive: true });
  const { name, version, license, exports } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const entries = Object.entries(exports).filter(([entry, target]) => target.types && !NO_MODULES.includes(entry));
  const moduleOf = (target) => target.deno ?? target.default;
  const modules = Object.fromEntries(entries.map(([entry, target]) => [entry, moduleOf(target)]));
  const manifest = { name: `@${name}/${name}`, version, license, exports: modules, publish: { exclude: ["!dist"] } };
  await writeFile(join(folder, "jsr.json"), JSON.stringify(manifest));
  for (const [, target] of entries) {
    const path = join(folder, moduleOf(target));
    const declarations = `./${target.types.split("/").at(-1)}`;
    await writeFile(path, `/* @ts-self-types="${declarations}" */\n${await readFile(path, "utf8")}`);
  }
  for (const file of await readdir(join(folder, "dist"), { recursive: true })) {
    if (!file.endsWith(".d.ts")) continue;
    const path = join(folder, "dist", file);
    const text = (await readFile(path, "utf8"))
      .replace(/((?:from|import) '\.[^']*)\.js'/g, "$1.d.ts'")
      .replace(/^\/\/\/ <reference lib.*\n/, "")
      .replace(/^declare global \{[^]*?^\}\n/m, "");
    await writeFile(path, text);
  }
}

/** Each is given the tarball, the project that installed it, and a folder that is not there yet. */
export const checks = {
  "installs as one package, which runs no script": async (tarball, project) => {
    const tree = JSON.parse(await npm(["ls", "--all", "--json"], project));
    deepStrictEqual(Object.keys(tree.dependencies), ["gradiometer"]);
    // The optional peer is named, and not installed.
    deepStrictEqual(tree.dependencies.gradiometer.dependencies, { bullmq: {}, ioredis: {}, jsfive: {} });
    deepStrictEqual(await npm(["query", ":attr(scripts, [install]), :attr(scripts, [postinstall])"], project), "[]");
  },

  "its command runs": async (tarball, project) => {
    const { version } = JSON.parse(await readFile(join(project, "node_modules/gradiometer/package.json"), "utf8"));
    deepStrictEqual(await output(join(project, "node_modules/.bin/gradiometer"), ["--version"], project), version);
  },

  "publint --strict": (tarball) => tool(["publint/src/cli.js", "run", "--strict", tarball]),

  "attw --profile esm-only": (tarball) =>
    tool([
      "@arethetypeswrong/cli/dist/index.js",
      tarball,
      "--profile",
      "esm-only",
      "--exclude-entrypoints",
      ...BINARIES,
    ]),

  "deno publish --dry-run": async (tarball, project, folder) => {
    await asJsr(join(project, "node_modules/gradiometer"), folder);
    await output(binaries.deno, ["publish", "--dry-run", "--allow-dirty"], folder);
  },
};
