/** Deep ReLU nets on two moons, one for every initialisation and repeat. */
import { twoMoons } from "../../data/moons.js";
import type { LayerFlow, MlpConfig } from "../../types.js";
import { drawSeed, scaleWeights } from "../tools/draws.js";
import { median } from "../tools/numbers.js";
import type { Bench, NamedInit } from "../types.js";

export interface InitialisationParameters {
  initialisations: NamedInit[];
  width: number;
  depth: number;
  gain: number;
  samples: number;
  steps: number;
  learningRate: number;
  glorotRate: number;
  repeats: number;
  wideWidth: number;
  wideNets: number;
  narrowWidth: number;
  narrowNets: number;
}

/** One net before training, and what training made of it. */
export interface Run {
  readonly initialisation: NamedInit;
  readonly repeat: number;
  readonly rate: number;
  readonly start: number;
  /** After the last step; null when none was asked for. */
  readonly end: number | null;
  readonly losses: readonly (readonly [step: number, loss: number])[];
  readonly layers: readonly LayerFlow[];
}

/** Steps between two reports of progress, and between two losses that are kept. */
const EVERY = 20;

/** Trains one net, all rows in every step. */
export async function train(
  { lab, parameters, seed }: Bench<InitialisationParameters>,
  initialisation: NamedInit,
  repeat: number,
  report: (step: number) => Promise<void>,
): Promise<Run> {
  const { width, depth, gain, samples, steps, learningRate, glorotRate } = parameters;
  const own = drawSeed(seed, repeat);
  const { x, y } = twoMoons(lab, { seed: own, samples });
  const config: MlpConfig = {
    sizes: [2, ...Array<number>(depth).fill(width), 2],
    activation: "relu",
    init: initialisation,
    ...(initialisation === "lsuv" && { initData: x }),
    seed: own,
  };
  const rate = initialisation.startsWith("glorot") ? glorotRate : learningRate;
  await report(0);
  const network = lab.mlp(config);
  try {
    scaleWeights(network, gain);
    const { loss: start, layers } = network.flow(x, y, "cross-entropy");
    const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: rate } });
    const losses: [step: number, loss: number][] = [];
    for (let step = 0; step < steps; step++) {
      const kept = step % EVERY === 0;
      if (kept) await report(step);
      const loss = trainer.step(x, y);
      if (kept) losses.push([step, loss]);
    }
    if (steps > 0) losses.push([steps, network.backward(x, y, "cross-entropy").loss]);
    return { initialisation, repeat, rate, start, end: losses.at(-1)?.[1] ?? null, losses, layers };
  } finally {
    network.dispose();
  }
}

/** The middle one of the last losses, one that is not finite counting as the worst; nothing where none was trained. */
export function medianLoss(runs: readonly Run[], chosen: (initialisation: NamedInit) => boolean): number | undefined {
  const ends = runs.flatMap(({ initialisation, end }) => (chosen(initialisation) && end !== null ? [end] : []));
  return ends.length === 0 ? undefined : median(ends.map((end) => (Number.isFinite(end) ? end : Infinity)));
}
