import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { bands } from "../../theory/bands.js";
import { exp, ln } from "../../theory/elementary.js";
import { haninMoment } from "../../theory/finiteWidth.js";
import { spread } from "../tools/draws.js";
import { median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Experiment, Measurement, Table } from "../types.js";
import { finiteWidthClaims } from "./claims.js";
import { finiteWidthFigures } from "./figures.js";
import { type Drawn, drawRelu, momentsOf, type Shape } from "./nets.js";

interface FiniteWidthParameters {
  width: number;
  depth: number;
  nets: number;
  weightVariance: number;
  sideWidths: number[];
  sideNets: number;
}

/** He's variance, of which the theory here speaks whatever the nets are drawn with. */
const HE = 2;
/** Nets between two reports of progress. */
const EVERY = 50;
/** Nets shown layer by layer, and bins of the histogram. */
const SHOWN = 12;
const BINS = 40;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const theoryOf = (width: number, depth: number) =>
  bands({ widths: Array<number>(depth + 1).fill(width), activation: "relu", weightVariance: HE }).forward;

/** Moments over the nets, layer by layer, beside their theory. */
function layersTable(nets: readonly Drawn[], width: number): Table {
  const depth = elementAt(nets, 0).forward.length;
  const { mean: line, std } = theoryOf(width, depth);
  const rows = Array.from({ length: depth }, (_, index): Cell[] => {
    const layers = index + 1;
    const values = nets.map(({ forward }) => elementAt(forward, index));
    const { second, fourth } = momentsOf(width, layers);
    return [
      layers,
      ...[mean(values), Math.sqrt((second - 1) / nets.length)],
      mean(values.map((value) => value * value)),
      Math.sqrt((fourth - second * second) / nets.length),
      haninMoment(Array<number>(layers).fill(width)),
      ...[median(values), exp(line[layers]!), exp(line[layers]! - 2 * std[layers]!)],
      exp(line[layers]! + 2 * std[layers]!),
    ];
  });
  const headings = ["layer", "E X", "its standard error", "E X²", "its standard error ", "theory: Π(1 + 5/n)"];
  return table(
    `X = ‖h_l‖²/‖h₀‖² over ${nets.length} nets of ${width} units`,
    [...headings, "median of X", "theory: typical", "2 s.d. below", "2 s.d. above"],
    rows,
  );
}

function histogramTable(logs: readonly number[]): Table {
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const step = (high - low) / BINS || 1;
  const counts = Array<number>(BINS).fill(0);
  for (const value of logs) {
    const bin = Math.min(Math.floor((value - low) / step), BINS - 1);
    counts[bin] = elementAt(counts, bin) + 1;
  }
  const rows = counts.map((count, bin) => [low + bin * step, low + (bin + 1) * step, count / logs.length]);
  return table("histogram of ln X in the last layer", ["from", "to", "share"], rows);
}

/** The standard deviation of ln X for nets of several widths. */
async function measureWidths(
  { lab, parameters, seed }: Bench<FiniteWidthParameters>,
  report: (done: number) => Promise<void>,
): Promise<Cell[][]> {
  const { depth, weightVariance, sideWidths, sideNets } = parameters;
  const rows: Cell[][] = [];
  for (const [place, width] of [...sideWidths].sort((a, b) => a - b).entries()) {
    const logs: number[] = [];
    for (let index = 0; index < sideNets; index++) {
      if (index % EVERY === 0) await report(place * sideNets + index);
      logs.push(ln(elementAt(drawRelu(coreOf(lab), { width, depth, weightVariance, seed }, index).forward, depth - 1)));
    }
    const alive = logs.filter(Number.isFinite); // a layer without an active unit leaves nothing
    const theory = theoryOf(width, depth);
    const { mean: middle, std } = spread(alive);
    rows.push([width, depth / width, middle, theory.mean[depth]!, std, theory.std[depth]!, logs.length - alive.length]);
  }
  return rows;
}

async function measure(bench: Bench<FiniteWidthParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { width, depth, nets: count, weightVariance, sideWidths, sideNets } = parameters;
  const total = count + sideWidths.length * sideNets;
  const shape: Shape = { width, depth, weightVariance, seed };
  const nets: Drawn[] = [];
  for (let index = 0; index < count; index++) {
    if (index % EVERY === 0) await progress(index, total, `net ${index + 1} of ${count}`);
    nets.push(drawRelu(coreOf(lab), shape, index));
  }
  const side = await measureWidths(bench, (done) => progress(count + done, total, "nets of other widths"));
  await progress(total, total, "done");

  const ends = nets.map(({ forward }) => elementAt(forward, depth - 1));
  const starts = nets.map(({ backward }) => elementAt(backward, 0));
  const square = (values: readonly number[]): number => mean(values.map((value) => value * value));
  /** Distance of a second moment from its theory, in standard errors. */
  const distance = (values: readonly number[], layers: number): number | undefined => {
    if (layers === 0) return undefined;
    const { second, fourth } = momentsOf(width, layers);
    return (square(values) - second) / Math.sqrt((fourth - second * second) / count);
  };
  const { mean: line, std } = theoryOf(width, depth);
  const logs = ends.map(ln);
  const inside = logs.filter((value) => Math.abs(value - line[depth]!) <= 2 * std[depth]!).length;
  const spreads = side.map((row) => Number(row[4]));
  const shown = nets
    .slice(0, SHOWN)
    .flatMap(({ forward, backward }, net) =>
      forward.map((value, index): Cell[] => [net + 1, index + 1, value, elementAt(backward, index)]),
    );
  return {
    tables: [
      layersTable(nets, width),
      table(
        `standard deviation of ln X after ${depth} layers`,
        ["width", "Σ 1/n", "mean of ln X", "theory: mean", "measured", "theory", "dead nets"],
        side,
      ),
      histogramTable(logs.filter(Number.isFinite)),
      table("some nets", ["net", "layer", "‖h_l‖²/‖h₀‖²", "‖δ_l‖²/‖δ_L‖²"], shown),
    ],
    measured: {
      "C26.mean": (mean(ends) - 1) / Math.sqrt((momentsOf(width, depth).second - 1) / count),
      "C26.moment": distance(ends, depth),
      "C26.backward": distance(starts, depth - 1),
      "C26.infinite": square(ends),
      "C26.typical": median(ends),
      "C26.level": median(ends),
      "C26.band": inside / count,
      "C26.spread": elementAt(spreads, 0) / lastOf(spreads),
    },
  };
}

const units = { type: "integer", minimum: 8, maximum: 2048, unit: "units" } as const;
const many = { type: "integer", minimum: 2, maximum: 100_000, unit: "nets" } as const;

/** Section 2, Hanin 2018: what infinite width leaves out. */
export const finiteWidth: Experiment<FiniteWidthParameters> = {
  id: "finite-width",
  title: "Finite width: no two nets are alike",
  question:
    "Theory speaks of infinitely wide nets, and says that He's weights keep signals and gradients level. What do real nets do, " +
    "and how far may one stray from the line before something is wrong with it?",
  claims: finiteWidthClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      width: { ...units, default: 64, description: "units per layer" },
      depth: { type: "integer", minimum: 1, maximum: 100, default: 5, description: "ReLU layers", unit: "layers" },
      nets: { ...many, default: 2500, description: "nets drawn" },
      weightVariance: {
        type: "number",
        minimum: 0.1,
        maximum: 10,
        default: HE,
        description: "σ_w² of the nets; the theory stays at He's 2",
      },
      sideWidths: {
        type: "array",
        items: units,
        minItems: 1,
        maxItems: 10,
        uniqueItems: true,
        default: [16, 32, 64, 128],
        description: "widths at which the spread is compared",
        unit: "units",
      },
      sideNets: { ...many, default: 1000, description: "nets drawn at each of them" },
    },
  },
  measure,
  figures: finiteWidthFigures,
};
