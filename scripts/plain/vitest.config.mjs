import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vitest/config";
import full from "../../vitest.config.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The tests in a copy that package.mjs made: as in the full run, without the long ones and those that hold the bundled package, the
 * bare kernels, or scripts/. Modules of sdk/ are Node's own, as in a process of their own, in place of Vite's.
 */
export default defineConfig(async (env) =>
  mergeConfig(await full({ ...env, mode: "package" }), {
    root,
    resolve: { alias: [{ find: /^(?:\.\.\/)+sdk\/(.*\.js)$/, replacement: `${root}build/tsc/sdk/$1` }] },
    test: {
      exclude: [
        ...["package", "kernels", "scripts"].map((folder) => `tests/${folder}/**`),
        ...["core/frozen", "core/realms", "entry/bundled"].map((file) => `tests/${file}.test.ts`),
      ],
      isolate: true,
      testTimeout: 240_000, // counting takes time
      hookTimeout: 240_000,
      setupFiles: [`${root}scripts/plain/whoCovers.mjs`],
      server: { deps: { external: [/\/dist\//, /\/build\/tsc\//] } },
    },
  }),
);
