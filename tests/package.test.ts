import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { load } from "gradiometer";
import { describe, expect, it } from "vitest";
import { imports } from "./imports.js";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Manifest {
  version: string;
  bin: Record<string, string>;
  scripts: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

/** A module of dist/ and all that it imports, relative to the root; modules that are no file by their names. */
function graph(module: string, seen = new Set<string>()): string[] {
  if (seen.has(module)) return [];
  seen.add(module);
  if (isCode(module))
    for (const specifier of imports(join(root, module)))
      graph(specifier.startsWith(".") ? join(dirname(module), specifier) : specifier, seen);
  return [...seen];
}

const isFile = (module: string) => module.startsWith("dist/");
const isCode = (module: string) => isFile(module) && module.endsWith(".js");

/** The JavaScript of the entries, one of each runtime where they differ: "." or ". node" → module. */
const modules = new Map(
  Object.entries(manifest.exports).flatMap(([entry, target]) =>
    typeof target === "string"
      ? []
      : Object.entries(target)
          .filter(([condition]) => condition !== "types")
          .map(([condition, path]) => [condition === "default" ? entry : `${entry} ${condition}`, normalize(path)]),
  ) as [string, string][],
);

describe("package", () => {
  it("ships what a user needs and nothing else", () => {
    const npm = process.env.npm_execpath;
    const [command, first] = npm?.endsWith("js") ? [process.execPath, [npm]] : ["npm", []];
    const printed = execFileSync(command, [...first, "pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [pack] = JSON.parse(printed) as [{ files: { path: string }[] }];
    const files = pack.files.map(({ path }) => path);
    const surplus = files.filter((path) => !/^(dist\/.*|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/.test(path));
    expect(surplus).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["README.md", "LICENSE", "CHANGELOG.md", "dist/THIRD-PARTY.txt"]));
  });

  it("asks for no other package and runs nothing on installation", () => {
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"])
      expect(manifest).not.toHaveProperty(kind);
    for (const script of ["preinstall", "install", "postinstall", "prepare", "prepublish"])
      expect(manifest.scripts).not.toHaveProperty(script);
  });

  it("has a file behind every entry and command", () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    const missing = [...targets, ...Object.values(manifest.bin)].filter((target) => !existsSync(join(root, target)));
    expect(missing).toEqual([]);
  });

  it("bundles its libraries: it imports its own files alone", () => {
    for (const [entry, module] of modules)
      expect({ entry, foreign: graph(module).filter((path) => !isFile(path)) }).toEqual({ entry, foreign: [] });
  });

  it("runs on the edge: no eval, no import(), and each entry loads in its own way", () => {
    const code = (entry: string) =>
      graph(modules.get(entry) ?? "")
        .filter(isCode)
        .map((path) => readFileSync(join(root, path), "utf8"));
    const matching = (pattern: RegExp) => [...modules.keys()].filter((entry) => pattern.test(code(entry).join("\n")));
    expect(matching(/\beval\(|new Function\b|\bimport\(/)).toEqual([]);
    expect(matching(/\bfetch\(/)).toEqual([". deno", ". browser", "."]);
    expect(matching(/\bprocess\./)).toEqual([". node"]);
    expect(matching(/from ?"[^"]*\.wasm/)).toEqual([". workerd", ". edge-light"]);
  });

  it("is small: the binary ≤ 32 kB and ≤ 14 kB gzipped, with the main entry ≤ 36.5 kB gzipped", () => {
    const binary = readFileSync(join(root, "dist/gradiometer.wasm"));
    expect(binary.length).toBeLessThanOrEqual(32_000);
    const code = graph("dist/node.js").filter(isFile);
    const gzipped = gzipSync(Buffer.concat(code.map((path) => readFileSync(join(root, path)))));
    expect(gzipSync(binary).length).toBeLessThanOrEqual(14_000);
    expect(gzipSync(binary).length + gzipped.length).toBeLessThanOrEqual(36_500);
  });

  it("has a command that can be run", () => {
    const cli = join(root, "dist/cli.js");
    expect(readFileSync(cli, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(cli).mode & 0o111).toBe(0o111);
  });

  it("says its version", async () => {
    expect((await load()).version).toBe(manifest.version);
  });
});
