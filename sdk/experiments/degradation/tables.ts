import { elementAt } from "../../core/element.js";
import { residualGrowth } from "../../theory/index.js";
import { table } from "../tools/table.js";
import type { Cell, Table } from "../types.js";
import { type Compared, type DegradationParameters, type Insertion, middleOf, skipGainOf, SKIPS } from "./net.js";

/** A line for every kind of net: training beside test loss, over its nets. */
export function netsTable(compared: readonly Compared[], trained: boolean): Table {
  return table(
    "nets",
    [
      "activation",
      "skips",
      ["depth", "layers"],
      ["training loss", "nats"],
      ["test loss", "nats"],
      ["test − training", "nats"],
      "accuracy",
      ["training loss, lowest", "nats"],
      ["training loss, highest", "nats"],
      ["loss at the start", "nats"],
      "not finite",
      "nets",
    ],
    compared.map(({ activation, skip, depth, outcomes }): Cell[] => {
      const losses = outcomes.map(({ training }) => (Number.isFinite(training) ? training : Infinity));
      const learned = trained
        ? [
            middleOf(outcomes, (one) => one.training),
            middleOf(outcomes, (one) => one.test),
            middleOf(outcomes, (one) => one.test - one.training),
            middleOf(outcomes, (one) => one.accuracy),
            Math.min(...losses),
            Math.max(...losses),
          ]
        : Array<null>(6).fill(null);
      return [
        activation,
        SKIPS[skip],
        depth,
        ...learned,
        middleOf(outcomes, (one) => one.start),
        losses.filter((loss) => loss === Infinity).length,
        outcomes.length,
      ];
    }),
  );
}

/** The shallowest ReLU net with identity layers inserted. */
export function insertionsTable(depth: number, insertions: readonly Insertion[]): Table {
  return table(
    "ReLU identity layers inserted into a trained net",
    [
      ["hidden layers before", "layers"],
      ["inserted", "layers"],
      ["training loss before", "nats"],
      ["training loss after", "nats"],
      "outputs",
      "outputs that differ",
      "largest difference",
    ],
    insertions.map(({ layers, before, after, outputs, different, largest }) => [
      depth,
      layers,
      before,
      after,
      outputs,
      different,
      largest,
    ]),
  );
}

/** Mean square of u through the deepest nets at the start, ReLU with skips beside (1 + α²)^l. */
export function signalTable(compared: readonly Compared[], { depths, skipGain }: DegradationParameters): Table {
  const deepest = Math.max(...depths);
  return table(
    "mean square of u at the start, deepest nets",
    ["activation", "skips", ["hidden layer", "layers"], "median", "lowest", "highest", "theory (1 + α²)^l"],
    compared
      .filter(({ depth }) => depth === deepest)
      .flatMap((one) =>
        Array.from({ length: deepest }, (_, layer): Cell[] => {
          const at = one.outcomes.map(({ moments }) => elementAt(moments, layer));
          const first = middleOf(one.outcomes, ({ moments }) => elementAt(moments, 0));
          const gain = skipGainOf(one, skipGain);
          const law = one.activation === "relu" && one.skip !== "none";
          return [
            one.activation,
            SKIPS[one.skip],
            layer + 1,
            middleOf(one.outcomes, ({ moments }) => elementAt(moments, layer)),
            Math.min(...at),
            Math.max(...at),
            law ? first * residualGrowth({ gain, depth: layer }) : null,
          ];
        }),
      ),
  );
}
