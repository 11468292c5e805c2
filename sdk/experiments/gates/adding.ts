import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { addingProblem } from "../../data/sequences.js";
import type { CellName, Rnn, Trainer, Sequence } from "../../types.js";
import { netSeed } from "../tools/netSeed.js";
import { log10 } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { GatesParameters } from "./parameters.js";

/** Batches between two points of the loss curve. */
const CHUNK = 50;
const LOSS = "mean-squared-error";

/** Indices of seeds in one run: chunk k of the training sequences has Training + k, whatever their length. */
const enum Seed {
  Net = 0,
  Test = 1,
  Training = 2,
}

/** ‖∂J/∂h_t‖ and, of an lstm, ‖∂J/∂c_t‖, t = 1 … T. */
type Norms = Pick<ReturnType<Rnn["backward"]>, "hiddenGradientNorms" | "cellGradientNorms">;

/** What became of one net, on sequences that it was not trained on. */
interface Learnt {
  readonly cell: CellName;
  readonly length: number;
  readonly loss: number;
  /** The loss of who always says 1, on the same sequences. */
  readonly guessing: number;
  readonly clipped: number;
  /** Mean loss of each chunk of batches. */
  readonly curve: readonly number[];
  readonly before: Norms;
  readonly after: Norms;
}

interface Pupil {
  readonly cell: CellName;
  readonly network: Rnn;
  readonly trainer: Trainer<Sequence>;
  readonly before: Norms;
  readonly curve: number[];
}

/** Trains the nets of one length side by side: all see the same new sequences at every step. */
async function learn(
  { lab, parameters, seed }: Bench<GatesParameters>,
  length: number,
  onChunk: () => Promise<void>,
): Promise<Learnt[]> {
  const { cells, hidden, batches, batch, learningRate, normLimit, testSamples } = parameters;
  const test = addingProblem(lab, { samples: testSamples, time: length, seed: netSeed(seed, Seed.Test) });
  const guessing = test.y.reduce((sum, y) => sum + (1 - y) * (1 - y), 0) / testSamples;
  const networks: Rnn[] = [];
  try {
    const pupils = cells.map((cell): Pupil => {
      const network = lab.rnn({ inputs: 2, hidden, outputs: 1, cell, seed: netSeed(seed, Seed.Net) });
      networks.push(network);
      const before = network.backward(test.x, test.y, LOSS);
      const optimizer = { kind: "adam", learningRate } as const;
      const trainer = network.trainer({ loss: LOSS, optimizer, clip: { kind: "norm", limit: normLimit } });
      return { cell, network, trainer, before, curve: [] };
    });
    for (let done = 0, chunk = 0; done < batches; done += CHUNK, chunk++) {
      await onChunk();
      const samples = batch * Math.min(CHUNK, batches - done);
      const data = addingProblem(lab, { samples, time: length, seed: netSeed(seed, Seed.Training + chunk) });
      for (const { trainer, curve } of pupils) {
        const epochs = await trainer.fit(data.x, data.y, { epochs: 1, batch, shuffle: false });
        curve.push(elementAt(epochs, 0).loss);
      }
    }
    return pupils.map(({ cell, network, trainer, before, curve }) => {
      const after = network.backward(test.x, test.y, LOSS);
      return { cell, length, loss: after.loss, guessing, clipped: trainer.clippedFraction, curve, before, after };
    });
  } finally {
    for (const network of networks) network.dispose();
  }
}

/** ‖∂J/∂c_1‖/‖∂J/∂c_T‖, or of h where a cell has no c. */
const carried = ({ hiddenGradientNorms: h, cellGradientNorms: c = h }: Norms): number => elementAt(c, 0) / lastOf(c);

function tables(learnt: readonly Learnt[], batch: number): Measurement["tables"] {
  const longest = Math.max(...learnt.map(({ length }) => length));
  const share = (norms: Float64Array | undefined, t: number): Cell =>
    norms === undefined ? null : elementAt(norms, t) / lastOf(norms);
  return [
    table(
      "the adding problem",
      [
        "cell",
        ["length", "steps"],
        ...["loss", "loss of guessing", "share of it", "share of steps clipped"],
        ...["first step's share of the gradient, before", "first step's share of the gradient, after"],
      ],
      learnt.map(({ cell, length, loss, guessing, clipped, before, after }) => [
        ...[cell, length, loss, guessing, loss / guessing, clipped],
        ...[carried(before), carried(after)],
      ]),
    ),
    table(
      "loss over sequences",
      ["cell", ["length", "steps"], "sequences seen", "loss"],
      learnt.flatMap(({ cell, length, curve }) =>
        curve.map((loss, chunk): Cell[] => [cell, length, (chunk + 1) * CHUNK * batch, loss]),
      ),
    ),
    table(
      "gradient over lag, longest sequences",
      ["cell", "training", ["lag", "steps"], "‖∂J/∂h_t‖/‖∂J/∂h_T‖", "‖∂J/∂c_t‖/‖∂J/∂c_T‖"],
      learnt
        .filter(({ length }) => length === longest)
        .flatMap(({ cell, before, after }) =>
          Object.entries({ before, after }).flatMap(([when, { hiddenGradientNorms: h, cellGradientNorms: c }]) =>
            Array.from({ length: longest }, (_, lag): Cell[] => {
              const t = longest - 1 - lag;
              return [cell, when, lag, share(h, t), share(c, t)];
            }),
          ),
        ),
    ),
  ];
}

/** C34: the adding problem, learnt by cells with gates and by one without, within one budget. */
export async function measureAdding(bench: Bench<GatesParameters>): Promise<Measurement> {
  const { lab, parameters, progress } = bench;
  const { lengths, batches, batch } = parameters;
  if (batches === 0) return { tables: [], measured: {} };
  const work = (length: number): number => length * Math.ceil(batches / CHUNK);
  const total = lengths.reduce((sum, length) => sum + work(length), 0);
  let done = 0;
  const learnt: Learnt[] = [];
  for (const length of lengths) {
    const onChunk = async (): Promise<void> => {
      await progress(done, total, `the adding problem over ${length} steps`);
      done += length;
    };
    learnt.push(...(await learn(bench, length, onChunk)));
  }
  const core = coreOf(lab);
  const of = (cell: CellName): Learnt[] => learnt.filter((one) => one.cell === cell);
  const shares = (cell: CellName): number[] =>
    of(cell).map(({ loss, guessing }) => (Number.isFinite(loss) ? loss / guessing : Infinity));
  const most = (values: readonly number[]) => (values.length > 0 ? Math.max(...values) : undefined);
  const gained = (cell: CellName): number[] =>
    of(cell).map(({ before, after }) => log10(core, carried(after)) - log10(core, carried(before)));
  const atLongest = (values: readonly number[]) => values[lengths.indexOf(Math.max(...lengths))];
  return {
    tables: tables(learnt, batch),
    measured: {
      "C34.lstm": most(shares("lstm")),
      "C34.gru": most(shares("gru")),
      "C34.simple": atLongest(shares("simple")),
      "C34.opened-lstm": atLongest(gained("lstm")),
      "C34.opened-gru": atLongest(gained("gru")),
    },
  };
}
