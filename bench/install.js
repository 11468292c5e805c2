/** What the bench needs beside the project's own tools: the peers, and the ceiling's binary. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { INSTALL, changed, npmCommand, outdated } from "../scripts/npm.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));

/** The Node of another platform is never there; anything else that is not has failed before. */
function missing() {
  const { optionalDependencies } = JSON.parse(readFileSync(`${here}package.json`, "utf8"));
  const peers = Object.keys(optionalDependencies).filter((name) => !name.startsWith("node-"));
  return peers.some((name) => !existsSync(`${here}node_modules/${name}`));
}

/** Installs the peers when one is missing or older than the lockfile. They are optional, so that one may fail alone. */
export function installPeers(log) {
  if (!outdated(here) && !missing()) return;
  log("Installing the peers …");
  try {
    execFileSync(...npmCommand(INSTALL), { cwd: here, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  } catch (error) {
    log(`npm ci failed, what is there takes part: ${error.stderr?.trim() ?? error.message}`);
  }
}

/** Compiles ceiling.ts beside the other binaries. */
export function buildCeiling() {
  const out = `${root}build/ceiling.wasm`;
  if (changed(out) >= changed(`${here}ceiling.ts`)) return;
  const flags = ["--config", "none", "--enable", "simd", "--runtime", "stub", "-O3", "--noAssert", "-o", out];
  execFileSync(process.execPath, [`${root}node_modules/assemblyscript/bin/asc.js`, `${here}ceiling.ts`, ...flags]);
}
