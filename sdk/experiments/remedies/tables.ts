import { elementAt } from "../../core/element.js";
import { bands } from "../../theory/index.js";
import type { Core } from "../../core/create.js";
import { brokeDown, LN2 } from "../tools/moons.js";
import { table } from "../tools/table.js";
import type { Cell, Table } from "../types.js";
import type { RemedyRow } from "./rows.js";
import { isCured, isStuck, middle, type Run, share, TRACE_POINTS, verdictOf } from "./run.js";

/** A row with its runs. */
export interface Treated {
  readonly row: RemedyRow;
  readonly runs: readonly Run[];
}

const below = ({ last }: Run): boolean => last < LN2 / 2;

/** One line per row: what came of it over the seeds. */
export function verdictsTable(treated: readonly Treated[]): Table {
  return table(
    "remedies",
    [
      "row",
      "net",
      "treatment",
      "verdict",
      ["loss at the start, median", "nats"],
      ["final loss, median", "nats"],
      ["lowest", "nats"],
      ["highest", "nats"],
      "stuck",
      "not finite or dead",
      "below half of the start",
      "below half of ln 2",
      "‖∂W₁‖/‖∂W_L‖ at the start, median",
      "steps clipped",
      "seeds",
    ],
    treated.map(({ row: { id, net, treatment }, runs }) => {
      const finals = runs.map(({ last }) => (Number.isNaN(last) ? Infinity : last));
      const word = (value: number): Cell => (value === Infinity ? "NaN" : value);
      return [
        id,
        net,
        treatment,
        verdictOf(runs),
        middle(runs.map(({ first }) => first)),
        word(middle(finals)),
        word(Math.min(...finals)),
        word(Math.max(...finals)),
        share(runs, isStuck),
        share(runs, brokeDown),
        share(runs, isCured),
        share(runs, below),
        middle(runs.map(({ ratio }) => ratio)),
        runs.reduce((sum, { clipped }) => sum + clipped, 0) / runs.length,
        runs.length,
      ];
    }),
  );
}

/** One line per seed. */
export function seedsTable(treated: readonly Treated[]): Table {
  return table(
    "seeds",
    [
      "row",
      "seed",
      ["loss at the start", "nats"],
      ["final loss", "nats"],
      ["largest loss", "nats"],
      "‖∂W₁‖/‖∂W_L‖ at the start",
      ["first not finite", "step"],
    ],
    treated.flatMap(({ row, runs }) =>
      runs.map((run): Cell[] => [row.id, run.seed, run.first, run.last, run.largest, run.ratio, run.nonFiniteStep]),
    ),
  );
}

/** Loss curves: the median over the seeds, and the range. */
export function curvesTable(treated: readonly Treated[], steps: number): Table {
  const every = Math.max(1, Math.ceil(steps / TRACE_POINTS));
  return table(
    "loss over steps",
    ["row", "net", "treatment", ["step", "steps"], ["median", "nats"], ["lowest", "nats"], ["highest", "nats"]],
    treated.flatMap(({ row: { id, net, treatment }, runs }) =>
      elementAt(runs, 0).trace.map((_, index): Cell[] => {
        const losses = runs.map(({ trace }) =>
          Number.isNaN(elementAt(trace, index)) ? Infinity : elementAt(trace, index),
        );
        const ends = [Math.min(...losses), Math.max(...losses)];
        return [id, net, treatment, Math.min(index * every, steps), middle(losses), ...ends];
      }),
    ),
  );
}

/** Half of the distance between what 95 % of a normal law lie within. */
const TWO = 2;

/** The signal of a ReLU net with Glorot's weights, beside the law of its width. */
export function momentsTable(core: Core, { runs }: Treated, width: number): Table {
  const depth = elementAt(runs, 0).moments.length;
  const { forward } = bands({ widths: Array<number>(depth).fill(width), activation: "relu", weightVariance: 1 });
  const from = middle(runs.map(({ moments }) => elementAt(moments, 0)));
  return table(
    "mean square of the signal, ReLU with Glorot",
    ["hidden layer", "measured, median", "halved", "theory at this width", "low, 2 s.d.", "high, 2 s.d."],
    Array.from({ length: depth }, (_, layer) => {
      const measured = middle(runs.map(({ moments }) => (elementAt(moments, layer) / elementAt(moments, 0)) * from));
      const [mean, std] = layer === 0 ? [0, 0] : [forward.mean[layer]! - forward.mean[0]!, forward.std[layer]!];
      const at = (deviations: number): number => from * core.wasm.exp64(mean + deviations * std);
      const halved = from / 2 ** layer;
      return [layer + 1, measured, halved, at(0), at(-TWO), at(TWO)];
    }),
  );
}
