/** Runtimes that are a command: the programs resolve `gradiometer` themselves, by their own conditions. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { work } from "../prepare.mjs";

const execute = promisify(execFile);
const { resolve } = createRequire(import.meta.url);

/** A file of an installed package, whatever the package exports. */
export const installed = (name, file) => resolve(`${name}/package.json`).replace("package.json", file);

const command = (id, entry, find, args = []) => ({
  id,
  entry,
  places: [id],
  async open() {
    const path = find();
    const run = async (...rest) =>
      (await execute(path, rest, { cwd: work, maxBuffer: 2 ** 28, env: { ...process.env, DENO_NO_UPDATE_CHECK: "1" } }))
        .stdout;
    return {
      version: (await run("--version")).split("\n")[0].trim(),
      call: async (_, request) => JSON.parse(await run(...args, "run.js", JSON.stringify(request))),
      close: () => {},
    };
  },
});

export const processes = [
  command("Node 20", "node.js", () => process.execPath),
  command("Node 24", "node.js", () => installed("node-24", "bin/node")),
  command("Node 26", "node.js", () => installed("node-26", "bin/node")),
  command("Bun", "bun.js", () => installed("@oven/bun-linux-x64", "bin/bun")),
  command("Deno", "deno.js", () => installed("@deno/linux-x64-glibc", "deno"), [
    "run",
    "--node-modules-dir=manual",
    `--allow-read=${work}`,
    "--no-lock",
    "--cached-only",
  ]),
];
