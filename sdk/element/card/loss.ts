/** The loss over steps, small, with what guessing costs dashed. */
import { say, set, svg } from "../views/svg.js";
import type { Seen } from "../views/view.js";
import type { Text } from "../strings/text.js";
import type { Numbers } from "../strings/numbers.js";

/** For type of 12 px. */
const HEIGHT = 84;
const TOP = 22;
const BASELINE = 13;
const FOOT = 4;
/** Points kept: beyond twice as many every second one goes. */
const POINTS = 300;

export class LossLine {
  readonly root: SVGSVGElement;
  readonly #line = svg("path", { class: "line" });
  readonly #guess = svg("path", { class: "guess" });
  readonly #floor = svg("path", { class: "floor" });
  readonly #name = svg("text", { class: "small-label", x: 0 });
  readonly #guessing = svg("text", { class: "small-label", "text-anchor": "end" });
  readonly #title = svg("title");
  #width = 160;
  #type = 1;
  #points: [step: number, loss: number][] = [];
  #seen: Seen | null = null;

  constructor(private readonly words: () => { readonly text: Text; readonly numbers: Numbers }) {
    this.root = svg(
      "svg",
      { part: "figure", class: "figure loss-figure" },
      this.#title,
      this.#floor,
      this.#guess,
      this.#line,
      this.#name,
      this.#guessing,
    );
  }

  /** @param type  size of the type, 1 being 12 px */
  layout(width: number, type: number): void {
    if (width === this.#width && type === this.#type) return;
    this.#width = width;
    this.#type = type;
    if (this.#seen) this.#paint(this.#seen);
  }

  reset(): void {
    this.#points = [];
    this.#seen = null;
  }

  /** [step, loss] so far, thinned out. */
  get points(): readonly (readonly [number, number])[] {
    return this.#points;
  }

  draw(seen: Seen): void {
    this.#seen = seen;
    const last = this.#points.at(-1);
    if (last?.[0] === seen.step) last[1] = seen.frame.loss;
    else this.#points.push([seen.step, seen.frame.loss]);
    if (this.#points.length > 2 * POINTS) this.#points = this.#points.filter((_, index) => index % 2 === 0);
    this.#paint(seen);
  }

  #paint({ ready, frame, step }: Seen): void {
    const { text, numbers } = this.words();
    const [width, height, over, y0] = [this.#width, HEIGHT * this.#type, TOP * this.#type, BASELINE * this.#type];
    const finite = this.#points.map(([, loss]) => loss).filter((loss) => Number.isFinite(loss));
    const top = Math.max(ready.guess * 1.15 || 0, Math.min(Math.max(...finite, 0), ready.guess * 3 || Infinity)) || 1;
    const end = Math.max(this.#points.at(-1)?.[0] ?? 0, 1);
    const x = (at: number): number => (at / end) * (width - 2) + 1;
    const y = (loss: number): number => over + (1 - Math.min(loss / top, 1)) * (height - over - FOOT);
    let [d, pen] = ["", false];
    for (const [at, loss] of this.#points) {
      if (!Number.isFinite(loss)) {
        pen = false;
        continue;
      }
      d += `${pen ? "L" : "M"}${x(at).toFixed(1)} ${y(loss).toFixed(1)}`;
      pen = true;
    }
    set(this.root, { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
    set(this.#line, { d });
    set(this.#guess, { d: Number.isFinite(ready.guess) ? `M0 ${y(ready.guess).toFixed(1)}H${width}` : "" });
    set(this.#floor, { d: `M0 ${height - FOOT + 0.5}H${width}` });
    set(this.#name, { y: y0 });
    set(this.#guessing, { x: width, y: y0 });
    say(this.#name, `${text("lossTitle")} ${numbers.short(frame.loss)}`);
    say(this.#guessing, `${text("guessing")} ┄`);
    say(
      this.#title,
      text("lossLabel", {
        loss: numbers.short(frame.loss),
        step: numbers.whole(step),
        guess: numbers.short(ready.guess),
      }),
    );
  }
}
