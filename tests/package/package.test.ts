/** @module-tag package */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { load } from "gradiometer";
import { describe, expect, it } from "vitest";
import { imports } from "../support/imports.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { npmCommand } = (await import(new URL("../../scripts/npm.mjs", import.meta.url).href)) as {
  npmCommand(args: string[]): [string, string[]];
};

interface Manifest {
  version: string;
  bin: Record<string, string>;
  scripts: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
  typesVersions: unknown;
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

/** What is imported when the digits are asked for, and no entry's own. */
const DIGITS = "dist/chunks/digits.js";

/** It has a page around it, and workers inside; what it weighs is held in browsers (tests of the lab). */
const ELEMENT = "./element";
/** Node's alone: it imports a pool of threads when it is asked for workers. */
const NODE_SWEEP = "./sweep node";

/**
 * The most bytes that an entry and all its files may have, raw and gzipped: a twentieth above what they had when the row was
 * written. Entries of `load` share a row; `./inline` is theirs and the binary as base64. Of any other entry only what it adds to
 * them counts. `./experiments` is all of them. The binaries' were 32 and 14 kB before norms, cells and SHA-256
 * stood in them.
 */
const budgets: Record<string, [raw: number, gzipped: number]> = {
  ".": [87_500, 31_200],
  "./module": [86_500, 30_700],
  "./inline": [134_000, 52_500],
  "./experiments": [409_000, 134_000],
  "./global": [887_000, 341_000],
  "./theory": [20_200, 8_350],
  "./doctor": [198_100, 68_000],
  "./figure": [146_000, 55_500],
  "./data": [12_500, 5_750],
  "./hashes": [17_700, 5_700],
  "./hashes.json": [16_800, 3_080],
  "./io": [43_300, 17_100],
  "./import": [95_000, 34_000],
  "./sweep": [593_000, 202_000],
  "./gradiometer.wasm": [35_000, 16_300],
  "./gradiometer-relaxed.wasm": [35_000, 16_300],
};

describe("package", () => {
  it("ships what a user needs and nothing else", () => {
    const printed = execFileSync(...npmCommand(["pack", "--dry-run", "--json", "--ignore-scripts"]), {
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
    for (const kind of ["dependencies", "optionalDependencies", "bundleDependencies"])
      expect(manifest).not.toHaveProperty(kind);
    // Who reads Keras's files hands it in; nobody else needs it.
    const { peerDependencies, peerDependenciesMeta } = manifest as unknown as Record<string, Record<string, object>>;
    expect(Object.keys(peerDependencies!)).toEqual(["bullmq", "ioredis", "jsfive"]);
    for (const peer of Object.keys(peerDependencies!)) expect(peerDependenciesMeta![peer]).toEqual({ optional: true });
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

  it("names the same declarations for compilers that do not read `exports`", () => {
    const named = Object.entries(manifest.exports).flatMap(([entry, target]) =>
      typeof target === "string" || entry === "." ? [] : [[entry.slice(2), [target["types"]]]],
    );
    expect(manifest.typesVersions).toEqual({ "*": Object.fromEntries(named) as unknown });
  });

  it("bundles its libraries: it imports its own files alone", () => {
    const ours = (entry: string, path: string) => isFile(path) || (entry === NODE_SWEEP && path.startsWith("node:"));
    for (const [entry, module] of modules)
      expect({ entry, foreign: graph(module).filter((path) => !ours(entry, path)) }).toEqual({ entry, foreign: [] });
  });

  it("runs on the edge: no eval, no import() but of the digits, and each entry loads in its own way", () => {
    const code = (entry: string) =>
      graph(modules.get(entry) ?? "")
        .filter(isCode)
        .map((path) => readFileSync(join(root, path), "utf8"));
    const portable = [...modules.keys()].filter((entry) => entry !== ELEMENT && entry !== NODE_SWEEP);
    const matching = (pattern: RegExp) => portable.filter((entry) => pattern.test(code(entry).join("\n")));
    expect(matching(/\beval\(|new Function\b/)).toEqual([]);
    expect(matching(/\bimport\((?!"\.(\/chunks)?\/digits\.js"\))/)).toEqual([]);
    expect(matching(/\bimport\(/)).toEqual(["./experiments", "./data", "./sweep"]);
    expect(matching(/\bfetch\(/)).toEqual([". deno", ". browser", "."]);
    // The browser's reads the disk where Node plays the browser, as under Jest's jsdom.
    // protobuf asks a process, where there is one, whether BigInt was switched off.
    expect(matching(/\bprocess\./)).toEqual([". node", ". browser", ".", "./global", "./doctor", "./io", "./import"]);
    expect(matching(/from ?"[^"]*\.wasm/)).toEqual([". workerd", ". edge-light"]);
  });

  it.each(Object.entries(budgets))("keeps %s within its budget", (entry, [raw, gzipped]) => {
    const target = manifest.exports[entry]!;
    const there = /^\.(\/module|\/inline)?$/.test(entry) ? [] : graph(modules.get("./module")!);
    for (const path of typeof target === "string" ? [target] : Object.values(target)) {
      const files = graph(normalize(path)).filter(
        (file) => (file === normalize(path) || isCode(file)) && !there.includes(file) && file !== DIGITS,
      );
      const bytes = Buffer.concat(
        files.filter((file) => !file.endsWith(".ts")).map((file) => readFileSync(join(root, file))),
      );
      expect({ path, small: bytes.length <= raw && gzipSync(bytes).length <= gzipped }).toEqual({ path, small: true });
    }
  });

  it("draws the lab's first figure with one file of ≤ 80,000 bytes gzipped", () => {
    const file = readFileSync(join(root, modules.get(ELEMENT)!));
    expect(gzipSync(file, { level: 9 }).length).toBeLessThanOrEqual(80_000);
    expect(file.toString()).not.toMatch(/\bfrom ?"\.\/|\bimport ?"/);
  });

  it("keeps the digits, 59 kB of them, out of every entry until they are asked for", () => {
    expect(gzipSync(readFileSync(join(root, DIGITS))).length).toBeLessThan(61_000);
    // The element's are a file of its own, which it loads by import().
    const texts = [...modules].filter(([entry]) => entry !== "./global" && entry !== ELEMENT).map(([, path]) => path);
    const digits = readFileSync(join(root, "sdk/data/digits.csv.gz"), "base64").slice(0, 64);
    const holding = texts.flatMap((path) => graph(path)).filter((path) => isCode(path) && path !== DIGITS);
    for (const path of new Set(holding))
      expect(readFileSync(join(root, path), "utf8").includes(digits), path).toBe(false);
  });

  it("names itself for every way to find it", () => {
    const fields = ["main", "module", "types", "unpkg", "jsdelivr"] as const;
    const named = manifest as unknown as Record<(typeof fields)[number], string>;
    for (const field of fields) expect(existsSync(join(root, named[field])), field).toBe(true);
    expect(manifest).toMatchObject({ preferUnplugged: true, homepage: expect.any(String) as string });
    expect(manifest).toMatchObject({ repository: { type: "git" }, bugs: expect.any(String) as string });
  });

  it("has a budget for every entry and a licence for every library in it", () => {
    expect(Object.keys(manifest.exports).filter((entry) => !(entry in budgets))).toEqual([ELEMENT, "./package.json"]);
    const licences = readFileSync(join(root, "dist/THIRD-PARTY.txt"), "utf8");
    const sources = readdirSync(join(root, "sdk"), { recursive: true, encoding: "utf8" });
    const libraries = sources
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => imports(join(root, "sdk", file)))
      .filter((specifier) => !/^(\.|node:|(bullmq|ioredis)$)/.test(specifier))
      .map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)![0]);
    expect(libraries.filter((name) => !licences.includes(`Name: ${name}\n`))).toEqual([]);
    const parts = licences.split("\n---\n").filter((part) => part.includes("License: "));
    expect(parts.filter((part) => !part.includes("License Text:"))).toEqual([]);
  });

  it("is small: the binary ≤ 35 kB and ≤ 16.3 kB gzipped, with the main entry ≤ 47 kB gzipped", () => {
    const binary = readFileSync(join(root, "dist/gradiometer.wasm"));
    expect(binary.length).toBeLessThanOrEqual(35_000);
    const code = graph("dist/node.js").filter(isFile);
    const gzipped = gzipSync(Buffer.concat(code.map((path) => readFileSync(join(root, path)))));
    expect(gzipSync(binary).length).toBeLessThanOrEqual(16_300);
    expect(gzipSync(binary).length + gzipped.length).toBeLessThanOrEqual(47_000);
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
