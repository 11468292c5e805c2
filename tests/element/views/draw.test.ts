import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS, VIEWS } from "../../../sdk/element/state/state.js";
import { readNet } from "../../../sdk/element/state/net.js";
import { numbersOf } from "../../../sdk/element/strings/numbers.js";
import { stringsOf } from "../../../sdk/element/strings/load.js";
import { LANGUAGES, textOf } from "../../../sdk/element/strings/text.js";
import { factorsOf } from "../../../sdk/element/views/chain/draw.js";
import { hatch } from "../../../sdk/element/views/plot.js";
import { COLUMNS, Columns } from "../../../sdk/element/views/time/columns.js";
import type { LiveView, Seen } from "../../../sdk/element/views/view.js";
import { VIEWS_BY_ID } from "../../../sdk/element/views/views.js";
import type { Frame, FromWorker, NetReady } from "../../../sdk/element/worker/protocol.js";
import { Session } from "../../../sdk/element/worker/session.js";
import { load } from "../../../sdk/entry/inline.js";
import { figure } from "../../../sdk/figure/index.js";
import type { Gradiometer } from "../../../sdk/types.js";
import { allOf, installDocument } from "./document.js";

let lab: Gradiometer;
let remove: () => void;
beforeAll(async () => {
  lab = await load();
  remove = installDocument();
});
afterAll(() => remove());

type View = (typeof VIEWS)[number];

/** What the worker says of a net over some steps. */
function run(view: View, net: string, steps: number): Seen[] {
  const frames: Frame[] = [];
  let ready: NetReady | undefined;
  const post = (message: FromWorker): void => {
    if (message.type === "ready") ready = message.nets[0];
    if (message.type === "ready" || message.type === "frame") frames.push(message.frame);
    if (message.type === "frame") session?.acknowledge();
  };
  const tasks: (() => void)[] = [];
  const loop = { now: () => 0, later: (task: () => void) => void tasks.push(task) };
  const look = { view, options: DEFAULT_OPTIONS, table: false };
  const data = { kind: "moons", samples: 40, noise: 0.1 } as const;
  const nets = [{ net: readNet("A", net) }];
  let session: Session | undefined = undefined;
  session = new Session(lab, { type: "start", id: 1, run: 1, nets, data, seed: 1, look }, { post }, loop);
  session.play(1, steps);
  for (let task = tasks.shift(); task; task = tasks.shift()) task();
  session.close();
  return frames.map((frame) => ({
    step: frame.step,
    ready: ready!,
    frame: frame.nets[0]!,
    first: frames[0]!.nets[0]!,
  }));
}

async function create(
  view: View,
  language: (typeof LANGUAGES)[number],
  text: ReturnType<typeof textOf>,
): Promise<LiveView> {
  const change = (): void => undefined;
  const made = await VIEWS_BY_ID[view].load();
  return made({
    net: "a",
    text,
    numbers: numbersOf(language),
    options: () => DEFAULT_OPTIONS,
    change,
  });
}

const labelOf = (view: LiveView): string =>
  allOf(view.root)
    .find((one) => one.getAttribute("role") === "img")
    ?.getAttribute("aria-label") ?? "";

/** No attribute may hold what a number that is none becomes in a path or a place. */
function checkAttributes(view: LiveView): void {
  for (const { tagName, attributes, styles } of allOf(view.root))
    for (const [name, value] of [...attributes, ...styles])
      if (!name.startsWith("aria-")) expect(value, `${tagName} ${name}`).not.toMatch(/NaN|Infinity|undefined/);
}

const NETS = [
  ["sigmoid", "sigmoid.standard.10x32.sgd:0.5"],
  ["ReLU that ends in NaN", "relu.variance:9.10x32.sgd:0.5"],
  ["width 1", "tanh.standard.1x1.sgd:0.1"],
  ["depth 50", "relu.he-normal.50x4.sgd:0.1.skip:scaled.norm:layer"],
  ["width 256", "tanh.critical.1x256.sgd:0.1"],
  ["zeros", "relu.zeros.3x4.sgd:0.1"],
] as const;

describe("views", () => {
  it.each(NETS)("%s: each draws at every width, says what it found, and its figure is drawn", async (_, net) => {
    const text = textOf(await stringsOf("en"));
    for (const id of VIEWS) {
      const seen = run(id, net, 6);
      const view = await create(id, "en", text);
      expect(() => figure(view.figure()), `${id}, nothing seen`).not.toThrow();
      for (const width of [320, 1200, 40]) {
        view.layout(width);
        for (const one of seen) view.draw(one);
        checkAttributes(view);
      }
      expect(labelOf(view), id).toMatch(/[\d∞N]/);
      expect(labelOf(view), id).not.toMatch(/[{}]|undefined/);
      expect(figure(view.figure()), id).toContain("<svg");
      view.reset();
      for (const one of seen) view.draw(one);
    }
  });

  it("NaN is hatched, and said", async () => {
    const text = textOf(await stringsOf("en"));
    for (const id of ["histograms", "ratio", "spectrum", "correlation", "chain"] as const) {
      const view = await create(id, "en", text);
      view.layout(600);
      const seen = run(id, "relu.variance:9.10x32.sgd:0.5", 8);
      view.draw(seen.at(-1)!);
      expect(labelOf(view), id).toMatch(/Not a number in \d+ columns/);
      const strokes = allOf(view.root).filter((one) => one.getAttribute("stroke-opacity") === "0.5");
      expect(
        strokes.some((one) => (one.getAttribute("d")?.length ?? 0) > 100),
        id,
      ).toBe(true);
    }
  });

  it.each(VIEWS)("%s: a recurrent net, and no net at all", async (id) => {
    const text = textOf(await stringsOf("en"));
    const view = await create(id, "en", text);
    view.layout(600);
    const [seen] = run(id, "tanh.standard.2x4.sgd:0.1", 1);
    view.draw({ ...seen!, ready: { ...seen!.ready, axis: "time" } });
    if (id === "time") expect(labelOf(view)).toMatch(/at time 1/);
    else expect(labelOf(view)).toBe("Not for recurrent nets.");
    view.draw({ ...seen!, frame: { ...seen!.frame, layers: new Float64Array(0) } });
    expect(labelOf(view)).toBe("There is no net to show.");
    view.draw(seen!);
    expect(labelOf(view)).toMatch(/\d/);
  });

  it.each(LANGUAGES)("%s: every finding has all its values", async (language) => {
    const text = textOf(await stringsOf(language));
    for (const id of VIEWS) {
      const view = await create(id, language, text);
      view.layout(400);
      for (const seen of run(id, "tanh.standard.3x4.sgd:0.1.skip:identity", 1)) view.draw(seen);
      expect(labelOf(view), id).not.toMatch(/[{}]/);
      expect(text(`view_${id}`).length, id).toBeLessThan(26);
      expect(text(`explain_${id}`).length, id).toBeGreaterThan(20);
    }
  });
});

describe("parts of the views", () => {
  it("the waterfall holds any number of steps, each at its place", () => {
    const columns = new Columns(2);
    for (let step = 0; step <= 5000; step += 7) columns.put(step, [10 ** (step / 1000), 1]);
    expect(columns.stride).toBe(8);
    expect(columns.count).toBe(Math.floor(4998 / 8) + 1);
    expect(columns.count).toBeLessThanOrEqual(COLUMNS);
    for (let column = 1; column < columns.count; column++)
      expect(Math.abs(columns.values[2 * column]! - (8 * column) / 1000)).toBeLessThan(0.016);
  });

  it("a column between two frames is taken to be like the later one", () => {
    const columns = new Columns(1);
    expect(columns.put(0, [1])).toBe(0);
    expect(columns.put(3, [100])).toBe(1);
    expect([...columns.values.subarray(0, 4)]).toEqual([0, 2, 2, 2]);
  });

  it("a chain goes on behind nothing as nothing, and behind NaN as NaN", () => {
    const after = (shares: number[]) => factorsOf(Float64Array.from(shares)).map((factor) => factor.after);
    expect(after([0.5, 0.25, 1, 2, 1, 1])).toEqual([0.5, 0.125, 0.125, 0.25, 0.25, 0.25]);
    expect(after([0.5, 0, NaN, NaN, NaN, NaN])).toEqual([0.5, 0, 0, 0, 0, 0]);
    expect(after([NaN, 1, 1])).toEqual([NaN, NaN, NaN]);
  });

  it("diagonals stay in their box", () => {
    for (const [, x, y] of hatch(10, 20, 33, 7).matchAll(/[ML]([\d.]+) ([\d.]+)/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(10);
      expect(Number(x)).toBeLessThanOrEqual(43);
      expect(Number(y)).toBeGreaterThanOrEqual(20);
      expect(Number(y)).toBeLessThanOrEqual(27);
    }
  });

  it("a variance before a depth is read as a link writes it", () => {
    expect(readNet("A", "relu.variance:9.10x32.sgd:0.5")).toMatchObject({ variance: 9, depth: 10, width: 32 });
    expect(readNet("A", "relu.variance:2.25.10x32.sgd:0.5")).toMatchObject({ variance: 2.25, depth: 10 });
  });
});
