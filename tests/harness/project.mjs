/** A user's project: the package as npm packs it, installed from its tarball and nothing else. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "./commands.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Packs the package into a folder that is there; gives back the tarball. */
export async function pack(folder) {
  const printed = await npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder], root);
  return join(folder, JSON.parse(printed)[0].filename);
}

/** A project, in a folder that may be there, with the package as its one dependency. */
export async function install(tarball, folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await npm(["install", "--offline", "--no-audit", "--no-fund", tarball], folder);
}
