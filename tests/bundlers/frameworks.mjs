/**
 * Rows as in fixtures.mjs, of frameworks and package managers that are large or slow. Their folders lie inside of what they need
 * (harness/frameworks), so that they find it as in a project of their own; with `alone`, outside of everything. `node` builds it,
 * where it is not the Node of this run.
 */
import { readFileSync } from "node:fs";
import { frameworkPath } from "../harness/frameworks.mjs";
import { binaries } from "../harness/tools.mjs";

const EVERYWHERE = ["server", "api/node", "client"];
/** A site, with places beside those; next build --webpack fails on a route handler of the edge by itself, before it runs. */
const nextFiles = (external, edge = []) => {
  const pages = ["layout.jsx", "page.jsx", "outcome.js", "server/page.jsx", "client/page.jsx", "api/node/route.js"];
  const files = [...pages, ...edge.map((place) => `${place}/route.js`)].map((name) => [
    `app/${name}`,
    `next/app/${name}`,
  ]);
  return { ...Object.fromEntries(files), "next.config.mjs": { text: nextConfig(external) } };
};
const nextConfig = (external) =>
  `export default { serverExternalPackages: ${JSON.stringify(external)}, turbopack: { root: "FRAMEWORKS" } };`;

const inline = "gradiometer/inline";
const source = { "index.html": "pages/source.html" };
const bundle = { "index.html": "pages/bundle.html" };
const entries = ["--entry", "./main.js", "--mode", "production"];
const parcel = ["parcel/lib/bin.js", "build", "index.html", "--no-cache", "--no-source-maps", "--dist-dir", "out"];

/** TypeScript 5.9 checks the package's own declarations, and that what comes out fits where a browser's API takes it. */
const typescript = ["Bundler", "NodeNext", "Node10"].map((moduleResolution) => ({
  name: `TypeScript 5.9, ${moduleResolution}`,
  files: {
    "main.ts": "typescript/main.ts",
    "owned.ts": { text: readFileSync(new URL("../package/types/owned.ts", import.meta.url), "utf8") },
    "tsconfig.json": {
      compilerOptions: {
        lib: ["ES2022", "DOM"],
        types: [],
        module: moduleResolution === "NodeNext" ? "NodeNext" : "ESNext",
        moduleResolution,
        target: "ES2022",
        strict: true,
        skipLibCheck: false,
        resolveJsonModule: true,
        allowSyntheticDefaultImports: true,
        noEmit: true,
      },
      files: ["main.ts", "owned.ts"],
    },
  },
  run: ["framework", "typescript-5.9/bin/tsc"],
  expected: /^$/,
}));

/** What the cells of the notebooks show: the hash, a result, a figure, a page. */
const notebook = (hash) => new RegExp(`^${hash}\nscalar-chain.*\nimage/svg.xml: <svg\ntext/html: <(!do|ifr)$`);

export const frameworks = [
  ...["turbopack", "webpack"].map((compiler) => {
    const edge = compiler === "turbopack" ? ["api/edge"] : [];
    const run = ["next", compiler, [...EVERYWHERE, ...edge]];
    return { name: `Next.js, ${compiler}`, files: nextFiles(["gradiometer"], edge), run };
  }),
  { name: "Next.js, inline", entry: inline, files: nextFiles([]), run: ["next", "turbopack", EVERYWHERE] },
  {
    name: "Next.js says the way out",
    files: nextFiles([]),
    run: ["next", "turbopack", ["server"]],
    expected: /^BAD_FILE: .*gradiometer\/inline.*serverExternalPackages/,
  },
  {
    name: "Vitest, jsdom",
    files: {
      "suite.test.js": "suites/suite.js",
      "vitest.config.js": { text: 'export default { test: { environment: "jsdom", globals: true } };' },
    },
    run: ["framework", "vitest/vitest.mjs", "run"],
    expected: /Tests +4 passed/,
  },
  ...["jsdom", "node"].map((environment) => ({
    name: `Jest, ES modules, ${environment}`,
    files: {
      "suite.test.js": "suites/suite.js",
      "jest.config.json": { transform: {}, testMatch: ["**/suite.test.js"] },
    },
    run: ["jest", environment],
    expected: /4 passed, 4 total/,
  })),
  { name: "Parcel", files: source, settings: true, build: parcel, run: ["page", { folder: "out" }] },
  { name: "Rspack", files: bundle, build: ["@rspack/cli/bin/rspack.js", "build", ...entries], run: ["page"] },
  {
    name: "Rspack, node",
    files: {
      "rspack.config.mjs": {
        text: 'export default { target: "node", entry: "./main.js", mode: "production", output: { filename: "main.cjs" } };',
      },
    },
    build: ["@rspack/cli/bin/rspack.js", "build"],
    run: ["node", "dist/main.cjs"],
  },
  {
    name: "Astro",
    files: { "src/pages/index.astro": "pages/index.astro", "astro.config.mjs": { text: "export default {};" } },
    node: binaries.node24, // Astro 6 asks for 22 or newer
    build: ["astro/bin/astro.mjs", "build"],
    run: ["page", { folder: "dist" }],
  },
  {
    name: "notebook, Deno's kernel",
    files: { "notebook.cells": "notebooks/deno.cells" },
    run: ["notebook", "notebook.cells", binaries.deno, "jupyter", "--kernel", "--conn"],
    expected: notebook,
  },
  {
    name: "notebook, tslab in Node",
    files: { "notebook.cells": "notebooks/tslab.cells" },
    run: ["notebook", "notebook.cells", process.execPath, frameworkPath("tslab/bin/tslab"), "kernel", "--config-path"],
    expected: notebook,
  },
  { name: "SES", run: ["node", "ses.js"] },
  { name: "pnpm", alone: true, run: ["pnpm"] },
  { name: "yarn PnP", alone: true, run: ["yarn"] },
  ...typescript,
];
