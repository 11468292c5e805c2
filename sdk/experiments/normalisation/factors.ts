/** C29: the factor per layer of δ² in wide random nets with a norm. */
import { type Core, coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { normGradientFactor } from "../../theory/index.js";
import type { NormName } from "../../types.js";
import { spread } from "../tools/draws.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { NormalisationParameters } from "./parameters.js";
import { deltasOf, type Report, type WideNets } from "./wide.js";

/** σ_w² of the nets, and another that must not matter. */
const [USUAL, LARGER] = [1, 9];
/** Rows between the smallest batch and the full one. */
const SOME_ROWS = 32;
const NORMS: readonly NormName[] = ["layer", "rms", "batch"];

/**
 * The factor per layer from the last hidden layer down to the second. The first is left out: it divides by the size of the
 * inputs, and not by that of a φ, which the law is about.
 */
function factorOf({ wasm }: Core, deltas: readonly number[]): number {
  return wasm.exp64(wasm.log64(elementAt(deltas, 1) / lastOf(deltas)) / (deltas.length - 2));
}

interface Row extends WideNets {
  readonly theory: number;
  readonly factors: readonly number[];
}

/** C29: what a norm leaves to the activation, at three batch sizes for the one where rows matter most. */
export async function measureFactors(bench: Bench<NormalisationParameters>, report: Report): Promise<Measurement> {
  const { lab, parameters, seed } = bench;
  const { activations, width, rows, fewRows, depth, nets, epsilon } = parameters;
  const core = coreOf(lab);
  const usual = { epsilon, width, rows, depth, weightVariance: USUAL };
  const kinds: WideNets[] = NORMS.flatMap((norm) => activations.map((activation) => ({ ...usual, activation, norm })));
  const small = [fewRows, SOME_ROWS].map((few): WideNets => ({
    ...usual,
    activation: "relu",
    norm: "batch",
    rows: few,
  }));
  const heavy: WideNets = { ...usual, activation: "relu", norm: "batch", weightVariance: LARGER };
  const all = [...kinds, ...small, heavy];
  const measured: Row[] = [];
  for (const [index, kind] of all.entries()) {
    await report(index, all.length, `${kind.activation} behind ${kind.norm} norm, ${kind.rows} rows`);
    const factors = Array.from({ length: nets }, (_, net) => factorOf(core, deltasOf(core, kind, seed, net)));
    measured.push({ ...kind, factors, theory: normGradientFactor({ activation: kind.activation, norm: kind.norm }) });
  }
  const meanOf = ({ factors }: Row): number => spread(factors).mean;
  const wide = measured.slice(0, kinds.length);
  const find = (activation: string, norm: NormName): number | undefined => {
    const row = wide.find((one) => one.activation === activation && one.norm === norm);
    return row && meanOf(row);
  };
  const distances = wide.map((row) => Math.abs(meanOf(row) / row.theory - 1));
  const fromOne = wide.map((row) => Math.max(meanOf(row), 1 / meanOf(row)));
  const larger = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);
  const relu = find("relu", "batch");
  return {
    tables: [
      table(
        "factor per layer of δ², going down",
        ["norm", "activation", ["rows", "rows"], "σ_w²", "measured", "s.d. of one net", "lowest", "highest", "theory"],
        measured.map((row): Cell[] => [
          row.norm,
          row.activation,
          row.rows,
          row.weightVariance,
          meanOf(row),
          spread(row.factors).std,
          Math.min(...row.factors),
          Math.max(...row.factors),
          row.theory,
        ]),
      ),
    ],
    measured: {
      "C29.law": larger(distances),
      "C29.layer-sigmoid": find("sigmoid", "layer"),
      "C29.batch-sigmoid": find("sigmoid", "batch"),
      "C29.layer-relu": find("relu", "layer"),
      "C29.batch-relu": relu,
      "C29.level": larger(fromOne),
      "C29.few-rows": meanOf(elementAt(measured, kinds.length)),
      "C29.scale-free": relu === undefined ? undefined : Math.abs(meanOf(lastOf(measured)) / relu - 1),
    },
  };
}
