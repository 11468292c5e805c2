/**
 * Makes `npm start` and `npm test` work on a fresh clone: installs when node_modules/ is missing or older than the
 * lockfile, builds when dist/ is missing or older than a source. Silent when there is nothing to do. Node's own modules
 * only, since nothing else may be there yet.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { INSTALL, changed, npmCommand, outdated } from "./npm.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const sources = [
  "assembly",
  "sdk",
  "asconfig.json",
  "package.json",
  "rollup.config.mjs",
  "scripts/build.mjs",
  "scripts/lazyLibraries.mjs",
  "scripts/stampVersion.mjs",
  "tsconfig.json",
  "tsconfig.build.json",
];

/** The last change of a file, or of anything in a folder; removed files show in the folder's own time. */
function newest(path) {
  if (!statSync(path).isDirectory()) return changed(path);
  return Math.max(changed(path), ...readdirSync(path).map((name) => newest(`${path}/${name}`)));
}

function phase(title, command, args) {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) {
    console.error(`${title} failed\n${error?.message ?? stdout + stderr}`);
    process.exit(1);
  }
  console.log(`${title} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

if (outdated("./")) phase("Installed the development tools", ...npmCommand(INSTALL));
if (!existsSync("dist") || changed("build/stamp") < Math.max(...sources.map(newest)))
  phase("Built dist/", process.execPath, ["scripts/build.mjs"]);
