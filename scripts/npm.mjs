/** npm itself, and whether a package here has what its lockfile asks for. Node's own modules only: all else comes by it. */
import { existsSync, statSync } from "node:fs";

/** When a file or a folder last changed, in ms; −∞ when it is not there. */
export const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : -Infinity);

/** Is node_modules/ of a package missing, or older than the lockfile? `folder` ends in a slash. */
export const outdated = (folder) =>
  changed(`${folder}node_modules/.package-lock.json`) < changed(`${folder}package-lock.json`);

/** Installs what the lockfile says, and runs nothing of it. */
export const INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];

/** A command and its arguments: the npm that runs this, since the one on the path may be an old one of a development tool's. */
export function npmCommand(args) {
  const path = process.env.npm_execpath;
  return path?.endsWith("js") ? [process.execPath, [path, ...args]] : ["npm", args];
}
