import type { Result } from "gradiometer/experiments";
import { figure, figuresOf, notebook } from "gradiometer/figure";
import { describe, expect, it } from "vitest";
import { resultBundle } from "../../sdk/experiments/notebook.js";
import { specs } from "../support/figures.js";
import { refusal } from "../support/refusal.js";

const claim = { id: "C1.a", statement: "a < b & c", source: "s", measured: 0.5, holds: true, foreseen: true };
const result: Result = {
  ...{ experiment: "mine", parameters: {}, seed: 3, version: "0.0.0", variant: "simd" },
  tables: [
    {
      name: "t",
      columns: [
        { name: "x", values: [1, 2, 3] },
        { name: "y", values: [3, 1, 2] },
      ],
    },
  ],
  claims: [
    { ...claim, low: 0, high: 1 },
    { ...claim, id: "C1.b", low: null, high: 2, holds: false, foreseen: false },
    { ...claim, id: "C1.c", low: 2, high: null, holds: false },
    { ...claim, id: "C1.d", low: 7, high: 7 },
  ],
};

/** What a notebook asks a value for. */
const shown = (value: object): Record<string, string> =>
  (value as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]!();

describe("in a notebook's cell", () => {
  it("a figure's SVG is a picture, and its specification is drawn", () => {
    const svg = figure(specs.lines);
    expect(shown(notebook(svg))).toEqual({ "image/svg+xml": svg });
    expect(shown(notebook(specs.lines))).toEqual({ "image/svg+xml": svg });
  });

  it("a result is its page, in a frame that runs nothing", () => {
    const { "text/html": html = "" } = shown(notebook(result));
    expect(html).toMatch(/^<iframe sandbox srcdoc="&lt;!doctype html&gt;/i);
    expect(html).toMatch(/" style="width:100%;height:720px;border:0"><\/iframe>$/);
    expect(html).toContain("a &amp;lt; b");
    const titled = notebook(result, { experiment: { title: "My own", question: "Why?", parameters: { properties: {} } } as never }); // prettier-ignore
    expect(shown(titled)["text/html"]).toContain("My own");
  });

  it("a figure of a result shows itself, and stays plain data", () => {
    const [spec] = figuresOf(result);
    expect(shown(spec!)).toEqual({ "image/svg+xml": figure(spec!) });
    expect(Object.keys(spec!)).not.toContain("Jupyter.display");
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });

  it("refuses what is none of them", () => {
    expect(() => notebook("<p>")).toThrow(refusal("BAD_OPTION", /^what: expected an SVG/));
    for (const wrong of [null, 7, {}]) expect(() => notebook(wrong as never)).toThrow(refusal("BAD_OPTION", /./));
    expect(() => notebook({ kind: "pie" } as never)).toThrow(refusal("BAD_OPTION", /kind/));
  });

  it("a result's claims are a table, with what was expected of each", () => {
    const { "text/plain": plain, "text/html": html = "" } = resultBundle(result);
    expect(plain).toBe("mine, seed 3, gradiometer 0.0.0 (simd): 4 claims, 1 other than expected");
    expect(html).toContain(`<caption>${plain!}</caption>`);
    const rows = [...html.matchAll(/<tr>((?:<td>[^<]*<\/td>)+)<\/tr>/g)].map(([, cells]) =>
      [...cells!.matchAll(/<td>([^<]*)/g)].map(([, cell]) => cell),
    );
    expect(rows).toEqual([
      ["✓", "C1.a", "a &lt; b &amp; c", "0 … 1", "0.5"],
      ["✗", "C1.b", "a &lt; b &amp; c", "≤ 2", "0.5"],
      ["✗", "C1.c", "a &lt; b &amp; c", "≥ 2", "0.5"],
      ["✓", "C1.d", "a &lt; b &amp; c", "7", "0.5"],
    ]);
  });
});
