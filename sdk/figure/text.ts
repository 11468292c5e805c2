/** Text without a screen: how wide it may become, where its lines break. */
import { elementAt, lastOf } from "../core/element.js";
import { type Attributes, element, escape } from "./svg.js";
import { FONT } from "./theme.js";

// Widths in em of a wide sans-serif (DejaVu, Verdana), so that no common font needs more.
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'|!·’]/, 0.32],
  [/[ \u00a0()[\]/\-ftrI]/, 0.4],
  [/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉]/, 0.45],
  [/[mwMW@%…—]/, 0.97],
  [/[+−=×±≤≥<>√∞∂]/, 0.84],
  [/[A-Z]/, 0.7],
];

const known = new Map<string, number>();

function widthOf(character: string): number {
  let width = known.get(character);
  if (width === undefined) {
    width = WIDTHS.find(([set]) => set.test(character))?.[1] ?? 0.63;
    known.set(character, width);
  }
  return width;
}

const scaled = (em: number, size: number, bold: boolean) => em * size * (bold ? 1.1 : 1);

/** The width of a text in px, rather too large than too small. */
export function textWidth(text: string, size: number = FONT.body, bold = false): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return scaled(width, size, bold);
}

/** Lines no wider than `width` px, at most `most`; what has no room is cut, and no line breaks at a no-break space. */
export function wrapText(
  text: string,
  width: number,
  size: number = FONT.body,
  bold = false,
  most = Infinity,
): string[] {
  const lines: string[] = [];
  for (const word of text.split(/[ \t\r\n]+/).filter(Boolean)) {
    const longer = lines.length > 0 ? `${lastOf(lines)} ${word}` : word;
    if (lines.length === 0 || textWidth(longer, size, bold) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  const rest = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join(" ")] : lines;
  return rest.map((line) => cutText(line, width, size, bold));
}

/** Text cut to `width` px, with an ellipsis. */
export function cutText(text: string, width: number, size: number = FONT.body, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  let [shown, used] = ["", 0];
  for (const character of text) {
    used += widthOf(character);
    if (shown !== "" && scaled(used + widthOf("…"), size, bold) > width) break;
    shown += character;
  }
  return `${shown}…`;
}

export interface TextStyle {
  anchor?: "start" | "middle" | "end";
  size?: number;
  bold?: boolean;
  fill?: string;
  /** Colour of a rim that keeps the text readable over lines. */
  halo?: string;
}

/** One line of text, its baseline at y. */
export function textAt(x: number, y: number, text: string, style: TextStyle = {}): string {
  const rim: Attributes = style.halo === undefined ? {} : { stroke: style.halo, "stroke-width": 4 };
  return element(
    "text",
    {
      x,
      y,
      "text-anchor": style.anchor === "start" ? undefined : style.anchor,
      "font-size": style.size,
      "font-weight": style.bold === true ? "bold" : undefined,
      fill: style.fill,
      ...rim,
      ...(style.halo !== undefined && { "stroke-linejoin": "round", "paint-order": "stroke" }),
    },
    escape(text),
  );
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 10 to an integer power: "10⁻³". */
export function powerOfTen(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => elementAt(SUPERSCRIPTS, Number(digit)));
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}
