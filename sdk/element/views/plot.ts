/** The frame of a live figure: an SVG at its real width, its axes, and what is drawn where a number is none. */
import type { Quantity } from "../../figureSpec.js";
import { elementAt } from "../../core/element.js";
import type { Numbers } from "../strings/numbers.js";
import { logScale } from "./scale.js";
import { say, set, svg } from "./svg.js";

/** The lab's colours, with what stands for them where its stylesheet is not. */
export const INK = "var(--gl-ink, #18181b)";
export const PAPER = "var(--gl-paper, #fff)";
export const LINE = "var(--gl-line, #d4d4d8)";
export const colourOf = (net: "a" | "b"): string => (net === "a" ? "var(--gl-a, #c2410c)" : "var(--gl-b, #0b6db7)");

/** Of all text in a figure, px. */
const FONT = 12;
/** What a digit takes, about. */
const DIGIT = 7.5;

export interface Tick {
  readonly at: number;
  readonly text: string;
}

interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** To a tenth of a pixel, in few characters. */
export const px = (value: number): number => Math.round(value * 10) / 10;

/** As JSON holds it. */
export const quantityOf = (value: number): Quantity =>
  Number.isNaN(value) ? "NaN" : value === Infinity ? "Infinity" : value === -Infinity ? "-Infinity" : value;

/** What words take, about; Hangul is as wide as it is high. */
export const wordsWidth = (words: string): number =>
  Array.from(words).reduce((sum, letter) => sum + (letter > "\u1100" ? FONT : 0.57 * FONT), 0);

/** Diagonals across a box, each cut at its edges: what is not a number. */
export function hatch(x: number, y: number, width: number, height: number, step = 7): string {
  let path = "";
  for (let offset = step / 2; offset < width + height; offset += step) {
    const [x1, y1] = offset < height ? [0, offset] : [offset - height, height];
    const [x2, y2] = offset < width ? [offset, 0] : [width, offset - width];
    path += `M${px(x + x1)} ${px(y + y1)}L${px(x + x2)} ${px(y + y2)}`;
  }
  return path;
}

export class Plot {
  readonly svg = svg("svg", { role: "img", "font-size": FONT, fill: INK, width: "100%", display: "block" });
  /** What belongs to the view, over the grid. */
  readonly body = svg("g");
  width = 0;
  readonly #grid = svg("g", { "aria-hidden": "true" });
  readonly #ticks: Record<"x" | "y", SVGGElement[]> = { x: [], y: [] };
  readonly #ticked = { x: "", y: "" };
  readonly #yLabel = svg("text", { x: 0, y: 12, "fill-opacity": 0.8 });
  readonly #xLabel = svg("text", { "text-anchor": "end", "fill-opacity": 0.8 });
  readonly #message = svg("text", { "text-anchor": "middle", "fill-opacity": 0.8 });
  readonly margins: Margins;
  #told = "";
  #toldAt = 0;

  constructor(
    readonly height: number,
    margins: Partial<Margins> = {},
  ) {
    this.margins = { left: 44, right: 10, top: 26, bottom: 40, ...margins };
    this.svg.append(this.#grid, this.body, this.#yLabel, this.#xLabel, this.#message);
  }

  get left(): number {
    return this.margins.left;
  }

  get right(): number {
    return Math.max(this.width - this.margins.right, this.left + 10);
  }

  get top(): number {
    return this.margins.top;
  }

  get bottom(): number {
    return this.height - this.margins.bottom;
  }

  layout(width: number, height = this.height): void {
    this.width = Math.max(Math.floor(width), 120);
    set(this.svg, { viewBox: `0 0 ${this.width} ${height}`, height });
    set(this.#xLabel, { x: this.width - 2, y: height - 4 });
    set(this.#message, { x: this.width / 2, y: height / 2 });
  }

  /** What the axes show. */
  name(y: string, x: string): void {
    say(this.#yLabel, y);
    say(this.#xLabel, x);
  }

  /** The finding in words. */
  label(text: string): void {
    set(this.svg, { "aria-label": text });
  }

  /** Says instead of a figure why there is none; null brings the figure back. */
  refuse(why: string | null): boolean {
    const display = why === null ? "inline" : "none";
    for (const part of [this.#grid, this.body, this.#yLabel, this.#xLabel]) set(part, { display });
    this.#tell(why ?? "");
    if (why !== null) this.label(why);
    return why !== null;
  }

  /** The message in lines that fit. */
  #tell(why: string): void {
    if (why === this.#told && this.width === this.#toldAt) return;
    [this.#told, this.#toldAt] = [why, this.width];
    const lines: string[] = [];
    for (const word of why.split(" ")) {
      const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
      if (lines.length > 0 && wordsWidth(longer) < this.width - 40) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    const x = this.width / 2;
    this.#message.replaceChildren(...lines.map((line, row) => svg("tspan", { x, dy: row === 0 ? 0 : 16 }, line)));
  }

  /** The middle of column `index` of `count`. */
  column(index: number, count: number): number {
    return this.left + ((index + 0.5) / count) * (this.right - this.left);
  }

  columnWidth(count: number): number {
    return (this.right - this.left) / count;
  }

  /** @param lines  across the figure; not over a picture */
  yTicks(ticks: readonly Tick[], lines = true): void {
    this.#tick("y", ticks, (line, text, at) => {
      set(line, { x1: lines ? this.left : this.left - 4, x2: lines ? this.right : this.left, y1: px(at), y2: px(at) });
      set(text, { x: this.left - 6, y: px(at + 4), "text-anchor": "end" });
    });
  }

  xTicks(ticks: readonly Tick[]): void {
    this.#tick("x", ticks, (line, text, at) => {
      set(line, { x1: px(at), x2: px(at), y1: this.bottom, y2: this.bottom + 4 });
      set(text, { x: px(at), y: this.bottom + 17, "text-anchor": "middle" });
    });
  }

  /**
   * Layers `first` … , as many as there is room for.
   *
   * @param lastText  instead of the last number
   */
  layerTicks(count: number, first = 1, lastText = String(count - 1 + first)): void {
    const room = DIGIT * Math.max(String(count).length, (lastText.length + 1) / 2) + 8;
    const stride = [1, 2, 5, 10, 20, 50].find((one) => one * this.columnWidth(count) >= room) ?? 100;
    const last = count - 1;
    const shown = Array.from({ length: count }, (_, index) => index).filter(
      (index) =>
        index === last ||
        ((index + first) % stride === 0 && (last - index) * this.columnWidth(count) >= room) ||
        (index === 0 && (stride - first) * this.columnWidth(count) >= room),
    );
    this.xTicks(
      shown.map((index) => ({
        at: this.column(index, count),
        text: index === last ? lastText : String(index + first),
      })),
    );
  }

  /**
   * A log axis for these values, with its ticks; zeros have a row of their own at the foot.
   *
   * @returns pixels of a value; null for what is not finite
   */
  logAxis(values: Iterable<number>, numbers: Numbers): (value: number) => number | null {
    const all = [...values];
    const zeros = all.includes(0);
    const foot = zeros ? this.bottom - 20 : this.bottom;
    const scale = logScale(all, this.top, foot);
    const ticks = scale.ticks.map(({ power, y }) => ({ at: y, text: numbers.power(power) }));
    this.yTicks(zeros ? [...ticks, { at: this.bottom, text: "0" }] : ticks);
    return (value) => (value === 0 ? this.bottom : scale.y(value));
  }

  #tick(axis: "x" | "y", ticks: readonly Tick[], place: (line: Element, text: Element, at: number) => void): void {
    // Most frames have the ticks of the one before.
    const key = ticks.map(({ at, text }) => `${px(at)} ${text}`).join() + `${this.width} ${this.bottom}`;
    if (key === this.#ticked[axis]) return;
    this.#ticked[axis] = key;
    const made = this.#ticks[axis];
    while (made.length < ticks.length) {
      const tick = svg("g", {}, svg("line", { stroke: LINE }), svg("text", { "fill-opacity": 0.8 }));
      made.push(tick);
      this.#grid.append(tick);
    }
    made.forEach((tick, index) => {
      const shown = ticks[index];
      set(tick, { display: shown ? "inline" : "none" });
      if (!shown) return;
      const [line, text] = [elementAt(tick.children, 0), elementAt(tick.children, 1)];
      place(line, text, shown.at);
      say(text, shown.text);
    });
  }
}
