/** Bars of ‖δ‖ on a log axis, the output at the right, theory over them, and a tick where each stood before training. */
import type { Numbers } from "../strings/numbers.js";
import type { Text } from "../strings/text.js";
import { logScale, type LogScale } from "../views/scale.js";
import { say, set, svg } from "../views/svg.js";
import type { Seen } from "../views/view.js";
import { deltasOf } from "./sentence.js";

/** For type of 12 px; on a slide everything but the width grows with the type. */
const HEIGHT = 260;
const EDGE = { left: 44, right: 6, top: 42, bottom: 36 } as const;
/** Numbers below the bars stand at least so far apart. */
const LABEL_ROOM = 26;

/** Below it the long sentence over the arrow would not fit. */
const NARROW = 350;

interface Edges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const px = (value: number): string => value.toFixed(1);

export class Bars {
  readonly root: SVGSVGElement;
  readonly #grid = svg("g", { class: "grid" });
  readonly #ticks = svg("g", { class: "tick-labels", "text-anchor": "end" });
  readonly #bars = svg("path", { class: "bars" });
  readonly #broken = svg("path", { class: "broken" });
  readonly #before = svg("path", { class: "before" });
  readonly #theory = svg("path", { class: "theory" });
  readonly #theoryLabel = svg("text", { class: "theory-label" });
  readonly #layers = svg("g", { class: "tick-labels", "text-anchor": "middle" });
  readonly #axis = svg("text", { class: "axis-label", "text-anchor": "end" });
  readonly #arrow = svg("path", { class: "arrow" });
  readonly #travels = svg("text", { class: "arrow-label", "text-anchor": "end" });
  readonly #title = svg("title");
  #width = 480;
  #type = 1;
  #height = HEIGHT;
  #edge: Edges = EDGE;
  #seen: Seen | null = null;
  #scale: LogScale | null = null;
  #scaled = "";

  constructor(
    private readonly net: "a" | "b",
    private readonly words: () => { readonly text: Text; readonly numbers: Numbers; readonly sentence: string },
  ) {
    this.root = svg(
      "svg",
      { part: "figure", class: "figure bars-figure" },
      this.#title,
      this.#grid,
      this.#bars,
      this.#broken,
      this.#before,
      this.#theory,
      this.#ticks,
      this.#layers,
      this.#axis,
      this.#arrow,
      this.#travels,
      this.#theoryLabel,
    );
  }

  /** What was drawn last. */
  get seen(): Seen | null {
    return this.#seen;
  }

  /** @param type  size of the type, 1 being 12 px */
  layout(width: number, type: number): void {
    if (width === this.#width && type === this.#type) return;
    this.#width = width;
    this.#type = type;
    this.#height = HEIGHT * type;
    const { left, right, top, bottom } = EDGE;
    this.#edge = { left: left * type, right: right * type, top: top * type, bottom: bottom * type };
    this.#scale = null;
    this.#scaled = "";
    if (this.#seen) this.draw(this.#seen);
  }

  reset(): void {
    this.#seen = null;
    this.#scale = null;
    this.#scaled = "";
  }

  /** The scale holds still while a net trains, unless a bar would leave it. */
  #scaleFor(values: readonly number[]): LogScale {
    const [top, bottom] = [this.#edge.top, this.#height - this.#edge.bottom];
    const fits = ({ from, to }: LogScale): boolean =>
      values.every((value) => !(value > 0) || value === Infinity || (value >= 10 ** from && value <= 10 ** to));
    if (this.#scale && fits(this.#scale)) return this.#scale;
    return (this.#scale = logScale(
      this.#scale ? [...values, 10 ** (this.#scale.to - 0.1), 10 ** (this.#scale.from + 0.4)] : values,
      top,
      bottom,
    ));
  }

  draw(seen: Seen): void {
    this.#seen = seen;
    const deltas = deltasOf(seen.frame);
    const before = deltasOf(seen.first);
    const theory = Array.from(seen.ready.theory);
    const scale = this.#scaleFor([...deltas, ...before, ...theory]);
    const { text, sentence } = this.words();
    const slot = (this.#width - this.#edge.left - this.#edge.right) / Math.max(deltas.length, 1);
    const left = (layer: number): number => this.#edge.left + layer * slot + slot * 0.1;
    const wide = Math.max(slot * 0.8, 1);
    const bottom = this.#height - this.#edge.bottom;
    this.#frameOnce(seen, scale, slot, deltas.length);

    let [bars, broken, ticks] = ["", "", ""];
    deltas.forEach((value, layer) => {
      const y = scale.y(value);
      if (y === null) broken += `M${px(left(layer))} ${this.#edge.top}h${px(wide)}V${bottom}h${px(-wide)}z`;
      else if (y < bottom) bars += `M${px(left(layer))} ${bottom}V${px(y)}h${px(wide)}V${bottom}z`;
      const start = scale.y(before[layer] ?? Number.NaN);
      if (start !== null) ticks += `M${px(left(layer) - 1)} ${px(start)}h${px(wide + 2)}`;
    });
    set(this.#bars, { d: bars });
    set(this.#broken, { d: broken });
    set(this.#before, { d: ticks });

    let line = "";
    theory.forEach((value, layer) => {
      const y = scale.y(value);
      if (y !== null && value > 0) line += `${line === "" ? "M" : "L"}${px(left(layer) + wide / 2)} ${px(y)}`;
    });
    set(this.#theory, { d: line });
    this.#placeTheoryLabel(seen, scale, theory, deltas);
    const label = `${text("barsTitle", { net: this.net.toUpperCase() })}. ${text("barsLabel", { sentence })}`;
    say(this.#title, label);
    set(this.root, { role: "img" });
    say(this.#travels, text(this.#width < NARROW * this.#type ? "travelsShort" : "travels"));
    say(this.#axis, text(seen.ready.axis === "time" ? "timeAxis" : "layerAxis"));
  }

  /** Over the shorter bars, where the line leaves room; nowhere in a narrow figure of many. */
  #placeTheoryLabel(seen: Seen, scale: LogScale, theory: readonly number[], deltas: readonly number[]): void {
    const { text, numbers } = this.words();
    const known = theory.filter((value) => value > 0 && value < Infinity);
    if (known.length < 2) {
      say(this.#theoryLabel, "");
      return;
    }
    const words = text(seen.ready.axis === "time" ? "theoryTime" : "theory", {
      factor: numbers.short(seen.ready.factor),
    });
    say(this.#theoryLabel, words);
    const room = words.length * 7 * this.#type;
    const inner = this.#width - this.#edge.left - this.#edge.right;
    const rising = known[0]! < known.at(-1)!;
    const slot = inner / Math.max(deltas.length, 1);
    // Above everything that stands under the label.
    const first = rising ? 0 : Math.max(0, deltas.length - Math.ceil(room / slot) - 1);
    const last = Math.min(deltas.length - 1, first + Math.ceil(room / slot));
    const heights = [];
    for (let layer = first; layer <= last; layer++)
      for (const value of [deltas[layer] ?? 0, theory[layer] ?? 0]) heights.push(scale.y(value) ?? this.#edge.top);
    if (heights.length === 0) return;
    const y = Math.min(...heights) - 8 * this.#type;
    set(this.#theoryLabel, {
      x: px(rising ? this.#edge.left + 4 : this.#width - this.#edge.right - 4),
      y: px(Math.max(y, this.#edge.top - 5 * this.#type)), // at the highest between the arrow and the bars
      "text-anchor": rising ? "start" : "end",
    });
  }

  /** What changes with the scale, the width and the number of layers alone. */
  #frameOnce({ ready }: Seen, scale: LogScale, slot: number, count: number): void {
    const { numbers } = this.words();
    const scaled = [this.#width, this.#type, scale.from, scale.to, count, ready.axis, numbers.power(1)].join();
    if (scaled === this.#scaled) return;
    this.#scaled = scaled;
    const right = this.#width - this.#edge.right;
    set(this.root, { viewBox: `0 0 ${this.#width} ${this.#height}`, width: this.#width, height: this.#height });
    this.#grid.replaceChildren(
      svg("path", { d: scale.ticks.map(({ y }) => `M${this.#edge.left} ${px(y)}H${px(right)}`).join("") }),
    );
    this.#ticks.replaceChildren(
      ...scale.ticks.map(({ power, y }) =>
        svg("text", { x: this.#edge.left - 6, y: px(y + 4 * this.#type) }, numbers.power(power)),
      ),
    );
    const every = Math.max(1, Math.ceil((LABEL_ROOM * this.#type) / slot));
    const shown = [...Array(count).keys()].filter((layer) => layer % every === 0 || layer === count - 1);
    // The output's number stands, and the one before it gives way.
    const kept = shown.filter(
      (layer, index) => index === shown.length - 1 || (count - 1 - layer) * slot >= LABEL_ROOM * this.#type,
    );
    this.#layers.replaceChildren(
      ...kept.map((layer) =>
        svg(
          "text",
          { x: px(this.#edge.left + (layer + 0.5) * slot), y: this.#height - this.#edge.bottom + 15 * this.#type },
          String(layer + 1),
        ),
      ),
    );
    set(this.#axis, { x: px(right), y: this.#height - 4 });
    set(this.#arrow, { d: `M${px(right)} ${px(24 * this.#type)}H${px(this.#edge.left + 4)}m7 -5l-7 5l7 5` });
    set(this.#travels, { x: px(right), y: 15 * this.#type });
  }
}
