/** Runtimes that are a command: the programs resolve `gradiometer` themselves, by their own conditions. */
import { output } from "../../harness/commands.mjs";
import { binaries } from "../../harness/tools.mjs";
import { work } from "../prepare.mjs";

const command = (id, entry, path, args = []) => ({
  id,
  entry,
  places: [id],
  async open() {
    const run = (...rest) => output(path, rest, work);
    return {
      version: (await run("--version")).split("\n")[0].trim(),
      call: async (_, request) => JSON.parse(await run(...args, "run.js", JSON.stringify(request))),
      close: () => {},
    };
  },
});

export const processes = [
  command("Node 20", "node.js", process.execPath),
  command("Node 24", "node.js", binaries.node24),
  command("Node 26", "node.js", binaries.node26),
  command("Bun", "bun.js", binaries.bun),
  command("Deno", "deno.js", binaries.deno, [
    "run",
    "--node-modules-dir=manual",
    `--allow-read=${work}`,
    "--no-lock",
    "--cached-only",
  ]),
];
