/** Lines across a plot at their bounds, to the pixel. */
import { describe, expect, it } from "vitest";
import { referenceOf } from "../../../sdk/figure/plot/reference.js";
import type { Point } from "../../../sdk/figure/plot/points.js";
import { textWidth } from "../../../sdk/figure/text.js";
import { FONT, themes } from "../../../sdk/figure/theme.js";

const panel = { left: 100, right: 500, top: 50, bottom: 250, name: "", first: true, last: true };
const canvas = { width: 600, theme: themes.light, id: "f" };
/** Pixels as they are given. */
const asIs = (value: number) => value;

function drawn(
  axis: "x" | "y",
  value: number,
  { lines = [] as readonly (readonly Point[])[], labelled = true, order = 0 } = {},
) {
  // prettier-ignore
  const svg = referenceOf({ axis, value, label: "limit" }, order, { panel, x: asIs, y: asIs, lines, labelled }, canvas); // prettier-ignore
  const numberOf = (name: string, tag: string): number => Number(new RegExp(`<${tag}[^>]* ${name}="([-\\d.]+)"`).exec(svg)?.[1]); // prettier-ignore
  return { svg, label: { x: numberOf("x", "text"), y: numberOf("y", "text"), end: svg.includes('text-anchor="end"') } };
}

describe("a reference", () => {
  it.each<["x" | "y", number, boolean]>([
    ["y", 49, true],
    ["y", 48.9, false],
    ["y", 251, true],
    ["y", 251.1, false],
    ["x", 99, true],
    ["x", 98.9, false],
    ["x", 501, true],
    ["x", 501.1, false],
  ])("on %s at %f: a pixel beside the plot it is still drawn", (axis, value, there) => {
    expect(drawn(axis, value).svg !== "").toBe(there);
    expect(drawn(axis, value, { labelled: false }).svg).not.toContain("<text");
  });

  it("one across x has its label on the side with more room, each a row below the one before", () => {
    expect(drawn("x", 299).label).toEqual({ x: 304, y: 64, end: false });
    expect(drawn("x", 300).label).toEqual({ x: 295, y: 64, end: true });
    expect(drawn("x", 300, { order: 2 }).label.y).toBe(96);
  });

  it("one across y has its label where it covers least, above it where there is room", () => {
    const width = textWidth("limit", FONT.small);
    expect(drawn("y", 150).label).toMatchObject({ x: 496, y: 145 });
    expect(drawn("y", 67).label.y).toBe(62);
    expect(drawn("y", 66.9).label.y).toBeCloseTo(80.9, 6);
    const busy: Point[] = [400, 450, 495].map((x) => ({ x, y: 145, place: "plot" }) as unknown as Point);
    const left = drawn("y", 150, { lines: [busy] }).label;
    expect(left.y).toBe(145);
    expect(left.x).toBeCloseTo(104 + width, 1);
    const everywhere = [busy, busy.map((point) => ({ ...point, x: point.x - 350 })), busy.map((point) => ({ ...point, x: point.x - 170 }))]; // prettier-ignore
    expect(drawn("y", 150, { lines: everywhere }).label).toMatchObject({ x: 496, y: 164 });
  });
});
