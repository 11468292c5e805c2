/** @module-tag package */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reserveAll, watchTemporaries } from "../../sdk/cli/files.js";

let folder: string;
const at = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(at(name), "utf8");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-files-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("result files", () => {
  it("follow a link that leads to nothing yet, through others", () => {
    mkdirSync(at("far"));
    symlinkSync("second", at("first"));
    symlinkSync("far/target.json", at("second"));
    const files = reserveAll({ "--json": at("first") });
    files.write({ "--json": () => "new" });
    expect(readlinkSync(at("first"))).toBe("second");
    expect(lstatSync(at("second")).isSymbolicLink()).toBe(true);
    expect(text("far/target.json")).toBe("new");
    expect(readdirSync(folder).sort()).toEqual(["far", "first", "second"]);
  });

  it("two names of one place that is not there yet are one file", () => {
    symlinkSync("target.json", at("link"));
    expect(() => reserveAll({ "--json": at("link"), "--csv": at("target.json") })).toThrow(/both name/);
  });

  it("a link that leads round in a circle, or into a folder that is not there, is refused in a line", () => {
    symlinkSync("b", at("a"));
    symlinkSync("a", at("b"));
    symlinkSync("nowhere/target.json", at("c"));
    expect(() => reserveAll({ "--json": at("a") })).toThrow(/cannot write --json .*links go round/);
    expect(() => reserveAll({ "--json": at("c") })).toThrow(/cannot write --json .*folder does not exist/);
    expect(readdirSync(folder).sort()).toEqual(["a", "b", "c"]);
  });

  it.each([0o600, 0o640, 0o666, 0o755])("keep a file's mode, %o, whatever the mask of the process", (mode) => {
    writeFileSync(at("a.json"), "old");
    chmodSync(at("a.json"), mode);
    const mask = process.umask(0o077);
    try {
      reserveAll({ "--json": at("a.json") }).write({ "--json": () => "new" });
    } finally {
      process.umask(mask);
    }
    expect(statSync(at("a.json")).mode & 0o777).toBe(mode);
    expect(text("a.json")).toBe("new");
  });

  it("are all written or none: the second text fails", () => {
    writeFileSync(at("a.json"), "old");
    const files = reserveAll({ "--json": at("a.json"), "--csv": at("b.csv") });
    const fail = (): string => {
      throw new Error("no text");
    };
    expect(() => files.write({ "--json": () => "new", "--csv": fail })).toThrow("no text");
    files.discard();
    expect(text("a.json")).toBe("old");
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });

  it("are all written or none: the last place is gone", () => {
    mkdirSync(at("far"));
    writeFileSync(at("a.json"), "old");
    const files = reserveAll({ "--json": at("a.json"), "--csv": at("new.csv"), "--html": at("far/c.html") });
    mkdirSync(at("far/c.html")); // a folder has come where the file should go
    expect(() => files.write({ "--json": () => "new", "--csv": () => "new", "--html": () => "new" })).toThrow(
      /cannot write --html/,
    );
    expect(text("a.json")).toBe("old");
    expect(existsSync(at("new.csv"))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(["a.json", "far"]);
    expect(readdirSync(at("far"))).toEqual(["c.html"]);
  });

  it("whoever watches knows every file that is there for a while", () => {
    const there = new Set<string>();
    watchTemporaries((path, is) => {
      if (is) there.add(path);
      else there.delete(path);
    });
    try {
      writeFileSync(at("a.json"), "old");
      const files = reserveAll({ "--json": at("a.json"), "--csv": at("b.csv") });
      const hidden = readdirSync(folder).filter((name) => name.startsWith("."));
      expect(hidden.map(at).filter((path) => !there.has(path))).toEqual([]);
      expect(hidden.length).toBe(2);
      files.write({ "--json": () => "new", "--csv": () => "new" });
      expect(there.size).toBe(0);
    } finally {
      watchTemporaries(() => undefined);
    }
  });
});
