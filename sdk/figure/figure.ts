/** One figure: title, legend, what its kind draws, notes. */
import { badOption, checkInteger, checkKeys } from "../core/check.js";
import { lastOf } from "../core/element.js";
import type { FigureSpec } from "../figureSpec.js";
import { type Canvas, type Drawing, type Kind, type LegendItem, MARGIN, SAMPLE } from "./canvas.js";
import { kinds } from "./kinds/index.js";
import { specShapes } from "./specShapes.js";
import { element, escape, group } from "./svg.js";
import { cutText, textAt, textWidth, wrapText } from "./text.js";
import { FONT, themes } from "./theme.js";

/** How a figure is drawn. */
export interface FigureOptions {
  /** Width of the drawing in px, which the figure keeps as its proportions: 320 to 4000, default 720. */
  width?: number;
  /** Colours for white paper (default) or for a dark page. */
  theme?: "light" | "dark";
  /** Beginning of the ids in the SVG, unique in the page: a letter, then letters, digits, "-" and "_". By default from the title. */
  id?: string;
}

const LINE = { title: 25, legend: 22, note: 18 };
const SMALLEST = 320;
const LARGEST = 4000;

/** The legend, as many entries in a row as there is room for. */
function legendRows(items: readonly LegendItem[], width: number): LegendItem[][] {
  const rows: LegendItem[][] = [];
  let used = Infinity;
  for (const { label, sample } of items) {
    const item = { label: cutText(label, width - SAMPLE - 6, FONT.small), sample };
    const needed = SAMPLE + 6 + textWidth(item.label, FONT.small) + 18;
    if (used + needed > width + 18) {
      rows.push([]);
      used = 0;
    }
    lastOf(rows).push(item);
    used += needed;
  }
  return rows;
}

function legendText(rows: readonly LegendItem[][], top: number): string {
  return rows
    .map((row, index) => {
      let x = MARGIN;
      const y = top + LINE.legend * index + 10;
      return row
        .map(({ label, sample }) => {
          const drawn = sample(x, y) + textAt(x + SAMPLE + 6, y + 4.5, label, { size: FONT.small });
          x += SAMPLE + 6 + textWidth(label, FONT.small) + 18;
          return drawn;
        })
        .join("");
    })
    .join("");
}

const EMPTY_HEIGHT = 120;
const NO_DATA = "No data: nothing was measured for this figure.";

/** A figure of nothing says so. */
function emptyDrawing({ theme, width }: Canvas): Drawing {
  return {
    legend: [],
    height: EMPTY_HEIGHT,
    body: (top) =>
      element("rect", {
        x: MARGIN,
        y: top,
        width: width - 2 * MARGIN,
        height: EMPTY_HEIGHT - 10,
        rx: 8,
        fill: "none",
        stroke: theme.muted,
        "stroke-dasharray": "5 5",
      }) +
      wrapText(NO_DATA, width - 4 * MARGIN)
        .map((line, index) =>
          textAt(width / 2, top + EMPTY_HEIGHT / 2 + 20 * index, line, { anchor: "middle", fill: theme.muted }),
        )
        .join(""),
    summary: NO_DATA,
    footnotes: [],
  };
}

/** An id from a title: the same title, the same id. */
function idFrom(title: string): string {
  let hash = 5381;
  for (const character of title) hash = (Math.imul(hash, 33) ^ character.codePointAt(0)!) >>> 0;
  return `figure-${hash.toString(36)}`;
}

function checkOptions(options: unknown, title: string): Canvas {
  const { width = 720, theme = "light", id = idFrom(title) } = checkKeys("options", options, ["width", "theme", "id"]);
  if (theme !== "light" && theme !== "dark") throw badOption("options.theme", '"light" or "dark"', theme);
  if (typeof id !== "string" || !/^[A-Za-z][\w-]*$/.test(id))
    throw badOption("options.id", "a letter, then letters, digits, - and _", id);
  return { width: checkInteger("options.width", width, SMALLEST, LARGEST), theme: themes[theme], id };
}

/**
 * Draws a figure as SVG: a string without scripts, fonts or styles from elsewhere, which can stand in an HTML page or in a
 * file of its own.
 *
 * @param spec      what the figure says; see FigureSpec. Its texts are escaped and wrapped.
 * @returns the same bytes for the same spec and options, in every engine. It names and describes itself (title, desc, role="img").
 * @throws GradiometerError BAD_OPTION for an unknown kind, a member that is missing or of another type, an option out of range, an axis that ends before it begins;
 *         BAD_SHAPE when lists that belong together differ in length.
 * @example
 * ```js
 * import { figure } from "gradiometer/figure";
 * const svg = figure({
 *   kind: "lines",
 *   title: "‖δ‖ per layer",
 *   description: "It shrinks by a factor of four per layer on its way down.",
 *   x: { label: "layer" },
 *   y: { label: "‖δ‖", scale: "log" },
 *   series: [{ name: "sigmoid", x: [1, 2, 3], y: [1 / 16, 1 / 4, 1] }],
 * });
 * console.log(svg.slice(0, 4)); // <svg
 * ```
 */
export function figure(spec: FigureSpec, options: FigureOptions = {}): string {
  const { kind: name } = checkKeys("figure", spec, Object.keys(Object(spec) as object));
  if (typeof name !== "string" || !Object.hasOwn(kinds, name))
    throw badOption("figure: kind", `one of ${Object.keys(kinds).join(", ")}`, name);
  specShapes[spec.kind]("figure", spec);
  const kind = kinds[spec.kind] as Kind<FigureSpec>;
  const { title } = spec;
  const canvas = checkOptions(options, title);
  kind.check(spec);
  const { width, theme, id } = canvas;
  const drawing = kind.empty(spec) ? emptyDrawing(canvas) : kind.draw(spec, canvas);
  const inner = width - 2 * MARGIN;
  const titles = wrapText(title, inner, FONT.title, true);
  const rows = legendRows(drawing.legend, inner);
  const notes = wrapText([spec.note ?? "", ...drawing.footnotes].join(" "), inner, FONT.small);

  const legendTop = MARGIN + titles.length * LINE.title + 4;
  const bodyTop = legendTop + rows.length * LINE.legend + (rows.length > 0 ? 8 : 2);
  const notesTop = bodyTop + drawing.height + 10;
  const height = Math.ceil(notesTop + notes.length * LINE.note + MARGIN / 2);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-labelledby": `${id}-title ${id}-desc`,
      "font-family": FONT.family,
      "font-size": FONT.body,
      fill: theme.ink,
    },
    element("title", { id: `${id}-title` }, escape(title)),
    element("desc", { id: `${id}-desc` }, escape(`${spec.description} ${drawing.summary}`)),
    element("rect", { width, height, fill: theme.paper }),
    group(
      { "aria-hidden": "true" },
      ...titles.map((line, index) =>
        textAt(MARGIN, MARGIN + LINE.title * index + 16, line, { size: FONT.title, bold: true }),
      ),
      legendText(rows, legendTop),
      drawing.body(bodyTop),
      ...notes.map((line, index) =>
        textAt(MARGIN, notesTop + LINE.note * index + 10, line, { size: FONT.small, fill: theme.muted }),
      ),
    ),
  );
}
