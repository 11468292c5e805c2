import { elementAt } from "../../../core/element.js";
import type { FigureSpec } from "../../../figureSpec.js";
import { SHARES } from "../../../probe/errorShares.js";
import { brokenPath, drawBroken, refused, withBroken } from "../layers.js";
import { colourOf, Plot, px, quantityOf, wordsWidth } from "../plot.js";
import { say, set, svg } from "../svg.js";
import type { LiveView, ViewContext } from "../view.js";

const HEIGHT = 280;

/** One factor, and what the product has come to before and after it. */
interface Factor {
  readonly layer: number;
  readonly part: number;
  readonly value: number;
  readonly before: number;
  readonly after: number;
}

/** The running product from the output (1) down. A factor behind which nothing was left leaves nothing. */
export function factorsOf(shares: Float64Array): Factor[] {
  const layers = shares.length / SHARES;
  let product = 1;
  return Array.from(shares, (value, at) => {
    const before = product;
    product = before === 0 ? 0 : before * value;
    return { layer: layers - 1 - Math.floor(at / SHARES), part: at % SHARES, value, before, after: product };
  });
}

const PARTS = ["weightsShare", "slopesShare", "restShare"] as const;

/**
 * Steps down (or up) from the output at the right to layer 1: in each layer a bar for the weights and one for the slopes (and
 * one for norm and skip), each from what the product was to what it has come to.
 */
export function createChain(context: ViewContext): LiveView {
  const { net, text, numbers } = context;
  const plot = new Plot(HEIGHT, { top: 46 });
  const colour = colourOf(net);
  const bars = [
    svg("path", { fill: "none", stroke: colour, "stroke-width": 1.2 }),
    svg("path", { fill: colour, stroke: colour, "stroke-width": 0.5 }),
    svg("path", { fill: "none", stroke: "currentColor", "stroke-width": 1.2, "stroke-dasharray": "2 2" }),
  ];
  const product = svg("path", { fill: "none", stroke: "currentColor", "stroke-width": 1 });
  const broken = brokenPath();
  const keys = bars.map((bar, part) => ({
    box: bar.cloneNode() as SVGPathElement,
    word: svg("text", { y: 32 }),
    part,
  }));
  plot.body.append(product, ...bars, broken, ...keys.flatMap(({ box, word }) => [box, word]));
  plot.name(text("chainAxis"), text("layerAxis"));
  let shares: Float64Array | null = null;

  function draw(all: Float64Array): void {
    const factors = factorsOf(all);
    const count = all.length / SHARES + 1;
    const y = plot.logAxis([1, ...factors.map(({ after }) => after)], numbers);
    plot.layerTicks(count);
    const rest = factors.some(({ part, value }) => part === 2 && Math.abs(value - 1) > 1e-3);
    const parts = rest ? 3 : 2;
    const width = plot.columnWidth(count);
    const bar = (width * 0.84) / parts;
    const paths = ["", "", ""];
    let line = `M${px(plot.column(count - 1, count) + width * 0.42)} ${px(y(1) ?? plot.top)}h${px(-width * 0.84)}`;
    for (const { layer, part, before, after } of factors) {
      const [from, to] = [y(before), y(after)];
      if (part >= parts || from === null || to === null) continue;
      // Its first factor stands at the right: the error comes from there.
      const right = plot.column(layer, count) + width * 0.42 - part * bar;
      paths[part] =
        elementAt(paths, part) + `M${px(right)} ${px(from)}V${px(to)}H${px(right - bar * 0.86)}V${px(from)}Z`;
      line += `H${px(right)}V${px(to)}`;
      if (part === parts - 1) line += `h${px(-bar)}`;
    }
    bars.forEach((path, part) => set(path, { d: paths[part] ?? "" }));
    set(product, { d: line });
    let x = 4;
    for (const { box, word, part } of keys) {
      const shown = part < parts;
      const said = shown ? text(PARTS[part] ?? "restShare") : "";
      set(box, { d: shown ? `M${x} 22h12v10h-12Z` : "" });
      set(word, { x: x + 17 });
      say(word, said);
      x += shown ? 17 + wordsWidth(said) + 14 : 0;
    }
    // 0/0 is no fault: nothing was left to be multiplied.
    const bad = Array.from({ length: count }, (_, layer) =>
      factors.some((one) => one.layer === layer && !Number.isFinite(one.after)),
    );
    drawBroken(plot, broken, bad);
    const of = (part: number): string =>
      numbers.short(
        factors.filter((one) => one.part === part && one.before > 0).reduce((all, { value }) => all * value, 1),
      );
    const said = { weights: of(0), slopes: of(1), rest: of(2), product: numbers.short(factors.at(-1)?.after ?? 1) };
    plot.label(withBroken(context, text(rest ? "chainFindingRest" : "chainFinding", said), bad));
  }

  return {
    root: plot.svg,
    layout: (width) => {
      plot.layout(width);
      if (shares) draw(shares);
    },
    reset: () => undefined,
    draw: (seen) => {
      if (refused(plot, context, seen)) return;
      shares = seen.frame.view.chain ?? shares;
      if (shares) draw(shares);
    },
    figure: (): FigureSpec => ({
      kind: "factors",
      title: text("view_chain"),
      description: text("explain_chain"),
      product: text("chainAxis"),
      factors: shares
        ? factorsOf(shares)
            .filter(({ part, value }) => part < 2 || value !== 1)
            .map(({ layer, part, value }) => ({
              name: `${layer + 1}: ${text(PARTS[part] ?? "restShare")}`,
              value: quantityOf(value),
            }))
        : [],
    }),
  };
}
