import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Entry {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  inBundle?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}

const folders = ["", "bench/", "tests/harness/", "tests/harness/frameworks/"];

/** Platforms that somebody works on. A family of binaries that has none for Windows on ARM has said so. */
const PLATFORMS = ["linux", "darwin", "win32"].flatMap((os) => ["x64", "arm64"].map((cpu) => `${os} ${cpu}`));
const WITHOUT_WINDOWS_ARM = ["@parcel/rust", "lmdb", "msgpackr-extract"];

/** Where Node would find a package from another one: in its own node_modules, or in that of a folder above. */
function found(entries: Readonly<Record<string, Entry>>, from: string, name: string): Entry | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf("/node_modules/"), 0))) {
    const entry = entries[`${at === "" ? "" : `${at}/`}node_modules/${name}`];
    if (entry !== undefined || at === "") return entry;
  }
}

describe.each(folders)("%spackage-lock.json", (folder) => {
  const { packages } = JSON.parse(readFileSync(`${root}${folder}package-lock.json`, "utf8")) as {
    packages: Record<string, Entry>;
  };
  const { "": own, ...installed } = packages;
  const entries = Object.entries(installed);

  it("has a digest of every package that is downloaded, and names no server to download from", () => {
    const downloaded = entries.filter(([, { link, inBundle }]) => !link && !inBundle);
    expect(downloaded.length).toBeGreaterThan(50);
    expect(downloaded.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual(
      [],
    );
    expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it("has the binaries of every platform, not only of the one it was written on", () => {
    expect(own).toBeDefined();
    for (const [path, { optionalDependencies = {} }] of entries) {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      const family = Object.keys(optionalDependencies).map(
        (member) => [member, found(packages, path, member)] as const,
      );
      const missing = family.filter(([, entry]) => entry === undefined).map(([member]) => member);
      expect({ name, missing }).toEqual({ name, missing: [] });
      const there = new Set(
        family.flatMap(([, entry]) =>
          (entry?.os ?? []).flatMap((os) => (entry?.cpu ?? []).map((cpu) => `${os} ${cpu}`)),
        ),
      );
      if (there.size < 2) continue;
      const wanted = PLATFORMS.filter((platform) => platform !== "win32 arm64" || !WITHOUT_WINDOWS_ARM.includes(name));
      const lacks = wanted.filter((platform) => !there.has(platform));
      expect({ name, lacks }).toEqual({ name, lacks: [] });
    }
  });
});
