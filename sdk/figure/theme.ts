/** Colours, marks and sizes. */
import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolTriangle, symbolWye } from "d3-shape";
import { elementAt } from "../core/element.js";
import { fixed } from "./svg.js";

export const FONT = {
  family: "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
  title: 19,
  body: 14,
  small: 12.5,
};

/** A colour of a series: for lines and marks, and for the theory over them. */
export interface Paint {
  readonly line: string;
  readonly over: string;
}

export interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly zone: string;
  readonly paints: readonly Paint[];
}

/**
 * Okabe & Ito's palette, which every kind of colour vision tells apart; yellow is left out on white. Each has a darker (on
 * dark paper a lighter) twin for the line that theory draws over it.
 */
const LIGHT: Theme = {
  paper: "#ffffff",
  ink: "#1a1a1a",
  muted: "#595959",
  grid: "#e3e3e3",
  zone: "#f0ead8",
  paints: [
    { line: "#0072b2", over: "#003f66" },
    { line: "#d55e00", over: "#7a3600" },
    { line: "#009e73", over: "#00543d" },
    { line: "#cc79a7", over: "#7d3c60" },
    { line: "#e69f00", over: "#855c00" },
    { line: "#56b4e9", over: "#1b6b9a" },
    { line: "#595959", over: "#1a1a1a" },
  ],
};

const DARK: Theme = {
  paper: "#16181d",
  ink: "#f2f2f2",
  muted: "#b4b8c0",
  grid: "#33373f",
  zone: "#2c2a20",
  paints: [
    { line: "#56b4e9", over: "#bfe3f8" },
    { line: "#e8702a", over: "#ffc9a6" },
    { line: "#10b487", over: "#9fe8d1" },
    { line: "#d98fb8", over: "#f6d3e5" },
    { line: "#e69f00", over: "#ffdf99" },
    { line: "#f0e442", over: "#fbf6b8" },
    { line: "#b4b8c0", over: "#f2f2f2" },
  ],
};

export const themes = { light: LIGHT, dark: DARK } as const;

const SHAPES = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross, symbolWye];

/** The mark of the n-th series as a path about the origin: told apart without colour. */
const MARKS = SHAPES.map((shape, index) => symbol(shape, index === 0 ? 44 : 40).digits(2)() ?? "");

/** Path attributes of a mark at a place. Series beyond the palette get another pairing of colour and mark. */
export function markAt(series: number, x: number, y: number): { d: string; transform: string } {
  const turn = Math.floor(series / LIGHT.paints.length);
  return { d: elementAt(MARKS, (series + turn) % MARKS.length), transform: `translate(${fixed(x)},${fixed(y)})` };
}

export function paintOf(theme: Theme, series: number): Paint {
  return elementAt(theme.paints, series % theme.paints.length);
}
