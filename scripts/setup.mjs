/**
 * Makes `npm start` and `npm test` work on a fresh clone: installs when node_modules/ is missing or older than the
 * lockfile, builds what is missing or out of date. Silent when there is nothing to do. Node's own modules only, since
 * nothing else may be there yet.
 */
import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { INSTALL, npmCommand, outdated } from "./npm.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const since = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/** @throws Error with what npm printed. */
export function install() {
  if (!outdated("./")) return;
  const start = performance.now();
  const [command, args] = npmCommand(INSTALL);
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0)
    throw new Error(`The development tools could not be installed\n${error?.message ?? stdout + stderr}`);
  console.log(`Installed the development tools (${since(start)})`);
}

/** Brings a goal of stages.mjs up to date. @throws Error with what failed */
export async function bringUpToDate(goal) {
  const start = performance.now();
  const built = await build(goal);
  if (built.length > 0) console.log(`Built ${goal === "package" ? "dist/" : built.join(", ")} (${since(start)})`);
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    install();
    await bringUpToDate("package");
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
