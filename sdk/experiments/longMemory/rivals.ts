import { elementAt } from "../../core/element.js";
import type { Gradiometer, Rnn, RnnConfig } from "../../types.js";
import { netSeed } from "../tools/netSeed.js";
import { table } from "../tools/table.js";
import type { Cell, Measurement, Table } from "../types.js";
import { Seed, type Sequences } from "./learn.js";
import type { LongMemoryParameters, RivalName } from "./parameters.js";
import { blankLoss } from "./tasks.js";

/** What became of a net that had more steps. */
export interface Rival {
  readonly name: RivalName;
  readonly length: number;
  /** On sequences that it was not trained on, and of who says 1 on the same ones. */
  readonly loss: number;
  readonly blank: number;
  /** Training loss of each epoch. */
  readonly curve: readonly number[];
}

const CONFIGS: Readonly<Record<RivalName, Pick<RnnConfig, "cell" | "activation" | "init" | "recurrentInit">>> = {
  standard: { recurrentInit: "standard" },
  orthogonal: { recurrentInit: "orthogonal" },
  // small inputs, as in Le 2015: with Glorot's the first loss is in the thousands, and one net of 25 did not come back from it
  irnn: { activation: "relu", init: { kind: "normal", std: 0.1 }, recurrentInit: { kind: "identity", gain: 1 } },
  lstm: { cell: "lstm" },
  gru: { cell: "gru" },
};

/** Adam, clipped by norm, over the sequences that the other nets learnt from. @param onEpoch may stop the run by throwing. */
export async function trainRival(
  lab: Gradiometer,
  { name, length }: Pick<Rival, "name" | "length">,
  { training, test }: Sequences,
  { hidden, batch, normLimit, rivalEpochs: epochs, rivalRate, irnnRate }: LongMemoryParameters,
  seed: number,
  onEpoch: () => Promise<void>,
): Promise<Rival> {
  const { inputs, outputs, loss } = test;
  const network: Rnn = lab.rnn({ inputs, hidden, outputs, ...CONFIGS[name], seed: netSeed(seed, Seed.Net) });
  try {
    const optimizer = { kind: "adam", learningRate: name === "irnn" ? irnnRate : rivalRate } as const;
    const trainer = network.trainer({ loss, optimizer, clip: { kind: "norm", limit: normLimit } });
    const curve = await trainer.fit(training.x, training.y, { epochs, batch, onEpoch });
    const { loss: left } = network.backward(test.x, test.y, loss);
    return { name, length, loss: left, blank: blankLoss(test), curve: curve.map((epoch) => epoch.loss) };
  } finally {
    network.dispose();
  }
}

/** One row per net, and one an epoch. */
export function rivalTables(rivals: readonly Rival[]): Table[] {
  const length = ["length", "steps"] as const;
  return [
    table(
      "the longest adding problem, more steps by Adam",
      ["net", length, "epochs", "loss", "loss without memory", "share of it"],
      rivals.map(({ name, length: time, loss, blank, curve }) => [name, time, curve.length, loss, blank, loss / blank]),
    ),
    table(
      "loss over epochs",
      ["net", length, "epoch", "loss"],
      rivals.flatMap(({ name, length: time, curve }) =>
        curve.map((loss, epoch): Cell[] => [name, time, epoch + 1, loss]),
      ),
    ),
  ];
}

/** What is left of the error of who remembers nothing. */
export function measureRivals(rivals: readonly Rival[]): Measurement["measured"] {
  const shares = (...names: readonly RivalName[]): number[] =>
    rivals
      .filter(({ name }) => names.includes(name))
      .map(({ loss, blank }) => (Number.isFinite(loss) ? loss / blank : Infinity));
  const tanh = shares("standard", "orthogonal");
  const one = (name: RivalName): number | undefined => {
    const found = shares(name);
    return found.length > 0 ? elementAt(found, 0) : undefined;
  };
  return {
    "C23.budget": tanh.length > 0 ? Math.min(...tanh) : undefined,
    "C23.irnn": one("irnn"),
    "C34.lstm": one("lstm"),
    "C34.gru": one("gru"),
  };
}
