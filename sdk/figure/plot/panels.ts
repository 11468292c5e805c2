/** Small multiples: where each panel's plot lies. */
import { elementAt } from "../../core/element.js";
import { type Canvas, MARGIN } from "../canvas.js";
import { FONT } from "../theme.js";
import { cutText, textAt, textWidth, wrapText } from "../text.js";

/** The inside of one plot, in px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Panel extends Box {
  readonly name: string;
  /** The first of its row: it has the labels of y. */
  readonly first: boolean;
  /** Nothing stands under it: it has the labels of x. */
  readonly last: boolean;
}

export interface Grid {
  panels: readonly Panel[];
  /** From the top of the grid to the end of its axis labels. */
  height: number;
  /** Names of panels and labels of axes. */
  labels: string;
}

interface Layout {
  canvas: Canvas;
  top: number;
  names: readonly string[];
  /** Labels of the two axes, "" for none. */
  x: string;
  y: string;
  /** Room for the tick labels of y. */
  gutter: number;
  /** Height of one plot; by default it depends on their number. */
  plotHeight?: number;
  /** Room right of the plots, for a colour scale. */
  aside?: number;
}

const GAP = 26;
const LINE = 20;
const TICKS = 24;
const NARROWEST = 190;

function columnsFor(count: number, width: number): number {
  const wanted = count <= 3 ? count : count === 4 ? 2 : 3;
  return Math.max(1, Math.min(wanted, Math.floor((width + GAP) / (NARROWEST + GAP))));
}

/** The distinct panels of some parts of a figure, in the order in which they appear; one without a name stands alone. */
export function panelNames(parts: readonly { panel?: string }[]): string[] {
  return [...new Set(parts.map(({ panel }) => panel ?? ""))];
}

/** The tops of plots of equal size, row by row, with the labels round them. */
export function gridOf({ canvas, top, names, x, y, gutter, plotHeight, aside = 0 }: Layout): Grid {
  const { theme } = canvas;
  const left = MARGIN + gutter;
  const width = canvas.width - MARGIN - aside - left;
  const columns = columnsFor(names.length, width);
  const rows = Math.ceil(names.length / columns);
  const plotWidth = (width - GAP * (columns - 1)) / columns;
  const titled = names.some((name) => name !== "");
  const titles = names.map((name) => wrapText(name, plotWidth, FONT.body, true, 3));
  const titleHeight = titled ? LINE * Math.max(...titles.map((lines) => lines.length)) + 2 : 0;
  const high = plotHeight ?? elementAt([300, 240, 190], Math.min(rows, 3) - 1);
  const yLines = wrapText(y, canvas.width - 2 * MARGIN, FONT.small, false, 3);
  // The label of the highest tick reaches half a line above the plot.
  const first = top + yLines.length * LINE + (yLines.length > 0 && !titled ? 4 : 0);
  const rowHeight = titleHeight + high + LINE;
  const parts: string[] = yLines.map((line, index) =>
    textAt(MARGIN, top + LINE * index + 14, line, { size: FONT.small, fill: theme.muted }),
  );
  const panels = names.map((name, index): Panel => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const panelLeft = left + column * (plotWidth + GAP);
    const panelTop = first + row * rowHeight + titleHeight + 6;
    elementAt(titles, index).forEach((line, place) =>
      parts.push(
        textAt(panelLeft, panelTop - 8 - LINE * (elementAt(titles, index).length - 1 - place), line, {
          size: FONT.body,
          bold: true,
        }),
      ),
    );
    return {
      name,
      left: panelLeft,
      right: panelLeft + plotWidth,
      top: panelTop,
      bottom: panelTop + high,
      first: column === 0,
      last: index + columns >= names.length,
    };
  });
  const lowest = first + (rows - 1) * rowHeight + titleHeight + 6 + high + TICKS;
  if (x !== "") {
    const style = { anchor: "middle", size: FONT.small, fill: theme.muted } as const;
    const [label, room] = [cutText(x, canvas.width - 2 * MARGIN, FONT.small), canvas.width / 2 - MARGIN];
    // Under the plots, or nearer to the middle of the figure when it is too long for that.
    const aside = Math.max(room - textWidth(label, FONT.small) / 2, 0);
    const middle = Math.min(Math.max(left + width / 2, canvas.width / 2 - aside), canvas.width / 2 + aside);
    parts.push(textAt(middle, lowest + 12, label, style));
  }
  return { panels, height: lowest + (x === "" ? 0 : LINE) - top, labels: parts.join("") };
}

/** Room that tick labels take beside the plot. */
export function gutterFor(labels: readonly string[]): number {
  return Math.max(24, ...labels.map((label) => textWidth(label, FONT.small))) + 10;
}
