/** One file for workerd, as `wrangler` makes it: `npx rollup --config examples/edge/rollup.config.mjs`. */
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

const binary = {
  name: "binary",
  resolveId: (id) => (id.endsWith(".wasm") ? { id: "./gradiometer.wasm", external: true } : null),
  writeBundle: () => copyFileSync(path("../../dist/gradiometer.wasm"), path("../../build/edge/gradiometer.wasm")),
};

const config = {
  input: path("worker.js"),
  plugins: [binary, nodeResolve({ exportConditions: ["workerd"] })],
  output: { file: path("../../build/edge/worker.js") },
};

export default config;
