import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ATTRIBUTES, type AttributeRow } from "../../sdk/element/attributes.js";
import { CSS_PROPERTIES, EVENTS, manifest, METHODS, PARTS, PROPERTIES, SLOTS } from "../../sdk/element/description.js";
import { en } from "../../sdk/element/strings/en.js";
import { fr } from "../../sdk/element/strings/fr.js";
import { ko } from "../../sdk/element/strings/ko.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(`${root}docs/lab.md`, "utf8");
const sources = readdirSync(`${root}sdk/element`, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(`${root}sdk/element/${file}`, "utf8"));

/** Cells of the rows of a table of the page, between its marks. */
function cells(mark: string): string[][] {
  const [, text = ""] = new RegExp(`<!-- ${mark} -->\\n([^]*?)<!-- /${mark} -->`).exec(page) ?? [];
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

const code = (text: string): string => `\`${text}\``;
const rows: readonly AttributeRow[] = ATTRIBUTES;

describe("docs/lab.md", () => {
  it("lists what the element has, in the words of its tables", () => {
    expect(cells("attributes")).toEqual([
      ...rows.map((row) => [code(row.name), code(row.property), row.description]),
      ...PROPERTIES.map((row) => ["", code(row.name), row.description]),
    ]);
    expect(cells("methods")).toEqual(METHODS.map((row) => [code(`${row.name}()`), row.description]));
    expect(cells("events")).toEqual(EVENTS.map((row) => [code(row.name), code(row.type), row.description]));
    expect(cells("looks")).toEqual([
      ...SLOTS.map((row) => ["slot", row.name === "" ? "(default)" : code(row.name), row.description]),
      ...PARTS.map((row) => ["part", code(row.name), row.description]),
      ...CSS_PROPERTIES.map((row) => ["colour", code(row.name), row.description]),
    ]);
  });
});

describe("the element's description", () => {
  const all = sources.join("\n");

  it("names the parts, colours, events and methods that there are, and no others", () => {
    const found = (pattern: RegExp) => [...new Set([...all.matchAll(pattern)].map(([, name]) => name!))].sort();
    expect(found(/\bpart: "([a-z-]+)"/g)).toEqual(PARTS.map(({ name }) => name).sort());
    expect(found(/var\((--gl-[a-z]+)/g)).toEqual(CSS_PROPERTIES.map(({ name }) => name).sort());
    const events = readFileSync(`${root}sdk/element/events.ts`, "utf8");
    expect([...events.matchAll(/super\("(\w+)"/g)].map(([, name]) => name)).toEqual(EVENTS.map(({ name }) => name));
    expect([...events.matchAll(/export class (\w+)/g)].map(([, name]) => name)).toEqual(EVENTS.map(({ type }) => type));
    const element = readFileSync(`${root}sdk/element/element.ts`, "utf8");
    for (const { name } of METHODS) expect(element).toMatch(new RegExp(`^  ${name}\\(\\): void`, "m"));
    for (const { name } of PROPERTIES) expect(element).toMatch(new RegExp(`^  get ${name}\\(\\)`, "m"));
  });

  it("is a manifest with every attribute once", () => {
    const { modules } = manifest() as { modules: { declarations: { attributes: { name: string }[] }[] }[] };
    expect(modules[0]!.declarations[0]!.attributes.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  });
});

describe("the strings", () => {
  it("have the same values to fill in in every language", () => {
    const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const [key, text] of Object.entries(en))
      for (const other of [fr, ko]) expect(blanks(other[key as keyof typeof en]), key).toEqual(blanks(text));
  });
});
