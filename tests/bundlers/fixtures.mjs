/**
 * One row a fixture. Each begins as a folder in which a user has installed the package and written program/.
 *
 * entry     what the program imports `load` from, when not "gradiometer"
 * files     what else stands in the folder: name → file of this folder, or an object that becomes JSON
 * build     [command of the harness's node_modules/, ...arguments], run in the folder; or a list of such
 * run       how to get at what the program prints (runtimes.mjs): its name and arguments
 * expected  what the program prints, when not the published hash; or a function that makes it of the hash
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

/** Each entry bundled by itself, as a CDN does that gives every entry of a package as one module: two copies of the core. */
const cdn = ["core", "data"].map((entry) => [
  "esbuild/bin/esbuild",
  `${entry}.js`,
  "--bundle",
  "--format=esm",
  `--outfile=cdn/${entry}.js`,
]);
const esbuildNode = [...esbuild.slice(0, -1), "--platform=node"];

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
  { name: "classic script", files: { "index.html": "pages/classic.html" }, run: ["page"] },
  { name: "classic script, file://", files: { "index.html": "pages/classic.html" }, run: ["file", "index.html"] },
  { name: "importScripts", files: { "index.html": "pages/classicWorker.html" }, run: ["page"] },
  { name: "sandboxed srcdoc", files: { "index.html": "pages/srcdoc.html" }, run: ["page"] },
  { name: "CDN, an entry a bundle", files: { "index.html": "pages/cdn.html" }, build: cdn, run: ["cdn", "cdn"] },
  {
    name: "esbuild, node, cjs, inline",
    entry: inline,
    build: [...esbuildNode, "--format=cjs", "--outfile=dist/main.cjs"],
    run: ["node", "dist/main.cjs"],
  },
  ...["cjs", "esm"].map((format) => ({
    name: `esbuild, node, ${format}, says the way out`,
    build: [...esbuildNode, `--format=${format}`, `--outfile=dist/main.${format === "cjs" ? "cjs" : "js"}`],
    run: ["node", `dist/main.${format === "cjs" ? "cjs" : "js"}`],
    expected: /^BAD_FILE: .*gradiometer\/inline.*serverExternalPackages.*--external:gradiometer/,
  })),
  {
    name: "esbuild, node, external",
    build: [...esbuildNode, "--format=esm", "--external:gradiometer", "--outfile=dist/main.js"],
    run: ["node", "dist/main.js"],
  },
  {
    name: "Node, single executable",
    entry: inline,
    files: { "sea.json": { main: "dist/main.cjs", output: "dist/main.blob", disableExperimentalSEAWarning: true } },
    build: [...esbuildNode, "--format=cjs", "--outfile=dist/main.cjs"],
    run: ["executable", "sea.json", "dist/main.blob"],
  },
  { name: "bun build --compile", entry: inline, run: ["bunExecutable", "main.js"] },
  { name: "deno bundle", entry: inline, run: ["denoBundle", "main.js"] },
  { name: "node", run: ["node", "main.js"] },
  { name: "node --frozen-intrinsics", run: ["node", "--frozen-intrinsics", "main.js"] },
  { name: "node --jitless says why", run: ["node", "--jitless", "main.js"], expected: /^UNSUPPORTED: .*--jitless/ },
  ...typescript,
];
