import { load } from "gradiometer";
import { experiments, type Result, run } from "gradiometer/experiments";
import { figure, figuresOf, page } from "gradiometer/figure";
import { beforeAll, describe, expect, it, test } from "vitest";
import { parse } from "../support/figures.js";
import { asFile, short } from "../support/golden.js";
import { SMALL } from "../support/small.js";

const LARGEST = 300_000;

const experimentOf = (id: string) => experiments.find((experiment) => experiment.id === id)!;

const results = new Map<string, Result>();
beforeAll(async () => {
  const lab = await load();
  for (const { id } of experiments) results.set(id, await run(lab, id, SMALL[id] ?? {}));
});

const bytes = (text: string) => Buffer.byteLength(text);

/** The parts of a page that are XML, as one document. */
const body = (html: string) =>
  html.slice(html.indexOf("<main>"), html.indexOf("</main>")).replaceAll("<br>", "<br/>") + "</main>";

describe.each(experiments.map(({ id }) => id))("%s", (id) => {
  it("declares figures, and each can be drawn", () => {
    const figures = figuresOf(results.get(id)!, experimentOf(id));
    expect(figures.length).toBeGreaterThan(0);
    expect(new Set(figures.map(({ title }) => title)).size).toBe(figures.length);
    for (const spec of figures) {
      expect(JSON.parse(JSON.stringify(spec))).toEqual(spec); // plain JSON
      const svg = figure(spec);
      parse(svg);
      expect(svg).not.toContain("No data");
    }
  });

  it("has figures even when nobody declares them, and none breaks when a table is missing", () => {
    const result = results.get(id)!;
    const fallback = figuresOf(result);
    expect(fallback.length).toBeGreaterThan(0);
    for (const spec of fallback) parse(figure(spec));
    for (const table of result.tables) {
      const rest = { ...result, tables: result.tables.filter((one) => one !== table) };
      for (const spec of figuresOf(rest, experimentOf(id))) parse(figure(spec));
    }
  });

  it("is one page of at most 300 kB that needs nothing else", () => {
    const result = results.get(id)!;
    const experiment = experimentOf(id);
    const html = page(result, { experiment });
    expect(bytes(html)).toBeLessThanOrEqual(LARGEST);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(
      /https?:|<script|<link|<img|@import|url\((?!#)/,
    );
    parse(body(html));
    const text = html
      .replace(/<[^>]+>/g, " ")
      .replaceAll("&#39;", "'")
      .replaceAll("&quot;", '"');
    const plain = (value: string) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    expect(text).toContain(plain(experiment.title));
    expect(text).toContain(plain(experiment.question));
    for (const claim of result.claims) expect(text).toContain(plain(claim.statement));
    for (const { name } of result.tables) expect(text).toContain(plain(name));
    for (const name of Object.keys(result.parameters)) expect(text).toContain(name);
    expect(text).toContain(`npx gradiometer@${result.version} run ${id}`);
    expect(page(result, { experiment })).toBe(html);
  });

  it("has no id twice", () => {
    const ids = [...page(results.get(id)!, { experiment: experimentOf(id) }).matchAll(/ id="([^"]+)"/g)].map(
      ([, one]) => one,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("the page", () => {
  const small = (): Result => structuredClone(results.get("scalar-chain")!);

  it("holds the whole result as a link", () => {
    const result = small();
    result.tables[0]!.columns[0]!.name = `50 % "quoted" & <tagged> #1 'π' \u{1F600}`;
    const html = page(result);
    const [, data] = /href="data:application\/json;charset=utf-8,([^"]*)"/.exec(html)!;
    expect(JSON.parse(decodeURIComponent(data!))).toEqual(result);
    expect(data).not.toMatch(/[<>&"#\s]/);
  });

  it("escapes what the result says", () => {
    const result = small();
    result.experiment = `<script>alert("1")</script>`;
    result.tables[0]!.name = "<i>";
    result.claims[0]!.statement = "a < b & c";
    const html = page(result);
    expect(html).not.toMatch(/<script|<i>/);
    expect(html).toContain("a &lt; b &amp; c");
  });

  it("says in words and marks how each claim came out", () => {
    const { experiment, result } = { experiment: experimentOf("scalar-chain"), result: small() };
    result.parameters = Object.fromEntries(
      Object.entries(experiment.parameters.properties).map(([name, property]) => [name, property.default]),
    );
    for (const claim of result.claims) claim.holds = claim.foreseen;
    const asForeseen = page(result, { experiment });
    expect(asForeseen).toContain(`✓ All ${result.claims.length} claims came out as expected.`);
    expect(asForeseen).toContain("✓ holds<small>as expected");
    expect(asForeseen).toContain("✗ fails<small>fails as expected: the statement is a known slip");
    result.claims[0]!.holds = false;
    expect(page(result, { experiment })).toContain("✗ fails<small>ALARM: it should hold");
    expect(page(result, { experiment })).toContain(
      `✗ ALARM in 1 of ${result.claims.length} claims: ${result.claims[0]!.id}`,
    );
    result.parameters = { ...result.parameters, input: 1 };
    expect(page(result, { experiment })).toContain("not with these parameters");
    expect(page(result, { experiment })).not.toContain("ALARM");
  });

  it("shortens a long table and says so", () => {
    const result = small();
    const values = Array.from({ length: 1000 }, (_, index) => index * index);
    result.tables.push({ name: "long", columns: [{ name: "square", values }] });
    const html = page(result);
    expect(html).toContain("long (1000 rows)");
    expect(html).toContain("40 of 1000 rows are shown");
    expect(html).toContain('<td class="number">841</td></tr>\n<tr><td colspan="1">⋮</td></tr>');
    expect(html).toContain("998001");
  });

  it("stays within 300 kB whatever the result holds", () => {
    const result = small();
    const words = (table: number) => Array.from({ length: 100 }, (_, row) => `${"Ω".repeat(60)} ${table} ${row}`);
    for (let index = 0; index < 120; index++)
      result.tables.push({
        name: `table ${index}`,
        columns: [
          { name: "word", values: words(index) },
          { name: "number", values: words(index).map((_, row) => (row * 7919) % 1009) },
        ],
      });
    const html = page(result);
    expect(bytes(html)).toBeLessThanOrEqual(LARGEST);
    expect(html).toContain("have no room in this page");
    expect(html).toContain(result.claims[0]!.id);
  });

  test.each([
    [{}, "npx gradiometer@1.2.3 run x"],
    [{ seed: 7 }, "npx gradiometer@1.2.3 run x --seed 7"],
    [
      { parameters: { weightDecay: 0.5, sizes: [1, 2], kind: "tanh" } },
      "run x --weight-decay 0.5 --sizes 1,2 --kind tanh",
    ],
    [{ parameters: { weights: [-1, 2], low: -3 } }, "run x --weights=-1,2 --low=-3"],
    [{ parameters: { text: "it's $HOME; rm" } }, "run x --text 'it'\\''s $HOME; rm'"],
    [{ parameters: { net: { kind: "relu" } } }, `run x --net '{"kind":"relu"}'`],
  ])("the command of %j", (part, command) => {
    const result: Result = {
      experiment: "x",
      parameters: {},
      seed: 0,
      version: "1.2.3",
      variant: "simd",
      tables: [],
      claims: [],
      ...part,
    };
    const [, shown] = /<pre>([^<]*)<\/pre>/.exec(page(result))!;
    expect(shown!.replaceAll("&#39;", "'").replaceAll("&quot;", '"')).toContain(command);
  });
});

describe("figures of undeclared tables", () => {
  const result = (columns: Result["tables"][number]["columns"]): Result => ({
    experiment: "x",
    parameters: {},
    seed: 0,
    version: "0",
    variant: "simd",
    tables: [{ name: "t", columns }],
    claims: [],
  });

  it("curves, with keys as panels and names", () => {
    const [spec] = figuresOf(
      result([
        { name: "net", values: ["a", "a", "a", "b", "b", "b"] },
        { name: "layer", values: [1, 2, 3, 1, 2, 3] },
        { name: "norm", unit: "1", values: [1, 1e-3, "NaN", 1, 1e-6, 0] },
      ]),
    );
    expect(spec).toMatchObject({ kind: "lines", x: { label: "layer" }, y: { label: "norm", scale: "log" } });
    expect(spec!.kind === "lines" && spec!.series.map(({ name, y }) => [name, y])).toEqual([
      ["a", [1, 1e-3, "NaN"]],
      ["b", [1, 1e-6, 0]],
    ]);
  });

  it("rows with names, as bars; rows without a number, not at all", () => {
    const [bars] = figuresOf(
      result([
        { name: "what", values: ["a", "b"] },
        { name: "value", values: [0.5, null] },
      ]),
    );
    expect(bars).toMatchObject({ kind: "bars", categories: ["a", "b"], series: [{ values: [0.5, null] }] });
    expect(figuresOf(result([{ name: "what", values: ["a", "b"] }]))).toEqual([]);
    expect(figuresOf(result([]))).toEqual([]);
  });
});

// `npx vitest run tests/figure/page.test.ts -u` writes the file; look at the pages before it is committed.
it("every page is as before, whatever the version", async () => {
  const shown = [...results].map(([id, result]) => {
    const own = { ...result, version: "0" };
    return [id, `${short(page(own, { experiment: experimentOf(id) }))} ${short(page(own))}`];
  });
  await expect(asFile(Object.fromEntries(shown))).toMatchFileSnapshot("../golden/pages.json");
});
