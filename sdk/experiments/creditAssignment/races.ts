import { twoMoons } from "../../data/moons.js";
import type { Activation, Gradiometer, Init, Optimizer, Skip } from "../../types.js";
import { brokeDown } from "../tools/moons.js";

/** A net of ten hidden layers on two moons, on its way to a target loss. */
export interface RaceNet {
  readonly id: string;
  readonly name: string;
  readonly kind: "activation" | "careless" | "remedy";
  readonly activation: Activation;
  readonly init: Init;
  readonly skip: Skip;
  readonly optimizer: Optimizer;
}

const sgd = (learningRate: number): Optimizer => ({ kind: "sgd", learningRate });

/** The nets of the races: every activation at one rate, ReLU at a careless one, and remedies of the sigmoid net. */
export function raceNets({ rate, carelessRate }: { rate: number; carelessRate: number }): RaceNet[] {
  const base = { init: "glorot-uniform", skip: "none", optimizer: sgd(rate), kind: "activation" } as const;
  const sick = { ...base, activation: "sigmoid", kind: "remedy", optimizer: sgd(SICK_RATE) } as const;
  const relu = { ...base, id: "relu", name: "ReLU", activation: "relu", init: "he-normal" } as const;
  return [
    relu,
    { ...relu, id: "leaky-relu", name: "leaky ReLU", activation: "leaky-relu" },
    { ...base, id: "tanh", name: "tanh", activation: "tanh" },
    { ...base, id: "sigmoid", name: "sigmoid", activation: "sigmoid" },
    { ...relu, id: "careless", name: "ReLU, careless rate", kind: "careless", optimizer: sgd(carelessRate) },
    {
      ...sick,
      id: "sign",
      name: "sigmoid, sign",
      optimizer: { kind: "sign-sgd", learningRate: { start: 0.01, decay: 0.995 } },
    },
    { ...sick, id: "rprop", name: "sigmoid, Rprop", optimizer: { kind: "rprop", initialStep: 0.01 } },
    { ...sick, id: "scaled", name: "sigmoid, scaled skips", skip: "scaled" },
    { ...sick, id: "identity", name: "sigmoid, identity skips", skip: "identity" },
  ];
}

/** Of the remedy table. */
const SICK_RATE = 0.5;
const HIDDEN = 10;
const REPORT_EVERY = 50;

/** How a run ended. */
export interface Finish {
  /** Steps until the loss was below the target; null when it never was. */
  readonly steps: number | null;
  /** Not finite, or dead at ln 2 after an explosion. */
  readonly broken: boolean;
  readonly last: number;
}

/** Trains on the whole batch until the loss is below `target`, not a number, or `most` steps are over. */
export async function race(
  lab: Gradiometer,
  { activation, init, skip, optimizer }: RaceNet,
  { target, most, seed, width }: { target: number; most: number; seed: number; width: number },
  report: (step: number) => Promise<void>,
): Promise<Finish> {
  const data = twoMoons(lab, { seed });
  const y = Float32Array.from(data.labels);
  const network = lab.mlp({
    sizes: [2, ...Array<number>(HIDDEN).fill(width), 1],
    activation,
    init,
    skip,
    seed,
  });
  try {
    const trainer = network.trainer({ loss: "binary-cross-entropy", optimizer });
    let [last, largest] = [Number.NaN, 0];
    for (let step = 0; step < most; step++) {
      if (step % REPORT_EVERY === 0) await report(step);
      last = trainer.step(data.x, y);
      largest = Math.max(largest, last);
      if (last < target) return { steps: step, broken: false, last };
      if (Number.isNaN(last)) return { steps: null, broken: true, last };
    }
    return { steps: null, broken: brokeDown({ last, largest }), last };
  } finally {
    network.dispose();
  }
}
