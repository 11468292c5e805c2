import { elementAt, lastOf } from "../../core/element.js";
import { twoMoons } from "../../data/moons.js";
import type { Activation, Gradiometer } from "../../types.js";
import { netSeed } from "../tools/netSeed.js";
import { table } from "../tools/table.js";
import { withMlp } from "../tools/withMlp.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { DyingReluParameters } from "./experiment.js";

const LOSS = "binary-cross-entropy";
/** None of them ever dies: a few runs per rate are enough to see it. */
export const LEAKY_RUNS = 2;
/** Rates that count as careful. */
const CAREFUL = 0.5;

/** A net after training; of one that exploded, as it last was finite. */
interface Trained {
  readonly dead: number;
  readonly loss: number;
  readonly steps: number;
  readonly exploded: boolean;
}

/** Mean share of dead units over the hidden layers after full-batch SGD on two moons. */
function trainOne(
  lab: Gradiometer,
  activation: Activation,
  learningRate: number,
  { width, layers, steps }: DyingReluParameters,
  seed: number,
): Trained {
  const { x, labels } = twoMoons(lab, { seed });
  const y = Float32Array.from(labels);
  const sizes = [2, ...Array<number>(layers).fill(width), 1];
  return withMlp(lab, { sizes, activation, init: "he-normal", seed }, (network) => {
    const trainer = network.trainer({ loss: LOSS, optimizer: { kind: "sgd", learningRate }, keepLastFinite: true });
    while (trainer.steps < steps && trainer.firstNonFinite === null) trainer.step(x, y);
    const last = trainer.lastFinite();
    if (last) network.setParameters(last.parameters);
    const flow = network.flow(x, y, LOSS);
    const dead = flow.layers.slice(0, layers).reduce((sum, layer) => sum + layer.dead, 0) / layers;
    return { dead, loss: flow.loss, steps: trainer.steps, exploded: trainer.firstNonFinite !== null };
  });
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard error of a mean, from the spread of the values; 0 for a single one. */
function errorOf(values: readonly number[]): number {
  const [mean, n] = [meanOf(values), values.length];
  if (n < 2) return 0;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n * (n - 1)));
}

/** C14: the dead share against the learning rate, for ReLU and for leaky units. */
export async function measureRates(
  { lab, parameters, seed }: Bench<DyingReluParameters>,
  report: (done: number, label: string) => Promise<void>,
): Promise<Measurement> {
  const { rates, repeats, activation, alpha } = parameters;
  const leaky: Activation = { kind: "leaky-relu", alpha };
  const kinds = [
    { name: activation, kind: activation === "relu" ? "relu" : leaky, runs: repeats },
    { name: "leaky", kind: leaky, runs: Math.min(repeats, LEAKY_RUNS) },
  ] as const;
  const rows: { name: string; rate: number; runs: Trained[] }[] = [];
  let done = 0;
  for (const [index, { name, kind, runs }] of kinds.entries())
    for (const rate of rates) {
      const trained: Trained[] = [];
      for (let run = 0; run < runs; run++) {
        await report(done++, `training: ${index === 0 ? name : "leaky-relu"} at rate ${rate}`);
        trained.push(trainOne(lab, kind, rate, parameters, netSeed(seed, run)));
      }
      rows.push({ name: index === 0 ? "C14" : "leaky", rate, runs: trained });
    }
  if (rows.length === 0) return { tables: [], measured: {} };
  const own = rows.filter(({ name }) => name === "C14");
  const share = ({ runs }: (typeof rows)[number]): number => meanOf(runs.map(({ dead }) => dead));
  const at = (wanted: number): number | undefined => {
    const row = own.find(({ rate }) => rate === wanted);
    return row && share(row);
  };
  const sorted = [...own].sort((a, b) => a.rate - b.rate);
  const careful = own.filter(({ rate }) => rate <= CAREFUL);
  return {
    tables: [
      table(
        "dead units after training",
        ["unit", "learning rate", "mean share dead", "standard error", "least", "most", "runs that exploded", "runs"],
        rows.map((row): Cell[] => {
          const dead = row.runs.map((run) => run.dead);
          return [
            row.name === "C14" ? activation : `leaky-relu, α = ${alpha}`,
            row.rate,
            share(row),
            errorOf(dead),
            Math.min(...dead),
            Math.max(...dead),
            row.runs.filter(({ exploded }) => exploded).length,
            row.runs.length,
          ];
        }),
      ),
      table(
        "each run",
        ["unit", "learning rate", "run", "share dead", "loss", ["steps taken", "steps"], "exploded"],
        rows.flatMap((row) =>
          row.runs.map((run, index): Cell[] => [
            row.name === "C14" ? activation : `leaky-relu, α = ${alpha}`,
            row.rate,
            index,
            run.dead,
            run.loss,
            run.steps,
            run.exploded ? "yes" : "no",
          ]),
        ),
      ),
    ],
    measured: {
      "C14.careful": careful.length > 0 ? Math.max(...careful.map(share)) : at(elementAt(sorted, 0).rate),
      "C14.rate-1": at(1),
      "C14.rate-2": at(2),
      "C14.rate-4": at(4),
      "C14.grows": sorted.length > 1 ? share(lastOf(sorted)) / share(elementAt(sorted, 0)) : undefined,
      "C14.leaky": Math.max(...rows.filter(({ name }) => name === "leaky").map(share)),
    },
  };
}
