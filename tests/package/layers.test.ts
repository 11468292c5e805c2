import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { imports } from "../support/imports.js";

type Table = Partial<Record<string, string[]>>;

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Layer → what it may import beside itself: the table of ARCHITECTURE.md. A folder is a layer, and so is a file that
 * stands alone. What is not in the table may not exist.
 */
const assembly: Table = (() => {
  const order = [
    "index",
    "elementary",
    "spectrum",
    "nn",
    "gemm",
    "vector",
    "random",
    "math",
    "hash",
    "lanes",
    "tile",
    "layout",
    "abi",
  ];
  return Object.fromEntries(order.map((layer, place) => [layer, order.slice(place + 1)]));
})();

const nn = ["nn", "core"];
const laws = ["theory", "probe", ...nn];
const sdk: Table = {
  types: [],
  figureSpec: [],
  globals: [],
  core: [],
  nn: ["core"],
  probe: nn,
  theory: nn,
  data: nn,
  io: nn,
  import: ["io", ...nn],
  experiments: ["figureSpec", ...laws, "data"],
  doctor: ["figureSpec", ...laws, "data", "io"],
  hashes: ["data", ...nn],
  figure: ["figureSpec", "doctor", "experiments", ...laws],
  sweep: ["figureSpec", "figure", "doctor", "experiments", "data", ...laws],
  lab: ["probe", ...nn],
  entry: ["lab", "core", "sweep"],
  element: ["figureSpec", "figure", "doctor", "experiments", "data", "io", "entry", ...laws],
  cli: ["hashes", "figure", "doctor", "experiments", "data", "io", "import", "sweep", "entry", ...laws],
};
for (const layer of Object.keys(sdk)) sdk[layer]?.push("types");

/** Library → the only files and folders of the SDK that may import it. */
const libraries: Table = {
  "@assemblyscript/loader": ["sdk/core/create.ts"],
  "@noble/hashes/sha2.js": ["sdk/io/", "sdk/sweep/"],
  "@noble/hashes/utils.js": ["sdk/io/", "sdk/sweep/"],
  tinypool: ["sdk/entry/sweep/"],
  bullmq: ["sdk/cli/"],
  ioredis: ["sdk/cli/"],
  "@cfworker/json-schema": ["sdk/experiments/"],
  "fflate/browser": ["sdk/data/", "sdk/io/", "sdk/import/"],
  "@bufbuild/protobuf/wire": ["sdk/io/", "sdk/import/"],
  "d3-dsv": ["sdk/data/", "sdk/io/", "sdk/cli/"],
  "d3-array": ["sdk/figure/"],
  "d3-contour": ["sdk/figure/"],
  "d3-shape": ["sdk/figure/"],
  commander: ["sdk/cli/"],
  "cli-table3": ["sdk/cli/"],
  "cli-progress": ["sdk/cli/"],
  picocolors: ["sdk/cli/"],
};

/** Where Node's own modules may be imported. */
const node = ["sdk/cli/", "sdk/entry/sweep/", "sdk/entry/sweepThread.ts"];

/** Files that the build writes → who may import them. */
const generated: Table = {
  version: ["sdk/"],
  digits: ["sdk/data/"],
  zoo: ["sdk/doctor/"],
  binary: ["sdk/entry/inline.ts", "sdk/element/worker/"],
  worker: ["sdk/element/host/"],
  study: ["sdk/element/host/"],
  published: ["sdk/hashes/"],
  studies: ["sdk/sweep/"],
};

const within = (file: string, places: string[] | undefined) => places?.some((place) => file.startsWith(place)) ?? false;

/** The sources of a folder, relative to the root. */
function sources(folder: string): string[] {
  if (!existsSync(root + folder)) return [];
  return readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file).replaceAll("\\", "/"))
    .filter((file) => /\.(ts|js|mjs)$/.test(file));
}

/** `sdk/nn/mlp.ts` → `nn`, `sdk/types.ts` → `types`. */
const layerOf = (file: string) => file.split("/")[1]?.replace(/(\.d)?\.ts$/, "") ?? "";

const resolve = (file: string, specifier: string) => normalize(join(dirname(file), specifier)).replaceAll("\\", "/");

/** Why this import may not stand in this file of assembly/; nothing when it may. */
function faultInAssembly(file: string, specifier: string): string | undefined {
  const target = resolve(file, specifier);
  if (!specifier.startsWith(".") || !target.startsWith("assembly/")) return "leaves the folder";
  const [from, to] = [layerOf(file), layerOf(`${target}.ts`)];
  if (from !== to && !assembly[from]?.includes(to)) return `${from} may not import ${to}`;
  return undefined;
}

/** The same for sdk/. */
function faultInSdk(file: string, specifier: string): string | undefined {
  if (specifier.startsWith("node:")) return within(file, node) ? undefined : "Node's modules belong to its entry";
  if (!specifier.startsWith("."))
    return within(file, libraries[specifier]) ? undefined : "not a library declared for it";
  const target = resolve(file, specifier);
  if (target === "assembly/abi.js") return undefined;
  const name = /^build\/generated\/(\w+)\.js$/.exec(target)?.[1];
  if (name !== undefined) return within(file, generated[name]) ? undefined : "not generated for it";
  if (!target.startsWith("sdk/")) return "leaves the folder";
  const [from, to] = [layerOf(file), layerOf(target.replace(/\.js$/, ".ts"))];
  if (from !== to && !sdk[from]?.includes(to)) return `${from} may not import ${to}`;
  return undefined;
}

/** And for examples/: what a user could write. */
function faultInExamples(file: string, specifier: string): string | undefined {
  if (file.endsWith(".config.mjs")) return undefined; // builds a program, is none
  if (/^(node:|gradiometer(\/|$))/.test(specifier)) return undefined;
  return specifier.startsWith("./") ? undefined : "an example imports public entries only";
}

const faults = (folder: string, judge: typeof faultInSdk) =>
  sources(folder).flatMap((file) =>
    imports(root + file).flatMap((specifier) => {
      const fault = judge(file, specifier);
      return fault === undefined ? [] : [`${file} imports ${specifier}: ${fault}`];
    }),
  );

describe("layers", () => {
  it("every folder and file of assembly/ and sdk/ is in the table", () => {
    expect(sources("assembly").filter((file) => !(layerOf(file) in assembly))).toEqual([]);
    expect(sources("sdk").filter((file) => !(layerOf(file) in sdk))).toEqual([]);
  });

  it("assembly/ imports from what stands to the right", () => {
    expect(faults("assembly", faultInAssembly)).toEqual([]);
  });

  it("sdk/ imports from what stands to the right, and libraries where they are declared", () => {
    expect(faults("sdk", faultInSdk)).toEqual([]);
  });

  it("examples/ import the public entries", () => {
    expect(faults("examples", faultInExamples)).toEqual([]);
  });

  it("a wrong import is noticed", () => {
    expect(faultInAssembly("assembly/math/exp.ts", "../nn/dense")).toBe("math may not import nn");
    expect(faultInSdk("sdk/core/arena.ts", "../entry/node.js")).toBe("core may not import entry");
    expect(faultInSdk("sdk/nn/mlp.ts", "node:fs")).toBeDefined();
    expect(faultInSdk("sdk/nn/mlp.ts", "commander")).toBeDefined();
    expect(faultInSdk("sdk/nn/mlp.ts", "../../build/generated/digits.js")).toBeDefined();
    expect(faultInSdk("sdk/nn/mlp.ts", "../core/arena.js")).toBeUndefined();
    expect(faultInExamples("examples/node/digits.js", "../../sdk/index.js")).toBeDefined();
  });

  it("every kind of import is read", () => {
    expect(imports(`${root}tests/package/layers.test.ts`)).toContain("vitest");
    expect(imports(`${root}sdk/entry/node.ts`).length).toBeGreaterThan(1);
  });
});
