import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planOf } from "../../sdk/cli/csv/plan.js";
import { profile, type TableOptions } from "../../sdk/cli/csv/profile.js";
import { recogniseSeparator } from "../../sdk/cli/csv/stream.js";
import { readTable } from "../../sdk/cli/csv/table.js";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-table-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tableOf(text: string, options: TableOptions, outputs = 1, classLoss = false) {
  const path = join(folder, "t.csv");
  writeFileSync(path, text);
  const found = profile(path, options);
  const plan = planOf(found, options, { outputs, classLoss });
  const { x, y, ...rest } = readTable(found, plan, options, outputs);
  return { x: [...x], y: [...y], ...rest };
}

describe("a table", () => {
  it("any header: numbers stay, texts become one input each, the target is named", () => {
    const text = 'size,colour,price\n1,red,10\n2,"blue, dark",20\n3,red,30\n4,red,40\n';
    expect(tableOf(text, { target: ["price"] })).toMatchObject({
      names: ["size", "colour=blue, dark", "colour=red"],
      x: [1, 0, 1, 2, 1, 0, 3, 0, 1, 4, 0, 1],
      y: [10, 20, 30, 40],
      rows: 4,
    });
  });

  it("separators are recognised, and a comma in numbers where it separates nothing", () => {
    for (const separator of [";", "\t", "|"]) {
      const text = ["a", "b", "y"].join(separator) + "\n" + ["1,5", "2", "3"].join(separator) + "\n";
      expect(tableOf(text, { target: ["y"] }).x).toEqual([1.5, 2]);
      expect(recogniseSeparator(join(folder, "t.csv"))).toBe(separator);
    }
  });

  it("classes by text or number, in order", () => {
    const text = "a,kind\n1,10\n2,2\n3,10\n4,7\n";
    expect(tableOf(text, { target: ["kind"], classes: true }, 3).y).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0]);
    expect(tableOf("a,k\n1,no\n2,yes\n", { target: ["k"] }).y).toEqual([0, 1]);
    expect(tableOf("a,k\n1,0\n2,2\n", { target: ["k"] }, 3, true).y).toEqual([1, 0, 0, 0, 0, 1]);
  });

  it("texts of up to ten kinds, or of half as many as there are rows, become inputs; more are left out, and said", () => {
    const namesOf = (kinds: number, rows: number): readonly string[] => {
      const lines = Array.from({ length: rows }, (_, row) => `k${row % kinds},${row},${row % 2}`);
      return tableOf(`kind,size,y\n${lines.join("\n")}\n`, { target: ["y"] }).names;
    };
    expect([namesOf(10, 12).length, namesOf(11, 12)]).toEqual([11, ["size"]]);
    expect([namesOf(15, 30).length, namesOf(16, 30)]).toEqual([16, ["size"]]);
    expect([namesOf(100, 220).length, namesOf(101, 220)]).toEqual([101, ["size"]]);
  });

  it("missing cells are refused with the way out, left out, or filled in; targets are never made up", () => {
    const text = "a,b,y\n1,x,1\n,x,2\n3,,3\n5,z,NA\n";
    expect(() => tableOf(text, { target: ["y"] })).toThrow("--missing drop");
    const dropped = tableOf(text, { target: ["y"], missing: "drop" });
    expect(dropped).toMatchObject({ rows: 1, y: [1] });
    expect(dropped.notes.join(" ")).toContain("left out 3 rows");
    const filled = tableOf(text, { target: ["y"], missing: "mean" });
    expect(filled).toMatchObject({ rows: 3, x: [1, 1, 0, 3, 1, 0, 3, 1, 0] });
    expect(filled.notes.join(" ")).toContain("filled 2 missing cells");
  });

  it("texts stand where their column does, between numbers", () => {
    const text = "a,kind,b,y\n1,red,2,0\n3,blue,4,1\n5,red,6,0\n";
    const { names, x, y } = tableOf(text, { target: ["y"] });
    expect(names).toEqual(["a", "kind=blue", "kind=red", "b"]);
    expect([Array.from(x), Array.from(y)]).toEqual([
      [1, 0, 1, 2, 3, 1, 0, 4, 5, 0, 1, 6],
      [0, 1, 0],
    ]);
  });

  it("a column that names its rows, and one without a name, are left out and said", () => {
    const lines = Array.from({ length: 200 }, (_, row) => `${row},id-${row},${row % 7},${row % 3}`);
    const { names, notes } = tableOf(`,name,a,y\n${lines.join("\n")}\n`, { target: ["y"] });
    expect(names).toEqual(["a"]);
    expect(notes.join(" ")).toContain("left out name");
    expect(notes.join(" ")).toContain("numbers the rows");
  });

  it.each<[string, TableOptions, string]>([
    ["a,b\n1,2\n", {}, "--target b"],
    ["a,b\n1,2\n", { target: ["c"] }, 'no column "c"'],
    ["a,price\n1,2\n", { target: ["prise"] }, 'did you mean "price"'],
    ["1,2\n3,4\n", { target: ["b"] }, "--no-header"],
    ["a,a\n1,2\n", { target: ["a"] }, "twice"],
    ["a,b\n1,2,3\n", { target: ["b"] }, "line 2"],
    ["a,b\n1,2\nx,3\n2,3\n", { target: ["b"] }, 'line 3, a: expected a number, but got "x"'],
  ])("%j with %j is refused", (text, options, message) => {
    expect(() => tableOf(text, options)).toThrow(message);
  });

  it("a large file is read in little more than its numbers' size", () => {
    const path = join(folder, "large.csv");
    const line = Array.from({ length: 30 }, (_, at) => (at * 0.123456).toFixed(6)).join(",");
    writeFileSync(path, `${Array.from({ length: 30 }, (_, at) => `f${at}`).join(",")}\n${`${line}\n`.repeat(60_000)}`);
    globalThis.gc?.();
    const before = process.memoryUsage();
    const found = profile(path, { target: ["f29"] });
    const { x, rows } = readTable(found, planOf(found, { target: ["f29"] }, { outputs: 1, classLoss: false }), {}, 1);
    const after = process.memoryUsage();
    expect(rows).toBe(60_000);
    expect(x[29]).toBeCloseTo(0, 6);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThanOrEqual(3 * 4 * 30 * rows);
  });
});
