/**
 * assembly/ → build/*.wasm, sdk/ → build/tsc, both → dist/: what of it is out of date (stages.mjs).
 *
 *     node scripts/build.mjs [--debug] [--allow-warnings]
 *
 * --debug adds build/gradiometer-debug.wasm with its text and source map, --allow-warnings goes on when asc warns.
 * `npm run clean` before it builds everything anew.
 */
import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { appendFile, chmod, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { workers } from "./labWorkers.mjs";
import { digest, outdatedStages, removeStamp, stages, writeStamp } from "./stages.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** Runs a command of node_modules/ and gives back what it printed; the build ends with the first that fails. */
function run(script, ...args) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: "1" };
    const child = spawn(process.execPath, [`node_modules/${script}`, ...args], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    const keep = (text) => (printed += text);
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(printed) : reject(new Error(`${script} failed\n${printed}`))));
  });
}

/** The program of a worker of the lab: its text is put in its place when it was bundled. */
const workerType = (name) => `export declare const ${name}: (scope: {
  onmessage: ((event: { data: unknown }) => void) | null;
  postMessage(message: unknown, transfer?: unknown[]): void;
}) => void;
`;

/** The JSON files of a folder as a list of texts, in the order of their names. */
async function jsonTexts(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const texts = names.map(async (name) => JSON.stringify(JSON.parse(await readFile(`${folder}/${name}`, "utf8"))));
  return JSON.stringify(await Promise.all(texts), null, 2);
}

/** Modules that tsc needs and that git does not hold: the version, and the digits, hashes, nets of the zoo and studies as text. */
async function generate() {
  const { version } = JSON.parse(await readFile("package.json", "utf8"));
  const digits = await readFile("sdk/data/digits.csv.gz", "base64");
  const published = JSON.stringify(JSON.parse(await readFile("sdk/hashes/published.json", "utf8")));
  await mkdir("build/generated", { recursive: true });
  // Its type alone: the text is put in its place when there is a binary.
  await writeFile(
    "build/generated/binary.d.ts",
    "export declare const binaryBase64: string;\nexport declare const binaryGzipBase64: string;\n",
  );
  for (const [file, name] of Object.entries(workers)) await writeFile(`build/generated/${file}.d.ts`, workerType(name));
  await writeFile("build/generated/version.ts", `export const VERSION = "${version}";\n`);
  for (const [file, name, folder] of [
    ["zoo", "zooFiles", "sdk/doctor/zoo"],
    ["studies", "studyFiles", "sdk/sweep/studies"],
  ])
    await writeFile(
      `build/generated/${file}.ts`,
      `export const ${name}: readonly string[] = ${await jsonTexts(folder)};\n`,
    );
  await writeFile("build/generated/published.ts", `export const publishedText = ${JSON.stringify(published)};\n`);
  await writeFile("build/generated/digits.ts", `export const digitsGzipBase64: string =\n  "${digits}";\n`);
}

/** The types of the classic script: those of the entries that it puts on its global. */
async function describeGlobal() {
  const { onGlobal } = await import("../rollup.config.mjs");
  const types = onGlobal.map((name) => `typeof import("./${name}.js")`).join(" &\n    ");
  const text = `/** Everything, on one global, from the moment that the script has run. */
declare global {
  var gradiometer: Readonly<
    ${types}
  >;
}
export {};
`;
  await writeFile("dist/gradiometer.global.d.ts", text);
}

/** What a bundler of the edge, Deno or Node makes of an import of a binary. */
async function describeBinaries() {
  const text = `import type { LoadOptions } from "./module.js";
/** The binary, compiled when it was bundled: what \`load\` of gradiometer/module takes. */
declare const module: NonNullable<LoadOptions["module"]>;
export default module;
`;
  for (const name of ["gradiometer", "gradiometer-relaxed"]) await writeFile(`dist/${name}.wasm.d.ts`, text);
}

/** asc warns and goes on; here a warning fails, but for 112, which doubts v128 in any function that a file exports. */
async function compileKernels(target, tolerant = false) {
  const entry = target === "elementary" ? "assembly/elementary.ts" : "assembly/index.ts";
  const stamp = ["--transform", "./scripts/stampVersion.mjs"];
  const args = [entry, "--target", target, ...stamp, "--disableWarning", "112", "--noColors"];
  const printed = await run("assemblyscript/bin/asc.js", ...args);
  if (printed.includes("WARNING") && !tolerant) throw new Error(`asc warned about the target ${target}\n${printed}`);
}

/** Waits for every task, so that none writes after the end, then fails with what all that failed have to say. */
async function all(tasks) {
  const failures = (await Promise.allSettled(tasks)).filter(({ status }) => status === "rejected");
  const messages = new Set(failures.map(({ reason }) => reason.message));
  if (messages.size > 0) throw new Error([...messages].join("\n"));
}

/** The page with the lab, as examples/lab has it, beside the scripts that it loads. */
async function copyPage() {
  const files = await readdir("examples/lab");
  await mkdir("dist/lab", { recursive: true });
  for (const file of files) {
    const text = await readFile(`examples/lab/${file}`, "utf8");
    await writeFile(`dist/lab/${file}`, text.replaceAll("../../dist/", "../"));
  }
}

/** What editors read of the element, from its own tables. */
async function describeElement() {
  const { manifest } = await import("../build/tsc/sdk/element/description.js");
  await writeFile("dist/custom-elements.json", `${JSON.stringify(manifest(), null, 2)}\n`);
}

/** The workers as files beside the element, for pages whose policy refuses them from a Blob. */
async function writeWorkerScripts() {
  for (const [file, name] of Object.entries(workers)) {
    const text = await readFile(`build/tsc/build/generated/${file}.js`, "utf8");
    await writeFile(`dist/${file}.js`, `"use strict";${text.replace(/^export /, "")}${name}(self);\n`);
  }
}

async function bundle() {
  await rm("dist", { recursive: true, force: true });
  await mkdir("build/tsc/build/generated", { recursive: true });
  await cp("build/generated/binary.js", "build/tsc/build/generated/binary.js");
  const { halves } = await import("../rollup.config.mjs");
  await all(halves.map((half) => run("rollup/dist/bin/rollup", "--config", "--silent", "--configHalf", half)));
  for (const name of ["gradiometer.wasm", "gradiometer-relaxed.wasm"]) await cp(`build/${name}`, `dist/${name}`);
  await writeWorkerScripts();
  await cp("sdk/hashes/published.json", "dist/hashes.json");
  await appendFile("dist/THIRD-PARTY.txt", `\n---\n\n${await readFile("sdk/data/ATTRIBUTION.md", "utf8")}`);
  await describeGlobal();
  await describeBinaries();
  await copyPage();
  await describeElement();
  await chmod("dist/cli.js", 0o755);
}

/** Stage → what makes it. */
const recipes = {
  generated: generate,
  simd: async (options) => {
    await compileKernels("simd", options.tolerant);
    const binary = await readFile("build/gradiometer.wasm", "base64");
    await mkdir("build/generated", { recursive: true });
    const packed = gzipSync(Buffer.from(binary, "base64"), { level: 9 }).toString("base64");
    await writeFile(
      "build/generated/binary.js",
      `export const binaryBase64 = "${binary}";\nexport const binaryGzipBase64 = "${packed}";\n`,
    );
  },
  relaxed: ({ tolerant }) => compileKernels("relaxed", tolerant),
  elementary: ({ tolerant }) => compileKernels("elementary", tolerant),
  modules: async () => {
    await rm("build/tsc", { recursive: true, force: true });
    await run("typescript/bin/tsc", "-p", "tsconfig.build.json");
  },
  bundle,
};

/**
 * Makes the stages of a goal that are out of date, side by side where none needs the other; gives back their names.
 *
 * @throws Error with what every stage that failed printed.
 */
export async function build(goal, options = {}) {
  const outdated = outdatedStages(goal);
  const making = {};
  const make = async (stage) => {
    await Promise.all(stages[stage].after.map((before) => making[before]));
    const value = digest(stage);
    removeStamp(stage);
    await recipes[stage](options);
    writeStamp(stage, value);
  };
  for (const stage of outdated) {
    making[stage] = make(stage);
    making[stage].catch(() => {}); // whoever waits for it hears of it too
  }
  await all(Object.values(making));
  return outdated;
}

async function main() {
  const options = { tolerant: process.argv.includes("--allow-warnings") };
  const debug = process.argv.includes("--debug") ? [compileKernels("debug", options.tolerant)] : [];
  await all([build("package", options), ...debug]);
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
