import { elementAt, lastOf } from "../../core/element.js";
import { addingProblem } from "../../data/sequences.js";
import type { Gradiometer } from "../../types.js";
import { netSeed } from "../tools/netSeed.js";
import { median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { GatesParameters } from "./parameters.js";

const LOSS = "mean-squared-error";
const MOMENTUM = 0.9;
const UNITS = 16;
const BATCH = 32;
const TEST = 500;
/** Batches between two points of the loss curve. */
const CHUNK = 25;
/** The variance of U(0, 1): the error of who always says ½. */
export const GUESSING = 1 / 12;

/** The three ways: a level start, W_h with a large gain, and that with clipping. */
const WAYS = ["gain 1, not clipped", "large gain, not clipped", "large gain, clipped"] as const;
type Way = (typeof WAYS)[number];

interface Trained {
  readonly way: Way;
  readonly net: number;
  /** ‖∂J/∂h₁‖/‖∂J/∂h_T‖ before training. */
  readonly grows: number;
  /** On sequences that it was not trained on; ∞ when it is not finite. */
  readonly loss: number;
  readonly nonFiniteStep: number | null;
  readonly clipped: number;
  readonly curve: readonly number[];
}

/** The numbers of the adding problem's first input; what is asked for is the one of the last step. */
function lastNumber(lab: Gradiometer, samples: number, time: number, seed: number) {
  const { x } = addingProblem(lab, { samples, time, seed });
  const y = Float32Array.from({ length: samples }, (_, row) => elementAt(x.values, ((time - 1) * samples + row) * 2));
  return { x, y };
}

async function train(
  { lab, parameters, seed }: Bench<GatesParameters>,
  way: Way,
  net: number,
  report: (step: number) => Promise<void>,
): Promise<Trained> {
  const { clippedGain, clippedSteps: time, clippedBatches: batches, clippedRate, clippedLimit } = parameters;
  const own = netSeed(seed, net);
  // far from the seeds of other nets: each has its own test sequences and as many chunks as a net may see
  const chunkSeed = (chunk: number): number => netSeed(seed, (net + 1) * 1_000_000 + chunk);
  const gain = way === "gain 1, not clipped" ? 1 : clippedGain;
  const network = lab.rnn({
    inputs: 2,
    hidden: UNITS,
    outputs: 1,
    cell: "gru",
    recurrentInit: { kind: "orthogonal", gain },
    seed: own,
  });
  try {
    const test = lastNumber(lab, TEST, time, chunkSeed(0));
    const { hiddenGradientNorms: norms } = network.backward(test.x, test.y, LOSS);
    const trainer = network.trainer({
      loss: LOSS,
      optimizer: { kind: "sgd", learningRate: clippedRate, momentum: MOMENTUM },
      ...(way === "large gain, clipped" && { clip: { kind: "norm", limit: clippedLimit } }),
    });
    const curve: number[] = [];
    // once the loss is NaN everything in the net is, and stays so
    for (let done = 0, chunk = 1; done < batches && !Number.isNaN(curve.at(-1)); done += CHUNK, chunk++) {
      await report(done);
      const data = lastNumber(lab, BATCH * Math.min(CHUNK, batches - done), time, chunkSeed(chunk));
      const epochs = await trainer.fit(data.x, data.y, { epochs: 1, batch: BATCH, shuffle: false });
      curve.push(elementAt(epochs, 0).loss);
    }
    const { loss } = network.backward(test.x, test.y, LOSS);
    return {
      way,
      net: net + 1,
      grows: elementAt(norms, 0) / lastOf(norms),
      loss: Number.isFinite(loss) ? loss : Infinity,
      nonFiniteStep: trainer.firstNonFinite?.step ?? null,
      clipped: trainer.clippedFraction,
      curve,
    };
  } finally {
    network.dispose();
  }
}

/** C35: GRUs whose state's derivative grows, trained with clipping and without, on a task that needs no memory at all. */
export async function measureClipping(bench: Bench<GatesParameters>): Promise<Measurement> {
  const { clippedNets: nets, clippedBatches: batches } = bench.parameters;
  if (nets === 0) return { tables: [], measured: {} };
  const trained: Trained[] = [];
  for (let net = 0; net < nets; net++) {
    for (const way of WAYS) {
      const before = trained.length * batches;
      const report = (step: number): Promise<void> =>
        bench.progress(before + step, nets * WAYS.length * batches, `GRU ${net + 1}, ${way}`);
      trained.push(await train(bench, way, net, report));
    }
  }
  const share = (way: Way): number =>
    median(trained.filter((one) => one.way === way).map(({ loss }) => loss)) / GUESSING;
  return {
    tables: [
      table(
        "the number of the last step, trained with clipping and without",
        [
          "way",
          "net",
          "‖∂J/∂h₁‖/‖∂J/∂h_T‖ before training",
          "loss",
          "share of guessing",
          "not finite in step",
          "share of steps clipped",
        ],
        trained.map(({ way, net, grows, loss, nonFiniteStep, clipped }): Cell[] => [
          ...[way, net, grows, loss, loss / GUESSING, nonFiniteStep, clipped],
        ]),
      ),
      table(
        "loss over steps, with clipping and without",
        ["way", "net", "step", "loss"],
        trained.flatMap(({ way, net, curve }) =>
          curve.map((loss, chunk): Cell[] => [way, net, (chunk + 1) * CHUNK, loss]),
        ),
      ),
    ],
    measured: {
      "C35.level": share("gain 1, not clipped"),
      "C35.unclipped": share("large gain, not clipped"),
      "C35.clipped": share("large gain, clipped"),
    },
  };
}
