/**
 * The package as its users get it, and the programs that run on it: `npm pack`, installed in a folder of its own, and the
 * programs of programs/ once as they are, for runtimes that resolve `gradiometer` themselves, and once bundled for each
 * runtime that does not.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
/** Where everything stands that is made here. */
export const work = `${root}build/runtimes/`;

const typescript = {
  name: "typescript",
  transform: (code, id) =>
    id.endsWith(".ts")
      ? ts.transpileModule(code, {
          compilerOptions: { target: "ES2022", module: "ESNext", verbatimModuleSyntax: true },
        }).outputText
      : null,
  resolveId: (id, importer) =>
    importer?.startsWith(here) && id.startsWith("./")
      ? new URL(id.replace(/js$/, "ts"), `file://${importer}`).pathname
      : null,
};

/** Binaries that an entry imports stay imports of the files beside it. */
const binaries = {
  name: "binaries",
  resolveId: (id) => (/\.wasm(\?module)?$/.test(id) ? { id, external: true } : null),
};

function npm(...args) {
  const path = process.env.npm_execpath;
  const [command, first] = path?.endsWith("js") ? [process.execPath, [path]] : ["npm", []];
  return execFileSync(command, [...first, ...args], {
    cwd: work,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** Installs what was packed, from no registry. */
function install() {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const [{ filename }] = JSON.parse(npm("pack", root, "--json", "--ignore-scripts"));
  writeFileSync(`${work}package.json`, `{ "private": true, "type": "module" }\n`);
  npm("install", "--no-save", "--offline", "--no-audit", "--no-fund", `./${filename}`);
}

/** The programs, with `gradiometer` found by `condition`; left to the runtime without one. */
async function bundle(file, condition) {
  const bundled = await rollup({
    input: `${here}programs/main.ts`,
    external: condition ? [] : /^gradiometer/,
    plugins: [
      typescript,
      binaries,
      ...(condition ? [nodeResolve({ exportConditions: [condition], modulePaths: [`${work}node_modules`] })] : []),
    ],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  await bundled.write({ file: work + file });
  await bundled.close();
}

export async function prepare() {
  install();
  await bundle("main.js");
  await bundle("browser/main.js", "browser");
  await bundle("workerd/main.js", "workerd");
  for (const place of ["browser", "workerd"])
    for (const name of ["gradiometer.wasm", "gradiometer-relaxed.wasm"])
      cpSync(`${work}node_modules/gradiometer/dist/${name}`, `${work}${place}/${name}`);
  writeFileSync(
    `${work}run.js`,
    `import { main } from "./main.js";\nconst args = globalThis.Deno?.args ?? globalThis.process.argv.slice(2);\nconsole.log(JSON.stringify(await main(JSON.parse(args[0]))));\n`,
  );
  for (const [folder, place] of [
    ["pages", "browser"],
    ["workers", "workerd"],
  ])
    cpSync(`${here}${folder}`, `${work}${place}`, { recursive: true });
}

/** The hashes and the version that are published. */
export const version = JSON.parse(readFileSync(`${root}package.json`, "utf8")).version;
