/**
 * The package as its users get it, and the programs that run on it: `npm pack`, installed in a folder of its own, and the
 * programs of programs/ once as they are, for runtimes that resolve `gradiometer` themselves, and once bundled for each
 * runtime that does not.
 */
import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import ts from "typescript";
import { install, pack } from "../harness/project.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
/** Where everything stands that is made here: a folder of this run's own, which goes when it ends. */
export const work = `${root}build/runtimes-${randomUUID()}/`;

const typescript = {
  name: "typescript",
  transform: (code, id) =>
    id.endsWith(".ts")
      ? ts.transpileModule(code, {
          compilerOptions: { target: "ES2022", module: "ESNext", verbatimModuleSyntax: true },
        }).outputText
      : null,
  resolveId: (id, importer) =>
    importer?.startsWith(`${work}programs/`) && id.startsWith("./")
      ? new URL(id.replace(/js$/, "ts"), `file://${importer}`).pathname
      : null,
};

/** Binaries that an entry imports stay imports of the files beside it. */
const binaries = {
  name: "binaries",
  resolveId: (id) => (/\.wasm(\?module)?$/.test(id) ? { id, external: true } : null),
};

/** The programs, with `gradiometer` found by `condition`; left to the runtime without one. */
async function bundle(file, condition) {
  const bundled = await rollup({
    input: `${work}programs/main.ts`,
    external: condition ? [] : /^gradiometer/,
    plugins: [typescript, binaries, ...(condition ? [nodeResolve({ exportConditions: [condition] })] : [])],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  // One file: the digits, which their first call imports, stand in it too.
  await bundled.write({ file: work + file, inlineDynamicImports: true });
  await bundled.close();
}

export async function prepare() {
  process.once("exit", () => rmSync(work, { recursive: true, force: true }));
  mkdirSync(work, { recursive: true });
  await install(await pack(work), work);
  cpSync(`${here}programs`, `${work}programs`, { recursive: true }); // here, `gradiometer` would be this repository's own
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
