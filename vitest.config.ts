import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const { name, exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  name: string;
  exports: Record<string, string | { node?: string; default: string }>;
};

/** Every public entry resolves to the built file of Node, so that the tests hold what users get. */
const alias = Object.entries(exports).map(([entry, target]) => ({
  find: new RegExp(`^${name}${entry.slice(1)}$`),
  replacement: root + (typeof target === "string" ? target : (target.node ?? target.default)).slice(2),
}));

export default defineConfig({
  resolve: { alias },
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    isolate: false, // files share what they import, which saves a third of a second each; they share nothing else
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
