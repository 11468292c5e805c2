/**
 * One row a fixture. Each begins as a folder in which a user has installed the package and written program/.
 *
 * entry     what the program imports `load` from, when not "gradiometer"
 * files     what else stands in the folder: name → file of this folder, or an object that becomes JSON
 * build     [command of the harness's node_modules/, ...arguments], run in the folder
 * run       how to get at what the program prints (runtimes.mjs): its name and arguments
 * expected  what the program prints, when not the published hash
 */

const inline = "gradiometer/inline";
const source = { "index.html": "pages/source.html" };
const bundle = { "index.html": "pages/bundle.html" };
const importmap = { "index.html": "pages/importmap.html" };

const vite = "vite/bin/vite.js";
const vite7 = "vite7/bin/vite.js";
const webpack = ["webpack/bin/webpack.js", "--entry", "./main.js", "--mode", "production"];
const esbuild = ["esbuild/bin/esbuild", "main.js", "--bundle", "--outfile=dist/main.js"];
const rollup = ["rollup/dist/bin/rollup", "main.js", "--file", "dist/main.js", "--plugin", "node-resolve"];
/** Wrangler's rules for esbuild: its conditions, and a binary stays an import of a file. */
const workerRules = ["--conditions=workerd,worker,browser", "--loader:.wasm=copy", "--asset-names=[name]"];
const worker = ["esbuild/bin/esbuild", "worker.js", "--bundle", "--format=esm", "--outdir=dist", ...workerRules];

const binary = "/node_modules/gradiometer/dist/gradiometer.wasm";
const page = { type: "text/html", body: "<!doctype html><title>Nothing here</title>" };

/** Everything a strict program may choose: how modules resolve, and which types its host has. */
const typescript = ["bundler", "nodenext"].flatMap((moduleResolution) =>
  [
    { lib: ["ES2022"], types: [] },
    { lib: ["ES2022", "DOM"], types: [] },
    { lib: ["ES2022", "WebWorker"], types: [] },
    { lib: ["ES2022"], types: ["node"] },
    { lib: ["ES2022", "DOM"], types: ["node"] },
  ].map((host) => ({
    name: `TypeScript, ${moduleResolution}, ${[...host.lib, ...host.types].join(" + ")}`,
    files: {
      "main.ts": "typescript/main.ts",
      "tsconfig.json": {
        compilerOptions: {
          ...host,
          typeRoots: ["TOOLS/@types"],
          module: moduleResolution === "bundler" ? "ESNext" : "NodeNext",
          moduleResolution,
          target: "ES2022",
          strict: true,
          skipLibCheck: false,
          resolveJsonModule: true,
          noEmit: true,
        },
        files: ["main.ts"],
      },
    },
    run: ["tool", "typescript/bin/tsc"],
    expected: /^$/,
  })),
);

export const fixtures = [
  { name: "vite dev", files: source, run: ["server", vite] },
  { name: "vite build", files: source, build: [vite, "build"], run: ["page", { folder: "dist" }] },
  { name: "vite build --ssr", build: [vite, "build", "--ssr", "main.js"], run: ["node", "dist/main.js"] },
  { name: "vite 7 dev, inline", entry: inline, files: source, run: ["server", vite7] },
  { name: "vite 7 dev says the way out", files: source, run: ["server", vite7], expected: /^BAD_FILE: .*\/inline/ },
  { name: "vite 7 build", files: source, build: [vite7, "build"], run: ["page", { folder: "dist" }] },
  { name: "webpack", files: bundle, build: webpack, run: ["page"] },
  {
    name: "webpack --target node",
    build: [...webpack, "--target", "node", "-o", "dist", "--output-filename", "main.cjs"],
    run: ["node", "dist/main.cjs"],
  },
  { name: "esbuild, inline", entry: inline, files: bundle, build: esbuild, run: ["page"] },
  {
    name: "esbuild, node, inline",
    entry: inline,
    build: [...esbuild, "--platform=node", "--format=esm"],
    run: ["node", "dist/main.js"],
  },
  {
    name: "esbuild says the way out",
    files: bundle,
    build: esbuild,
    run: ["page"],
    expected: /^BAD_FILE: module: .*\/inline/,
  },
  {
    name: "esbuild, esm, says the way out",
    files: bundle,
    build: [...esbuild, "--format=esm"],
    run: ["page"],
    expected: /^BAD_FILE: http.*\/dist\/gradiometer\.wasm: .*got status 404 .*\/inline/,
  },
  { name: "rollup, inline", entry: inline, files: bundle, build: rollup, run: ["page"] },
  { name: "rollup, node, inline", entry: inline, build: rollup, run: ["node", "dist/main.js"] },
  { name: "import map", files: importmap, run: ["page"] },
  { name: "import map, CSP", files: importmap, run: ["page", { csp: "'wasm-unsafe-eval'" }] },
  {
    name: "CSP without 'wasm-unsafe-eval'",
    files: importmap,
    run: ["page", { csp: "" }],
    expected: /^UNSUPPORTED: .*'wasm-unsafe-eval'/,
  },
  {
    name: "no binary at its URL",
    files: importmap,
    run: ["page", { instead: { [binary]: null } }],
    expected: new RegExp(`^BAD_FILE: http.*${binary}: .*got status 404 `),
  },
  {
    name: "a page at the binary's URL",
    files: importmap,
    run: ["page", { instead: { [binary]: page } }],
    expected: new RegExp(`^BAD_FILE: http.*${binary}: .*got \\d+ bytes .*text/html`),
  },
  {
    name: "workerd, wrangler's rules",
    files: { "config.capnp": "workerd/config.capnp" },
    build: worker,
    run: ["workerd"],
  },
  { name: "node", run: ["node", "main.js"] },
  ...typescript,
];
