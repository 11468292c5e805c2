/** What the rows need: the tools, Chromium, and a folder in which a user has installed the packed package. */
import { existsSync, statSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { here, npm, output, tools } from "./commands.mjs";

const root = join(here, "../..");

const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : -Infinity);

export async function installTools() {
  if (changed(`${tools}/.package-lock.json`) >= changed(`${here}package-lock.json`)) return;
  await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], here);
}

/** Debian's; nothing to do where it is. */
export async function installChromium() {
  if (existsSync("/usr/bin/chromium")) return;
  const apt = (...args) => {
    const command = ["apt-get", "-o", "DPkg::Lock::Timeout=580", ...args];
    return process.getuid() === 0 ? output(command[0], command.slice(1)) : output("sudo", command);
  };
  await apt("update");
  await apt("install", "-y", "--no-install-recommends", "chromium");
}

/** Packs the package into build/ and gives back the tarball. */
export async function pack() {
  await mkdir(join(root, "build"), { recursive: true });
  const printed = await npm(["pack", "--ignore-scripts", "--json", "--pack-destination", join(root, "build")], root);
  return join(root, "build", JSON.parse(printed)[0].filename);
}

/** A project with the package as its one dependency, from the tarball and nothing else. */
export async function install(tarball, folder) {
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await npm(["install", "--offline", "--no-audit", "--no-fund", tarball], folder);
}

/** A copy of that project with the user's program and what else the fixture has. */
export async function prepare({ entry = "gradiometer", files = {} }, project, folder) {
  await cp(project, folder, { recursive: true });
  await cp(join(here, "program"), folder, { recursive: true });
  const program = join(folder, "trained.js");
  await writeFile(program, (await readFile(program, "utf8")).replace('"gradiometer"', JSON.stringify(entry)));
  for (const [name, file] of Object.entries(files)) {
    const text = typeof file === "string" ? await readFile(join(here, file), "utf8") : JSON.stringify(file);
    await writeFile(join(folder, name), text.replace("TOOLS", tools));
  }
}
