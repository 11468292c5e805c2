/**
 * A copy of the project in which nothing is bundled: its dist/ leads to one JavaScript file for each file of sdk/, with a source
 * map beside it. So whatever runs, a test, a program or the command line in a process of its own, runs these files, and what
 * becomes of one line of them can be counted (scripts/coverage.mjs) or changed (scripts/mutants) without a build.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { entries } from "../../rollup.config.mjs";
import { isElsewhere } from "./elsewhere.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where the files of sdk/ are in a copy; a file of sdk/ has the same path below it, with .js in place of .ts. */
export const MODULES = "build/tsc";

/** What git holds and would take, with paths from the root. */
export function filesOfProject() {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
}

/** A folder with a copy of these files, and of what was built. What is installed is only read, so a link is enough. */
export async function copyProject(purpose, folder) {
  const copy = folder ?? (await mkdtemp(join(tmpdir(), `gradiometer-${purpose}-`)));
  for (const file of filesOfProject()) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await cp(join(root, file), join(copy, file));
  }
  for (const built of ["build", "dist"]) await cp(join(root, built), join(copy, built), { recursive: true });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** The options of tsconfig.build.json that matter file by file. */
const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  useDefineForClassFields: false,
  isolatedModules: true,
  sourceMap: true,
};

/** Writes the JavaScript of one file, and its source map, which the file itself does not name: Node would read it at every start. */
async function compile(copy, file) {
  const out = join(copy, MODULES, file.replace(/\.ts$/, ".js"));
  const source = await readFile(join(copy, file), "utf8");
  const { outputText, sourceMapText } = ts.transpileModule(source, { compilerOptions, fileName: file });
  const map = { ...JSON.parse(sourceMapText), sources: [file], sourcesContent: [source] };
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
  await writeFile(`${out}.map`, JSON.stringify(map));
}

/** Such a copy, in `folder` or one of its own. Whoever asked for it removes it. */
export async function plainPackage(purpose, folder) {
  const copy = await copyProject(purpose, folder);
  await rm(join(copy, MODULES), { recursive: true, force: true });
  const inside = async (folder) =>
    (await readdir(join(copy, folder), { recursive: true })).map((file) => `${folder}/${file}`);
  const files = [...(await inside("sdk")), ...(await inside("build/generated")), "assembly/abi.ts"];
  for (const file of files) if (/(?<!\.d)\.ts$/.test(file)) await compile(copy, file);
  const text = "build/generated/binary.js";
  await cp(join(copy, text), join(copy, MODULES, text));
  for (const name of ["gradiometer.wasm", "gradiometer-relaxed.wasm"])
    await cp(join(copy, "build", name), join(copy, MODULES, "sdk/entry", name));
  await rm(join(copy, "dist/chunks"), { recursive: true, force: true });
  for (const [entry, module] of Object.entries(entries))
    await writeFile(join(copy, `dist/${entry}.js`), `export * from "../${MODULES}/sdk/${module}.js";\n`);
  // What `gradiometer lab` serves stands beside the command.
  for (const served of ["lab", "element", "element.js", "custom-elements.json", "gradiometer.wasm"])
    await cp(join(copy, "dist", served), join(copy, MODULES, "sdk/cli", served), { recursive: true });
  await writeFile(join(copy, "dist/cli.js"), `#!/usr/bin/env node\nimport "../${MODULES}/sdk/cli/index.js";\n`);
  return copy;
}

/** The file of sdk/ that a module of a copy was made of, "sdk/nn/mlp.ts"; undefined for any other. */
export function sourceOf(copy, path) {
  const within = relative(join(copy, MODULES), path).replaceAll("\\", "/");
  return /^sdk\/.*\.js$/.test(within) ? within.replace(/\.js$/, ".ts") : undefined;
}

/** The modules of sdk/ in a copy that tests in Node can hold to account, but for those that hold nothing but types. */
export async function modulesOf(copy) {
  const listed = (await readdir(join(copy, MODULES, "sdk"), { recursive: true })).sort();
  const modules = listed
    .filter((file) => file.endsWith(".js"))
    .map((file) => `${MODULES}/sdk/${file.replaceAll("\\", "/")}`)
    .filter((module) => existsSync(join(copy, sourceOf(copy, join(copy, module)))));
  const empty = /^\s*export \{\s*\};\s*$/;
  const texts = await Promise.all(modules.map((module) => readFile(join(copy, module), "utf8")));
  const code = (text) => text.replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
  return modules.filter(
    (module, index) => !isElsewhere(sourceOf(copy, join(copy, module))) && !empty.test(code(texts[index])),
  );
}
