/** One specification of every kind of figure, and a look into the SVG that comes out. */
import type { FigureSpec, LinesSpec, Quantity, SeriesSpec } from "gradiometer/figure";
import { SaxesParser } from "saxes";

/** An element: its name, its attributes with "@" before theirs, its children. */
export interface Node {
  name: string;
  children: (Node | string)[];
  [attribute: `@${string}`]: string;
}

/** The root of a document; throws when it is not well-formed XML. */
export function parse(xml: string): Node {
  const document: Node = { name: "", children: [] };
  const open = [document];
  const parser = new SaxesParser({ xmlns: false });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const named = Object.entries(attributes).map(([key, value]) => [`@${key}`, value]);
    const node: Node = { name, children: [], ...(Object.fromEntries(named) as Record<`@${string}`, string>) };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  parser.on("text", (text) => open.at(-1)!.children.push(text));
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  return document.children.find((child) => typeof child !== "string")!;
}

/** All elements of a name, depth first. */
export function elements(node: Node, name: string): Node[] {
  const below = node.children.flatMap((child) => (typeof child === "string" ? [] : elements(child, name)));
  return node.name === name ? [node, ...below] : below;
}

export function textOf(node: Node): string {
  return node.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}

/** The places of texts, boxes and marks that are not clipped. */
export function coordinates(node: Node): { x: number; y: number }[] {
  if (node["@clip-path"] !== undefined || node.name === "pattern") return [];
  const own: { x: number; y: number }[] = [];
  if (node["@x"] !== undefined) own.push({ x: Number(node["@x"]), y: Number(node["@y"]) });
  const shift = /translate\(([-\d.]+),([-\d.]+)\)/.exec(node["@transform"] ?? "");
  if (shift) own.push({ x: Number(shift[1]), y: Number(shift[2]) });
  else
    for (const [, x, y] of (node["@d"] ?? "").matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g))
      own.push({ x: Number(x), y: Number(y) });
  return [...own, ...node.children.flatMap((child) => (typeof child === "string" ? [] : coordinates(child)))];
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const common = { title: "Gradients < 1 & more", description: "What is shown." };
const depth = range(12).map((index) => index + 1);

type Specs = { [K in FigureSpec["kind"]]: Extract<FigureSpec, { kind: K }> };

export const specs: Specs = {
  lines: {
    kind: "lines",
    ...common,
    x: { label: "layer" },
    y: { label: "‖δ‖", scale: "log" },
    band: "± 2 s.d.",
    series: ["tanh", "ReLU"].flatMap((panel) => [
      {
        name: "standard",
        panel,
        x: depth,
        y: depth.map((layer) => (layer === 1 ? 0 : layer === 5 ? "NaN" : 3 ** (layer - 12))),
        low: depth.map((layer) => 3 ** (layer - 12) / 2),
        high: depth.map((layer) => 3 ** (layer - 12) * 2),
      },
      { name: "theory", role: "theory", like: "standard", panel, x: depth, y: depth.map((layer) => 3 ** (layer - 12)) },
    ]),
    references: [
      { value: 1, label: "nothing lost" },
      { value: 6, label: "middle", axis: "x" },
    ],
    zones: [{ from: 1e-6, to: 1e-4, label: "small" }],
    note: "A note.",
  },
  loss: {
    kind: "loss",
    ...common,
    x: { label: "step" },
    y: { label: "loss", unit: "nats", scale: "log" },
    series: [
      { name: "SGD", x: range(300), y: range(300).map((step) => (step < 200 ? 0.69 : "Infinity")) },
      { name: "Rprop", x: range(300), y: range(300).map((step) => 0.69 / (1 + step / 10)) },
    ],
  },
  scatter: {
    kind: "scatter",
    ...common,
    x: { label: "predicted" },
    y: { label: "measured" },
    diagonal: true,
    series: [{ name: "nets", x: range(20), y: range(20).map((index) => (index * 7) % 19) }],
  },
  ridges: {
    kind: "ridges",
    ...common,
    rows: "layer",
    x: { label: "δ" },
    histograms: ["before", "after"].flatMap((panel) => [
      ...range(4).map((layer) => ({
        name: String(layer + 1),
        panel,
        from: -layer,
        to: layer,
        shares: range(20).map((bin) => Math.min(bin, 19 - bin)),
      })),
      { name: "broken", panel, from: 0, to: 1, shares: ["NaN" as const, 1] },
    ]),
  },
  histogram: {
    kind: "histogram",
    ...common,
    x: { label: "singular value" },
    histograms: [{ name: "n = 64", from: 0, to: 2, shares: range(20).map((bin) => 20 - bin) }],
    theory: [
      { name: "quarter circle", x: range(21).map((index) => index / 10), y: range(21).map((index) => 1 - index / 20) },
    ],
    references: [{ value: 0.85, label: "mean", axis: "x" }],
  },
  spectra: {
    kind: "spectra",
    ...common,
    over: "group",
    group: "layer",
    groups: range(5).map((layer) => ({
      name: String(layer + 1),
      values: range(8).map((index) => 2 ** -(index * layer)),
      theory: [1, 2 ** (-7 * layer)],
    })),
  },
  heat: {
    kind: "heat",
    ...common,
    x: { label: "σ_w²" },
    y: { label: "σ_b²" },
    xs: range(10).map((index) => 0.5 + index / 4),
    ys: range(8).map((index) => index / 40),
    values: range(8).map((row) =>
      range(10).map((column) =>
        row === 7 && column > 7 ? "NaN" : row === 0 && column === 0 ? null : (0.5 + column / 4) / (1 + row / 10),
      ),
    ),
    colour: { label: "χ₁", scale: "log", centre: 1 },
    contours: [{ level: 1, label: "χ₁ = 1" }],
    theory: [{ name: "critical line", x: [1, 1.7], y: [0, 0.175] }],
  },
  factors: {
    kind: "factors",
    ...common,
    product: "∂f/∂w₁",
    factors: [
      { name: "φ'(u₃)", value: 0.2, meaning: "slope of layer 2" },
      { name: "w₂", value: -1.2, meaning: "weight of layer 2" },
      { name: "φ'(u₁)", value: 0.21, meaning: "slope of layer 1" },
      { name: "x", value: 1.5, meaning: "input" },
    ],
  },
  bars: {
    kind: "bars",
    ...common,
    categories: ["SGD", "sign", "Rprop, with a long name that needs more than one line"],
    value: { label: "final loss", unit: "nats" },
    series: [
      { name: "Glorot", values: [0.69, 0.29, -0.15], low: [0.69, 0.22, -0.2], high: [0.7, 0.32, 0.1] },
      { name: "orthogonal", values: ["NaN", "Infinity", null] },
    ],
    references: [{ value: 0.6931, label: "ln 2" }],
  },
};

/** A series over x = 0, 1, 2 … */
export const line = (y: readonly Quantity[], more: Partial<SeriesSpec> = {}): SeriesSpec => ({
  name: "a",
  x: y.map((_, index) => index),
  y,
  ...more,
});

/** Lines in one panel. */
export const plot = (series: readonly SeriesSpec[], more: Partial<LinesSpec> = {}): LinesSpec => ({
  kind: "lines",
  title: "title",
  description: "description",
  x: { label: "layer" },
  y: { label: "norm" },
  series,
  ...more,
});

/** An attribute that is not a number, or finer than 1/100 px. */
export const BROKEN = /="[^"]*(NaN|Infinity|undefined|null|\d\.\d{3})/;

/** A logarithmic axis. */
export const log = { label: "norm", scale: "log" } as const;
