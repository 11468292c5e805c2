/** What the programs run in and are built with: from npm into this folder, from Debian into the system. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { INSTALL, outdated } from "../../scripts/npm.mjs";
import { npm, output } from "./commands.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
export const tools = `${here}node_modules`;

/** The runtimes of npm that are a command. */
export const binaries = {
  node24: `${tools}/node-24/bin/node`,
  node26: `${tools}/node-26/bin/node`,
  bun: `${tools}/@oven/bun-linux-x64/bin/bun`,
  deno: `${tools}/@deno/linux-x64-glibc/deno`,
  workerd: `${tools}/@cloudflare/workerd-linux-64/bin/workerd`,
};

/** Debian's packages, each by the program, or the font, that is wanted of it. */
export const debian = {
  chromium: "/usr/bin/chromium",
  "firefox-esr": "/usr/bin/firefox-esr",
  "webkit2gtk-driver": "/usr/bin/WebKitWebDriver",
  xvfb: "/usr/bin/Xvfb",
  "redis-server": "/usr/bin/redis-server",
  "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
  "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
};

/** A command of node_modules/, [script, ...arguments], run to its end. */
export const tool = ([script, ...args], cwd) => output(process.execPath, [`${tools}/${script}`, ...args], cwd);

export async function installTools() {
  if (outdated(here)) await npm([...INSTALL, "--loglevel=error"], here);
}

let updating;

/** Nothing to do for what is there. @throws Error with the command that is wanted, and why it did not run */
export async function installDebian(packages) {
  const missing = packages.filter((name) => !existsSync(debian[name]));
  if (missing.length === 0) return;
  const asRoot = process.getuid() === 0 ? [] : ["sudo"];
  const quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=580", "-qq"];
  const apt = async (...args) => {
    const [command, ...rest] = [...asRoot, ...quiet, ...args];
    await output(command, rest);
  };
  try {
    await (updating ??= apt("update"));
    await apt("install", "-y", "--no-install-recommends", ...missing);
  } catch (error) {
    throw new Error(`needs root or sudo: apt-get install ${missing.join(" ")}\n${error.message}`, { cause: error });
  }
}
