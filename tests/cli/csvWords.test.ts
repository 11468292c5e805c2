/** What the command line says of a table, word by word: what it made of each column, and why it refuses one. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planOf } from "../../sdk/cli/csv/plan.js";
import { profile, type TableOptions } from "../../sdk/cli/csv/profile.js";
import { readTable } from "../../sdk/cli/csv/table.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-words-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Asked = TableOptions & { outputs?: number; classLoss?: boolean };

function tableOf(text: string, { outputs = 1, classLoss = false, ...options }: Asked) {
  const path = join(folder, "t.csv");
  writeFileSync(path, text);
  const found = profile(path, options);
  return readTable(found, planOf(found, options, { outputs, classLoss }), options, outputs);
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
/** Rows of a number and a text: as many different texts as rows. */
const kinds = (count: number) =>
  `a,kind\n${range(count)
    .map((row) => `${row * 2},k${row}`)
    .join("\n")}\n`;

describe("what was made of a table is said", () => {
  it.each<[string, string, Asked, string[]]>([
    ["one row of one input", "a,y\n3,4\n", { target: ["y"] }, ["read 1 row of 1 input; target y"]],
    ["a series x and y", "x2,y2,x1,y1\n1,2,3,4\n5,6,7,8\n", { outputs: 2 }, ["read 2 rows of 2 inputs; target y1, y2"]],
    ["tabs", "a\ty\n3\t4\n", { target: ["y"] }, ["read 1 row of 1 input, separated by tabs; target y"]],
    ["semicolons", "a;y\n3;4\n", { target: ["y"] }, ['read 1 row of 1 input, separated by ";"; target y']],
    ["two classes", "a,label\n3,no\n4,yes\n", {}, ["read 2 rows of 1 input; target label: 2 classes (no, yes)"]],
    ["one class", "a,label\n3,no\n", {}, ["read 1 row of 1 input; target label: 1 class (no)"]],
    [
      "six classes",
      kinds(6),
      { target: ["kind"], outputs: 6 },
      ["read 6 rows of 1 input; target kind: 6 classes (k0, k1, k2, k3, k4, k5)"],
    ],
    [
      "seven classes",
      kinds(7),
      { target: ["kind"], outputs: 7 },
      ["read 7 rows of 1 input; target kind: 7 classes (k0, k1, k2, k3, k4, …)"],
    ],
    [
      "an empty column",
      "a,gap,y\n3,,4\n5,,6\n",
      { target: ["y"], missing: "mean" },
      ["read 2 rows of 1 input; target y", "left out gap: it is empty"],
    ],
    [
      "a column that counts from 0",
      ",a,y\n0,3,4\n1,5,6\n",
      { target: ["y"] },
      ["read 2 rows of 1 input; target y", "left out column 1: it has no name and numbers the rows"],
    ],
    [
      "a column that counts from 1",
      ",a,y\n1,3,4\n2,5,6\n",
      { target: ["y"] },
      ["read 2 rows of 1 input; target y", "left out column 1: it has no name and numbers the rows"],
    ],
    [
      "one that does not count",
      "a,,y\n3,0,4\n5,7,6\n",
      { target: ["y"] },
      ["read 2 rows of 1 input; target y", "left out column 2: it has no name"],
    ],
    [
      "texts",
      "kind,a,y\nu,1,2\nv,3,4\nu,5,6\n",
      { target: ["y"] },
      ["read 3 rows of 3 inputs; target y", "kind became 2 inputs, one per text"],
    ],
    [
      "rows that lack a cell",
      "a,y\n1,2\n,3\n4,5\n6,\n",
      { target: ["y"], missing: "drop" },
      ["read 2 rows of 1 input; target y", "left out 2 rows with missing cells"],
    ],
    [
      "a row that lacks its target, and a cell filled in",
      "a,y\n1,2\n,3\n3,\n",
      { target: ["y"], missing: "mean" },
      [
        "read 2 rows of 1 input; target y",
        "left out 1 row with missing cells",
        "filled 1 missing cell with the column's mean, or its most frequent text",
      ],
    ],
  ])("%s", (_, text, options, notes) => expect(tableOf(text, options).notes).toEqual(notes));

  it("a missing cell becomes the mean of its column, or its most frequent text", () => {
    const { x } = tableOf("a,kind,y\n1,u,0\n4,v,0\n,,0\n4,v,0\n", { target: ["y"], missing: "mean" });
    expect([...x]).toEqual([1, 1, 0, 4, 0, 1, 3, 0, 1, 4, 0, 1]); // (1 + 4 + 4) / 3 = 3; v is there twice
  });

  it("classes that are numbers stand by their size; from 0 on they keep their place, and 2.0 is the class 2", () => {
    const by = tableOf("a,k\n1,10\n2,9\n3,10\n", { target: ["k"], classes: true, outputs: 2 });
    expect(by.notes).toEqual(["read 3 rows of 1 input; target k: 2 classes (9, 10)"]);
    expect([...by.y]).toEqual([0, 1, 1, 0, 0, 1]);
    const from0 = tableOf("a,k\n1,2.0\n2,0\n", { target: ["k"], classes: true, outputs: 4 });
    expect(from0.notes).toEqual(["read 2 rows of 1 input; target k: 4 classes (0, 1, 2, 3)"]);
    expect([...from0.y]).toEqual([0, 0, 1, 0, 1, 0, 0, 0]);
    const twice = tableOf("a,k\n1,10.0\n2,9\n3,10\n4,9.00\n", { target: ["k"], classes: true, outputs: 2 });
    expect(twice.notes).toEqual(["read 4 rows of 1 input; target k: 2 classes (9, 10)"]);
    expect([...twice.y]).toEqual([0, 1, 1, 0, 0, 1, 1, 0]);
  });

  it("where one class is a word, 1 and 1.0 are two", () => {
    const words = tableOf("a,k\n1,1.0\n2,x\n3,1\n", { target: ["k"], classes: true, outputs: 3 });
    expect(words.notes).toEqual(["read 3 rows of 1 input; target k: 3 classes (1, 1.0, x)"]);
    expect([...words.y]).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0]);
  });
});

describe("a table is refused, and what to do is said", () => {
  it.each<[string, string, Asked, string]>([
    [
      "two kinds of target",
      "x1,label,y1\n1,2,3\n",
      {},
      "the header has both label and columns y; name one with --target",
    ],
    ["a gap in x", "x1,x3,y1\n1,2,3\n", {}, "the header has 2 columns x, but no x2"],
    ["a gap in y", "x1,y2\n1,2\n", {}, "the header has 1 columns y, but no y1"],
    ["no target named", "a,b c\n1,2\n", {}, "which column is the target? Say --target 'b c', or another of a, b c"],
    ["no input is left", "y\n1\n", { target: ["y"] }, "no column is left for the inputs"],
    [
      "classes of two targets",
      "a,b,c\n1,2,3\n",
      { target: ["b", "c"], classes: true },
      "--classes works with one target column only",
    ],
    [
      "more than a hundred classes",
      kinds(101),
      { target: ["kind"], classes: true, outputs: 200 },
      "kind has more than 100 classes; leave out --classes to treat it as a number",
    ],
    [
      "five classes for three outputs",
      kinds(5),
      { target: ["kind"], outputs: 3 },
      "kind has 5 classes (k0, k1, k2, k3, k4), but the net has 3 outputs",
    ],
    [
      "six classes for three outputs",
      kinds(6),
      { target: ["kind"], outputs: 3 },
      "kind has 6 classes (k0, k1, k2, k3, k4, …), but the net has 3 outputs",
    ],
    [
      "three classes for one output",
      kinds(3),
      { target: ["kind"], outputs: 1 },
      "kind has 3 classes (k0, k1, k2), but the net has 1 outputs",
    ],
    [
      "a word in one of two targets",
      "a,b,c\n1,2,3\n1,2,x\n",
      { target: ["b", "c"], outputs: 2 },
      'line 3, c: expected a number, but got "x"',
    ],
    ["a word in a column x", "x1,x2,y1\n1,red,3\n2,blue,4\n", {}, 'line 2, x2: expected a number, but got "red"'],
    [
      "a first line of numbers",
      "1,2\n3,4\n",
      { target: ["b"] },
      "expected a header, but the first line has only numbers; add a line of names, or use --no-header",
    ],
    [
      "a first line that looks like data",
      "1,red\n3,blue\n4,red\n",
      { target: ["red"] },
      "expected a header, but the first line looks like data; add a line of names, or use --no-header",
    ],
    [
      "cells that are empty",
      "a,b,y\n,1,2\n3,,\n",
      { target: ["y"] },
      "some cells of a (1), b (1), y (1) are empty; use --missing drop to leave out those rows, or --missing mean to fill in the mean",
    ],
    [
      "an empty class",
      "a,label\n1,no\n2,\n",
      {},
      'line 3, label: expected a class, but got ""; --missing drop leaves such rows out',
    ],
    ["no row is left", "a,y\n1,\n,2\n", { target: ["y"], missing: "drop" }, "no row is left: every one lacks a cell"],
    ["no rows", "a,y\n", { target: ["y"] }, "expected rows after the header, but there are none"],
    [
      "a row too short",
      "a,b,y\n1,2,3\n1,2\n",
      { target: ["y"] },
      "line 3: expected 3 cells, as in the first line, but got 2",
    ],
    ["a name twice", "a,a\n1,2\n", { target: ["a"] }, "the header has the column a twice"],
  ])("%s", (_, text, options, message) => {
    expect(() => tableOf(text, options)).toThrow(
      expect.objectContaining({ code: "BAD_FILE", message: `${join(folder, "t.csv")}: ${message}` }),
    );
  });
});
