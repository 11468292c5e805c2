import { readFileSync } from "node:fs";
import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import { dts } from "rollup-plugin-dts";
import license from "rollup-plugin-license";
import { workerModules, workers } from "./scripts/labWorkers.mjs";
import { lazyLibraries } from "./scripts/lazyLibraries.mjs";

/** Entry of the package → module of the SDK. A new entry is a row here and one under `exports` in package.json. */
export const entries = {
  node: "entry/node",
  deno: "entry/deno",
  bun: "entry/bun",
  browser: "entry/browser",
  workerd: "entry/workerd",
  "edge-light": "entry/edgeLight",
  module: "entry/module",
  inline: "entry/inline",
  experiments: "experiments/index",
  theory: "theory/index",
  doctor: "doctor/index",
  figure: "figure/index",
  data: "data/index",
  hashes: "hashes/index",
  io: "io/index",
  import: "import/index",
  sweep: "entry/sweep/web",
  "sweep-node": "entry/sweep/node",
};

/** Programs that the entry for sweeps starts: nobody imports them. */
const programs = { sweepWorker: "entry/sweep/sweepWorker", sweepThread: "entry/sweepThread" };

/** What the pool of threads starts, which it looks for in this place beside itself. */
const poolProgram = { "chunks/entry/worker": "node_modules/tinypool/dist/entry/worker.js" };

/** Entries that are the same to a compiler as `node`, or as `sweep`. */
const sameTypes = ["deno", "bun", "browser", "workerd", "edge-light", "sweep-node"];

/** What may be bundled, and so shipped under our name. */
const allowed = "(MIT OR ISC OR 0BSD OR BSD-2-Clause OR BSD-3-Clause OR Apache-2.0)";

/** The comments that a file begins with, where a library has its terms there. */
const headOf = (file) => /^(\/\/.*\n)+/.exec(readFileSync(file, "utf8"))[0].replace(/^\/\/ ?/gm, "");

/** The terms of a library whose package says only their name: the same text from elsewhere, with its author. */
const standardTerms = {
  // Of Buf's library, Apache, one file is Google's.
  "(Apache-2.0 AND BSD-3-Clause)": () =>
    `${standardTerms["Apache-2.0"]()}\n\n${headOf("node_modules/@bufbuild/protobuf/dist/esm/wire/varint.js")}`,
  "Apache-2.0": () => readFileSync("node_modules/assemblyscript/LICENSE", "utf8"),
  MIT: ({ author }) => readFileSync("LICENSE", "utf8").replace(/^Copyright.*$/m, `Copyright (c) ${author.text()}`),
};

const licences = (dependencies) =>
  dependencies
    .map((one) =>
      one.licenseText ? one.text() : `${one.text()}\nLicense Text:\n===\n\n${standardTerms[one.license](one)}`,
    )
    .join("\n\n---\n\n");

/** Entries whose names stand beside each other on the one global of dist/gradiometer.global.js; the binary is inside. */
export const onGlobal = ["theory", "io", "figure", "experiments", "doctor", "data", "inline"];

const from = (files, extension) =>
  Object.fromEntries(Object.entries(files).map(([entry, file]) => [entry, `build/tsc/sdk/${file}${extension}`]));

/** Node's own modules, and what whoever wants a queue installs. */
const external = /^node:|^(bullmq|ioredis)$/;

/** Binaries that an entry imports stay imports of the files beside it. */
const binaries = {
  name: "binaries",
  resolveId: (id) => (/\.wasm(\?module)?$/.test(id) ? { id, external: true } : null),
};

/** The module and all that it imports, directly or not. */
function reach(start, getModuleInfo) {
  const reached = new Set([start]);
  for (const id of reached) for (const imported of getModuleInfo(id).importedIds) reached.add(imported);
  return reached;
}

/**
 * Each file costs half a millisecond of a start in Node, and a request in a page. So what every `load` is made of is one chunk
 * but for the checks, which entries without a network share, and so is what makes data, which the main entry does without.
 */
function chunkOf(id, { getModuleInfo, getModuleIds }) {
  if (/\/sdk\/data\/(rows|moons|sequences|spirals)\.js$/.test(id)) return "samples";
  if (/\/generated\/digits\.js$/.test(id)) return "digits";
  if (/\/entry\/sweep\/threads\.js$|\/tinypool\/dist\/(?!entry)/.test(id)) return "threads";
  if (/\/sdk\/core\/(brand|check|errors|nearest|show)\.js$/.test(id)) return "check";
  const load = [...getModuleIds()].find((one) => one.endsWith("/sdk/entry/load.js"));
  return reach(load, getModuleInfo).has(id) ? "core" : undefined;
}

/** One request for all that follows the first figure, and none for what it shares with files that come later still. */
function chunkOfElement(id, { getModuleInfo, getModuleIds }) {
  const find = (end) => [...getModuleIds()].find((one) => one.endsWith(end));
  const [first, later] = ["/sdk/element/define.js", "/sdk/element/later.js"].map((end) =>
    reach(find(end), getModuleInfo),
  );
  return later.has(id) && !first.has(id) ? "later" : undefined;
}

/** Brings a library of TypeScript's along. */
const LIB = (name) => `/// <reference lib="${name}" />`;

/** A warning fails the build: a library or a type that could not be bundled would be missing at the user's. */
const refuse = (warning) => {
  throw new Error(warning.message);
};

/** What a classic script can take, with nothing beside it: no import, no chunk. */
const GLOBAL = "\0global";
const globalScript = {
  name: "global-script",
  resolveId: (id) => (id === GLOBAL ? id : null),
  load(id) {
    if (id !== GLOBAL) return null;
    const lines = onGlobal.map((name) => `import * as ${name} from "./build/tsc/sdk/${entries[name]}.js";`);
    const names = onGlobal.map((name) => `...${name}`).join(", ");
    return [...lines, `globalThis.gradiometer = Object.freeze({ ${names} });`].join("\n");
  },
};

const libraries = [lazyLibraries, nodeResolve({ preferBuiltins: true }), commonjs()];
const minified = (module) =>
  terser({
    module,
    ecma: 2020,
    keep_classnames: /^(Lab|\w+Network|NetworkTrainer|GradiometerError)$/, // messages name what came by its class
    format: { comments: false }, // licences go to THIRD-PARTY.txt
  });

/**
 * The program of a worker as one function that needs nothing around it, so that its text is the worker's script, and it can
 * be called on the page itself.
 */
const workerFunction = (name, program) => ({
  name: "worker-function",
  resolveId: (id) => (id === WORKER ? id : null),
  load: (id) =>
    id === WORKER
      ? `import { ${program.program} as main } from "./build/tsc/sdk/${program.module}.js"; main(scope);`
      : null,
  renderChunk: (code) => `export const ${name} = function (scope) {${code}};\n`,
});
const WORKER = "\0worker";

/**
 * The element has the workers' functions inside, as they are: each is minified already, and behind the minifier's back it costs
 * no time again.
 */
const [markWorkers, pasteWorkers] = (() => {
  const mark = (file) => `__WORKER_${file}__`;
  const fileOf = (id) => Object.keys(workers).find((file) => id.endsWith(`/build/generated/${file}.js`));
  return [
    {
      name: "mark-workers",
      load: (id) => (fileOf(id) ? `export const ${workers[fileOf(id)]} = globalThis.${mark(fileOf(id))};` : null),
    },
    {
      name: "paste-workers",
      renderChunk(code) {
        const functionOf = (file) =>
          readFileSync(`build/tsc/build/generated/${file}.js`, "utf8").replace(/^export const \w+\s*=\s*|;\s*$/g, "");
        return code.replace(/globalThis\.__WORKER_(\w+?)__/g, (_, file) => `(${functionOf(file)})`);
      },
    },
  ];
})();

/** What is written for people alone: the reasons of the doctor's thresholds, the descriptions of the element's attributes. */
const FOR_PEOPLE = { "/sdk/doctor/thresholds.js": "reason", "/sdk/element/attributes.js": "description" };

/** A page needs none of it. */
const withoutProse = {
  name: "without-prose",
  transform(code, id) {
    const [, key] = Object.entries(FOR_PEOPLE).find(([file]) => id.endsWith(file)) ?? [];
    return key
      ? code.replace(new RegExp(`${key}:\\s*("(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*')`, "g"), `${key}: ""`)
      : null;
  },
};

/** Style sheets without the spaces that make them legible: text in a literal, which the minifier leaves alone. */
const compactStyle = {
  name: "compact-style",
  transform: (code, id) =>
    /\/sdk\/element\/.*[sS]tyle\.js$/.test(id)
      ? code.replace(/const CSS = `[^`]*`/, (css) => css.replace(/\s*([{};])\s*|([:,]) /g, "$1$2"))
      : null,
};

const element = "build/tsc/sdk/element/define.js";

/** What a page loads: the workers, then the element that has them inside. */
const page = [
  ...Object.entries(workerModules).map(([file, program]) => ({
    input: WORKER,
    plugins: [workerFunction(workers[file], program), withoutProse, ...libraries, minified(true)],
    output: { file: `build/tsc/build/generated/${file}.js`, format: "es", inlineDynamicImports: true },
    onwarn: refuse,
  })),
  {
    // Of one file but for what is loaded when it is asked for: one hash vouches for it, wherever it comes from.
    input: { element },
    // What the lazy chunks share with the entry stays in it: else element.js would be a line that imports the rest, and its
    // integrity would vouch for that line.
    preserveEntrySignatures: "allow-extension",
    plugins: [markWorkers, withoutProse, compactStyle, ...libraries, minified(true), pasteWorkers],
    output: {
      dir: "dist",
      chunkFileNames: "element/[name].js",
      manualChunks: chunkOfElement,
      onlyExplicitManualChunks: true,
    },
    onwarn: refuse,
  },
  {
    input: element,
    plugins: [markWorkers, withoutProse, compactStyle, ...libraries, minified(false), pasteWorkers],
    output: {
      file: "dist/element.iife.js",
      format: "iife",
      name: "gradientLab",
      inlineDynamicImports: true,
      banner: "/*! gradiometer, MIT; its libraries' licences: THIRD-PARTY.txt beside this file */",
    },
    onwarn: refuse,
  },
];

/** The entries of the package, as one classic script and as modules, and their types. */
const modules = [
  {
    input: GLOBAL,
    plugins: [globalScript, ...libraries, minified(false)],
    output: {
      file: "dist/gradiometer.global.js",
      format: "iife",
      inlineDynamicImports: true,
      banner: "/*! gradiometer, MIT; its libraries' licences: THIRD-PARTY.txt beside this file */",
    },
    onwarn: refuse,
  },
  {
    input: { ...from({ ...entries, ...programs, cli: "cli/index" }, ".js"), ...poolProgram },
    external,
    plugins: [
      binaries,
      ...libraries,
      minified(true),
      license({
        thirdParty: {
          allow: { test: allowed, failOnUnlicensed: true, failOnViolation: true },
          output: { file: "dist/THIRD-PARTY.txt", template: licences },
        },
      }),
    ],
    output: {
      dir: "dist",
      chunkFileNames: "chunks/[name].js",
      manualChunks: chunkOf,
      onlyExplicitManualChunks: true,
      banner: (chunk) => (chunk.isEntry && chunk.name === "cli" ? "#!/usr/bin/env node" : ""),
    },
    onwarn: refuse,
  },
  {
    // One description serves every runtime.
    input: {
      ...from(Object.fromEntries(Object.entries(entries).filter(([name]) => !sameTypes.includes(name))), ".d.ts"),
      element: element.replace(/js$/, "d.ts"),
    },
    external,
    plugins: [binaries, dts()],
    output: {
      dir: "dist",
      chunkFileNames: "chunks/[name].ts",
      // The public types are one chunk, in however many files they stand.
      manualChunks: (id) => (/\/sdk\/types(\.d\.ts$|\/)/.test(id) ? "types.d" : undefined),
      // Symbol.dispose, for a program whose own library is ES2022. All entries import the chunk of the public types.
      banner: ({ name }) =>
        // The element is of no use without a DOM, and its types need the DOM's.
        /^types\b/.test(name) ? LIB("esnext.disposable") : name === "element" ? LIB("dom") : "",
    },
    onwarn: refuse,
  },
];

/** All that is made, in two halves of about the same work, so that two processes make it. */
const bundles = { page, modules };
export const halves = Object.keys(bundles);

export default ({ configHalf }) => bundles[configHalf] ?? Object.values(bundles).flat();
