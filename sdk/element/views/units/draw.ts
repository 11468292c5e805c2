import { elementAt } from "../../../core/element.js";
import type { FigureSpec } from "../../../figureSpec.js";
import { UnitState } from "../../../probe/unitStates.js";
import { refused } from "../layers.js";
import { colourOf, Plot, px, wordsWidth } from "../plot.js";
import { say, set, svg } from "../svg.js";
import type { LiveView, ViewContext } from "../view.js";

/** From the one that is well to the one that is worst: its word, and its sign in a box of this size. */
const STATES = [
  { state: UnitState.Alive, word: "alive" },
  { state: UnitState.Saturated, word: "saturated" },
  { state: UnitState.Dead, word: "dead" },
  { state: UnitState.Broken, word: "broken" },
] as const;
const CELLS = [14, 12, 10, 8, 6] as const;
/** Taller than this the lamps become shares. */
const TALLEST = 520;
const BAR_GAP = 3;
/** Between layers; more where a layer takes several lines. */
const gapOf = (cell: number, lines: number): number => (lines > 1 ? 8 : cell > 8 ? 4 : 2);

/** A lamp in a box at x, y: a full disc, a ring, a cross, a question of two dots. */
const SIGNS: Readonly<Record<number, (x: number, y: number, r: number) => string>> = {
  [UnitState.Alive]: (x, y) => `M${px(x)} ${px(y)}h0`,
  [UnitState.Saturated]: (x, y, r) => `M${px(x - r)} ${px(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  [UnitState.Dead]: (x, y, r) => `M${px(x - r)} ${px(y - r)}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
  [UnitState.Broken]: (x, y, r) => `M${px(x - r)} ${px(y)}h${r / 2}m${r} 0h${r / 2}`,
};

/** Lamps: one per unit, a row of them per layer, the output on top; by share where there are too many. */
export function createUnits(context: ViewContext): LiveView {
  const { net, text } = context;
  const plot = new Plot(200, { left: 34, top: 30, bottom: 8 });
  const paints = {
    [UnitState.Alive]: { stroke: colourOf(net), "stroke-linecap": "round" },
    [UnitState.Saturated]: { stroke: colourOf(net), "stroke-width": 1.5 },
    [UnitState.Dead]: { stroke: "currentColor", "stroke-width": 1.8 },
    [UnitState.Broken]: { stroke: "currentColor", "stroke-width": 2 },
  } as const;
  const lamps = STATES.map(({ state }) => svg("path", { fill: "none", ...paints[state] }));
  const keys = STATES.map(({ state }) => ({
    sign: svg("path", { fill: "none", ...paints[state] }),
    word: svg("text", { y: 13 }),
  }));
  plot.body.append(...lamps, ...keys.flatMap(({ sign, word }) => [sign, word]));
  let states: readonly Uint8Array[] = [];
  let drawn = "";

  const counts = (): number[] =>
    STATES.map(({ state }) => states.reduce((sum, layer) => sum + layer.filter((one) => one === state).length, 0));

  function key(): void {
    let x: number = 4;
    const all = counts();
    keys.forEach(({ sign, word }, index) => {
      const shown = index < 3 || all[index]! > 0;
      const said = shown ? text(STATES[index]!.word) : "";
      set(sign, { d: shown ? SIGNS[index]!(x + 4, 9, 3.5) : "", ...(index === 0 && { "stroke-width": 9 }) });
      say(word, said);
      set(word, { x: x + 12 });
      x += shown ? 12 + wordsWidth(said) + 14 : 0;
    });
  }

  function paint(): void {
    const columnsOf = (cell: number): number => Math.floor((plot.right - plot.left) / cell);
    const rowsOf = (cell: number, units: number): number => Math.ceil(units / columnsOf(cell));
    const heightOf = (cell: number): number =>
      states.reduce((sum, { length }) => sum + rowsOf(cell, length) * cell + gapOf(cell, rowsOf(cell, length)), 0);
    const cell = CELLS.find((one) => heightOf(one) <= TALLEST);
    const row = Math.max(6, Math.min(16, Math.floor(TALLEST / states.length) - BAR_GAP));
    const height = cell === undefined ? states.length * (row + BAR_GAP) : heightOf(cell);
    plot.layout(plot.width, plot.margins.top + height + plot.margins.bottom);
    const paths = STATES.map(() => "");
    const ticks: { at: number; text: string }[] = [];
    let y: number = plot.top;
    let named = -Infinity;
    [...states].reverse().forEach((layer, index) => {
      const number = states.length - index;
      const lines = cell === undefined ? 1 : rowsOf(cell, layer.length);
      const tall = cell === undefined ? row : lines * cell;
      const middle = y + (cell === undefined ? row : cell) / 2;
      if (middle - named >= 14) {
        ticks.push({ at: middle, text: String(number) });
        named = middle;
      }
      if (cell === undefined) shares(layer, y, row, paths);
      else {
        const columns = columnsOf(cell);
        layer.forEach((state, unit) => {
          const x = plot.left + cell * ((unit % columns) + 0.5);
          paths[state] =
            elementAt(paths, state) + SIGNS[state]!(x, y + cell * (Math.floor(unit / columns) + 0.5), cell / 2 - 1.8);
        });
      }
      y += tall + (cell === undefined ? BAR_GAP : gapOf(cell, lines));
    });
    names.forEach((name, index) => {
      const tick = ticks[index];
      say(name, tick?.text ?? "");
      if (tick) set(name, { x: plot.left - 8, y: px(tick.at + 4) });
    });
    lamps.forEach((path, index) => set(path, { d: paths[index]! }));
    set(lamps[0]!, { "stroke-width": cell === undefined ? 1.5 : cell - 2.5 });
  }

  /** A layer as a bar: full height where units live, half where they saturate, a line where they are dead, dashes where broken. */
  function shares(layer: Uint8Array, y: number, row: number, paths: string[]): void {
    let x: number = plot.left;
    STATES.forEach(({ state }, index) => {
      const width = (layer.filter((one) => one === state).length / layer.length) * (plot.right - plot.left);
      if (width === 0) return;
      const tall = [row, row / 2, 2, 1][index]!;
      if (index === 0)
        for (let at = 0; at < tall; at += 1.5)
          paths[index] = elementAt(paths, index) + `M${px(x)} ${px(y + at + 0.75)}h${px(width)}`;
      else
        paths[index] =
          elementAt(paths, index) + `M${px(x)} ${px(y + row - tall)}h${px(width)}v${px(tall)}h${px(-width)}Z`;
      x += width;
    });
  }
  const names: SVGTextElement[] = [];

  return {
    root: plot.svg,
    layout: (width) => {
      plot.layout(width);
      drawn = "";
      if (states.length > 0) paint();
    },
    reset: () => undefined,
    draw: (seen) => {
      if (refused(plot, context, seen)) return;
      const now = seen.frame.view.units;
      if (!now) return;
      states = now;
      while (names.length < states.length) {
        const name = svg("text", { "text-anchor": "end", "fill-opacity": 0.8 });
        names.push(name);
        plot.body.append(name);
      }
      // Units change their state seldom, and thousands of lamps are dear.
      const same = states.map((layer) => layer.join("")).join();
      if (same === drawn) return;
      drawn = same;
      key();
      paint();
      const [alive = 0, saturated = 0, dead = 0, broken = 0] = counts();
      const units = alive + saturated + dead + broken;
      plot.label(text("unitsFinding", { units, alive, saturated, dead, broken }));
    },
    figure: (): FigureSpec => ({
      kind: "bars",
      title: text("view_units"),
      description: text("explain_units"),
      value: { label: text("unitsAxis") },
      arrange: "stacked",
      categories: states.map((_, layer) => String(layer + 1)),
      series: STATES.map(({ state, word }) => ({
        name: text(word),
        values: states.map((layer) => layer.filter((one) => one === state).length),
      })),
    }),
  };
}
