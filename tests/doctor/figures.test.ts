/** The figures of reports that are written by hand: what stands in them, series by series. */
import type { Report, Signals } from "gradiometer/doctor";
import { figure, type FigureSpec } from "gradiometer/figure";
import { describe, expect, it } from "vitest";
import { reportFigures } from "../../sdk/doctor/figures.js";

const signals = (more: Partial<Signals> = {}): Signals => ({
  ...{ forward: [3, 2], backward: [1, 4], saturated: [0, 0], dead: [0, 0], underflow: 0 },
  ...{ weightGradient: [1, 2, 3], updateToWeight: [0.1, 0.2, 0.3], ...more },
});
const spread = (middle: number) => ({ middle, low: middle / 2, high: middle * 2 });
const curve = (...losses: number[][]) => ({ epochs: [1, 2], losses });

const report = (more: object = {}): Report =>
  ({
    examined: { config: { sizes: [2, 3, 3, 1] } },
    signals: { before: signals(), after: signals({ forward: [5, 6] }), expected: null, treated: null },
    untreated: { losses: [0.5], constant: 1, curve: curve([2, 0.5]) },
    loss: { start: 2.5, end: 0.5 },
    remedies: [],
    ...more,
  }) as unknown as Report;

const titles = (figures: readonly FigureSpec[]) => figures.map(({ title }) => title);
const series = (spec: FigureSpec | undefined) => (spec as { series: readonly object[] }).series;

describe("the way of signal and gradient", () => {
  it("squares of what was seen, before and after", () => {
    const [up, down, weights, updates] = reportFigures(report());
    expect(up).toMatchObject({ title: "The signal on its way up", x: { label: "hidden layer" } });
    expect(series(up)).toEqual([
      { name: "before training", x: [1, 2], y: [9, 4] },
      { name: "after training", x: [1, 2], y: [25, 36] },
    ]);
    expect(series(down)[0]).toEqual({ name: "before training", x: [1, 2], y: [1, 16] });
    expect(series(weights)[0]).toEqual({ name: "before training", x: [1, 2, 3], y: [1, 2, 3] });
    expect(series(updates)[0]).toEqual({ name: "before training", x: [1, 2, 3], y: [0.1, 0.2, 0.3] });
    for (const spec of [up, down]) expect(spec).not.toHaveProperty("band");
  });

  it("theory's band: the gradient's in units of what enters at the last layer", () => {
    const expected = { forward: [spread(3), spread(2)], backward: [spread(0.5), spread(1)], factor: null };
    const [up, down] = reportFigures(report({ signals: { before: signals(), after: null, expected, treated: null } }));
    expect(up).toMatchObject({ band: "± 2 s.d. over nets" });
    const theory = { name: "theory", role: "theory", like: "before training", x: [1, 2] };
    expect(series(up)).toEqual([
      expect.objectContaining({ name: "before training" }),
      { ...theory, y: [9, 4], low: [2.25, 1], high: [36, 16] },
    ]);
    expect(series(down)[1]).toEqual({ ...theory, y: [4, 16], low: [1, 4], high: [16, 64] });
    const broken = signals({ backward: [1, NaN], forward: [1, Infinity] });
    const [above, below] = reportFigures(report({ signals: { before: broken, after: null, expected, treated: null } }));
    expect(series(above)[0]).toMatchObject({ y: [1, "Infinity"] });
    expect(series(below)).toEqual([{ name: "before training", x: [1, 2], y: [1, "NaN"] }]);
    expect(below).not.toHaveProperty("band");
  });

  it("one hidden layer has no way", () => {
    const before = signals({ forward: [1], backward: [1] });
    const figures = reportFigures(report({ signals: { before, after: null, expected: null, treated: null } }));
    expect(titles(figures)).toEqual(["The weight gradients", "What one step changes", "The loss"]);
  });

  it("of a recurrent net: through time, and two bars for its two matrices", () => {
    const two = { weightGradient: [1, 2], updateToWeight: [0.1, 0.2] };
    const before = signals(two);
    const figures = reportFigures(
      report({ examined: { config: { hidden: 3 } }, signals: { before, after: signals(two), expected: null, treated: null } }), // prettier-ignore
    );
    expect(titles(figures).slice(0, 2)).toEqual(["The signal on its way through time", "The gradient on its way back in time"]); // prettier-ignore
    expect(figures[0]).toMatchObject({ x: { label: "step of the sequence" }, y: { label: "mean square of h" } });
    expect(figures[1]).toMatchObject({ y: { label: "‖∂J/∂h‖²" } });
    expect(figures[2]).toMatchObject({ kind: "bars", categories: ["input weights", "recurrent weights"] });
    expect(series(figures[3])).toEqual([
      { name: "before training", values: [0.1, 0.2] },
      { name: "after training", values: [0.1, 0.2] },
    ]);
  });
});

describe("the losses", () => {
  const losses = (more: object) => reportFigures(report(more)).filter(({ kind }) => kind === "loss");

  it("of one seed without a remedy: one line, the constant answer beside it, an axis from 0 to half more than that", () => {
    const [only, ...others] = losses({});
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      title: "The loss",
      y: { label: "loss", from: 0, to: 1.5 },
      note: "Losses above the plot are cut off.",
      references: [{ value: 1, label: "the best constant answer" }],
    });
    expect(series(only)).toEqual([{ name: "untreated", panel: "", x: [1, 2], y: [2, 0.5] }]);
    expect(only).not.toHaveProperty("band");
  });

  it("the axis ends at the highest loss where that needs less, and at the constant answer at least", () => {
    const top = (constant: number, ...values: number[]) =>
      (losses({ untreated: { losses: [1], constant, curve: curve(values) } })[0] as { y: { to?: number } }).y.to;
    expect(top(1, 1.2, 0.5)).toBe(1.2);
    expect(top(1, 0.7, 0.5)).toBe(1);
    expect(top(1, Infinity, 0.5)).toBe(1);
    expect(top(0, 3, 0.5)).toBe(3);
    expect(top(0, 0, 0)).toBeUndefined();
    expect(losses({ untreated: { losses: [1], constant: 1, curve: curve([1.5, 1]) } })[0]).not.toHaveProperty("note");
  });

  it("of several seeds: the median between the lowest and the highest, NaN being the highest", () => {
    const untreated = { losses: [1, 2, 3], constant: 1, curve: curve([1, 0.2], [3, 0.4], [2, NaN]) };
    const [only] = losses({ untreated });
    expect(only).toMatchObject({ band: "lowest to highest of 3 seeds" });
    expect(series(only)[0]).toMatchObject({ y: [2, 0.4], low: [1, 0.2], high: [3, "Infinity"] });
  });

  it("with remedies: a panel each, nine in a figure, the untreated net in every one", () => {
    const remedies = Array.from({ length: 10 }, (_, index) => ({ id: `r${index}`, verdict: "same", curve: curve([2, index]) })); // prettier-ignore
    const [first, second, ...others] = losses({ remedies });
    expect(others).toEqual([]);
    expect([first!.title, second!.title]).toEqual([
      "The loss without and with each remedy",
      "The loss with the other remedies",
    ]);
    expect(series(first)).toHaveLength(18);
    expect(series(second)).toEqual([
      { name: "untreated", panel: "r9: same", x: [1, 2], y: [2, 0.5] },
      { name: "with the remedy", panel: "r9: same", x: [1, 2], y: [2, 9] },
    ]);
    expect(first!.description).toContain("of 1 seed over");
    for (const spec of [first!, second!]) expect(figure(spec)).toContain("<svg");
  });
});
