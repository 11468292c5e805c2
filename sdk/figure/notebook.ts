import { badOption } from "../core/check.js";
import { showing } from "../core/display.js";
import type { Experiment, Result } from "../experiments/types.js";
import type { FigureSpec } from "../figureSpec.js";
import { figure } from "./figure.js";
import { page } from "./page/page.js";
import { escape } from "./svg.js";

const HEIGHT = 720;

/**
 * Something that a notebook shows when it is the last value of a cell, in Deno's kernel and whichever asks for `Jupyter.display`: a
 * figure's SVG as a picture, a figure's specification drawn, a result as its page in a frame.
 *
 * @throws GradiometerError as `figure` and `page` do; BAD_OPTION for what is none of the three.
 */
export function notebook(
  what: string | FigureSpec | Result,
  options: { experiment?: Pick<Experiment, "title" | "question" | "parameters" | "figures"> } = {},
): object {
  if (typeof what === "string") {
    if (!what.startsWith("<svg")) throw badOption("what", "an SVG, as figure() draws it, a figure or a result", what);
    return showing({}, () => ({ "image/svg+xml": what }));
  }
  if (typeof what === "object" && (what as object | null) !== null && "kind" in what) {
    const svg = figure(what);
    return showing({}, () => ({ "image/svg+xml": svg }));
  }
  const html = page(what as Result, options); // which checks whatever it is
  const frame = `<iframe sandbox srcdoc="${escape(html)}" style="width:100%;height:${HEIGHT}px;border:0"></iframe>`;
  return showing({}, () => ({ "text/html": frame }));
}
