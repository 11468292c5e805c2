/** @module-tag package */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  exports: Record<string, string | Record<string, string>>;
};
const { withoutImportTimeWork } = (await import(new URL("../../scripts/lazyLibraries.mjs", import.meta.url).href)) as {
  withoutImportTimeWork(file: string, source: string): string;
};

/** The one that is there to write a global. */
const GLOBAL = "./dist/gradiometer.global.js";

/** The one that is there to register its element: it asks whether there is a DOM. */
const ELEMENT = "./dist/element.js";

/** The modules of all other entries, once each. */
const modules = [
  ...new Set(
    Object.values(exports).flatMap((target) =>
      typeof target === "string" ? [] : Object.values(target).filter((path) => path.endsWith(".js")),
    ),
  ),
].filter((path) => path !== GLOBAL && path !== ELEMENT);

/** What ECMAScript itself gives every realm, as far as it is read: an error class cannot be declared without Error. */
const ECMASCRIPT = [
  ...[
    "Array",
    "DataView",
    "Error",
    "Int32Array",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "RegExp",
    "String",
    "Symbol",
  ],
  ...["Uint16Array", "Uint32Array", "Uint8Array", "isNaN", "parseInt"],
];

function touched(module: string): { reads: string[]; writes: string[] } {
  const args = ["--no-warnings", "--experimental-vm-modules", "tests/support/importTime.mjs", module];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })) as ReturnType<
    typeof touched
  >;
}

describe("nothing happens when an entry is imported", () => {
  it.each(modules)("%s writes no global and reads none of a host", (module) => {
    const { reads, writes } = touched(module);
    expect({ host: reads.filter((name) => !ECMASCRIPT.includes(name)), writes }).toEqual({ host: [], writes: [] });
  });

  it("the element asks for a DOM, and without one does nothing", () => {
    const { reads, writes } = touched(ELEMENT);
    const host = reads.filter((name) => !ECMASCRIPT.includes(name));
    expect({ host, writes }).toEqual({
      host: ["Event", "HTMLElement", "Reflect", "customElements", "globalThis"],
      writes: [],
    });
  });

  it("the classic script writes its one global", () => {
    const { reads, writes } = touched(GLOBAL);
    expect(writes).toEqual(["gradiometer"]);
    expect(reads.filter((name) => ![...ECMASCRIPT, "globalThis", "gradiometer"].includes(name))).toEqual([]);
  });

  it("the main entry reads these, and nothing else", () => {
    expect(touched("./dist/node.js").reads).toEqual(
      ["Error", "Object", "Symbol"], // prettier-ignore
    );
  });

  it("the build notices a library that is not the one it knows", () => {
    const source = readFileSync(`${root}node_modules/@assemblyscript/loader/index.js`, "utf8");
    const file = "/@assemblyscript/loader/index.js";
    expect(withoutImportTimeWork(file, source)).not.toMatch(/Object\.hasOwn =|^const utf16 = new/m);
    expect(() => withoutImportTimeWork(file, source.replace("utf-16le", "utf-16"))).toThrow(
      /expected .* found it 0 times/,
    );
    expect(() => withoutImportTimeWork(file, source + source)).toThrow(/found it 2 times/);
  });
});
