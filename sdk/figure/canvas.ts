import type { Theme } from "./theme.js";

/** What a kind of figure draws on. */
export interface Canvas {
  readonly width: number;
  readonly theme: Theme;
  /** Beginning of every id, so that two figures can stand in one page. */
  readonly id: string;
}

/** One entry of a legend: a sample of SAMPLE px, centred at y, and what it means. */
export interface LegendItem {
  label: string;
  sample: (x: number, y: number) => string;
}

/** A figure without its title, legend and notes. */
export interface Drawing {
  legend: readonly LegendItem[];
  height: number;
  body(top: number): string;
  /** For the description: what is there, in words. */
  summary: string;
  /** What the figure must say about what it could not draw plainly. */
  footnotes: readonly string[];
}

/** One kind of figure: a row of the registry. */
export interface Kind<S> {
  /** Complains about lengths and values that contradict each other. @throws GradiometerError BAD_OPTION, BAD_SHAPE */
  check(spec: S): void;
  /** Nothing was measured. */
  empty(spec: S): boolean;
  draw(spec: S, canvas: Canvas): Drawing;
}

/** Space left and right of everything. */
export const MARGIN = 16;
export const SAMPLE = 30;
