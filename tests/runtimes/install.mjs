/** Installs what is missing: the runtimes of npm into this folder, the browsers from Debian. */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : -Infinity);

function run(command, args, options) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"], ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}`);
}

/** The npm that runs this: the one on the path may be an old one of a development tool's. */
function npm(args, options) {
  const path = process.env.npm_execpath;
  if (path?.endsWith("js")) run(process.execPath, [path, ...args], options);
  else run("npm", args, options);
}

export function installPackages() {
  if (changed(`${here}node_modules/.package-lock.json`) >= changed(`${here}package-lock.json`)) return;
  npm(["ci", "--loglevel=error", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: here });
}

/** `wanted`: file → the packages that bring it. */
export function installDebian(wanted) {
  const missing = Object.entries(wanted).flatMap(([file, packages]) => (existsSync(file) ? [] : packages));
  if (missing.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["-o", "DPkg::Lock::Timeout=580", "-qq", "update"], { env });
  run("apt-get", ["-o", "DPkg::Lock::Timeout=580", "-qq", "install", "-y", "--no-install-recommends", ...missing], {
    env,
  });
}
