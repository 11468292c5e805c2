import { elementAt, lastOf } from "../../core/element.js";
import { twoMoons } from "../../data/moons.js";
import type { Activation, Gradiometer } from "../../types.js";
import { brokeDown, isNear, LN2 } from "../tools/moons.js";
import { median } from "../tools/numbers.js";
import type { Recipe } from "./rows.js";

/** What `remedies` takes; its schema says what each is. */
export interface RemedyParameters {
  rows: string[];
  seeds: number;
  steps: number;
  samples: number;
  noise: number;
  width: number;
  logits: 1 | 2;
  activation: string;
  counterpart: boolean;
}

/** One net, trained. */
export interface Run {
  readonly seed: number;
  /** ‖∂W₁‖/‖∂W_L‖ at the start. */
  readonly ratio: number;
  /** Mean square of the outputs of each hidden layer at the start. */
  readonly moments: readonly number[];
  /** Loss before the first step; NaN when there was none. */
  readonly first: number;
  /** Loss after the last step; NaN once it was. */
  readonly last: number;
  readonly largest: number;
  /** Loss every `every` steps, NaN after the end of a run that broke down. */
  readonly trace: readonly number[];
  readonly clipped: number;
  readonly nonFiniteStep: number | null;
}

/** Four of five. */
const MOST = 0.8;
/** Steps between two reports of progress, and so between two chances to stop. */
const REPORT_EVERY = 50;

/** Points of a loss curve. */
export const TRACE_POINTS = 30;

/** Trains one net on the whole batch, from a seed of its own for data and weights. */
export async function trainOne(
  lab: Gradiometer,
  recipe: Recipe,
  seed: number,
  { steps, samples, noise, width, logits, activation }: RemedyParameters,
  report: (step: number) => Promise<void>,
): Promise<Run> {
  const data = twoMoons(lab, { samples, noise, seed });
  const [y, loss] =
    logits === 1
      ? ([Float32Array.from(data.labels), "binary-cross-entropy"] as const)
      : ([data.y, "cross-entropy"] as const);
  const network = lab.mlp({
    sizes: [2, ...Array<number>(recipe.depth).fill(width), logits],
    activation: activation === "own" ? recipe.activation : (activation as Activation),
    init: recipe.init,
    skip: recipe.skip,
    seed,
  });
  try {
    const { layers } = network.flow(data.x, y, loss);
    const trainer = network.trainer({
      loss,
      optimizer: recipe.optimizer,
      ...(recipe.clip !== null && { clip: recipe.clip }),
    });
    const every = Math.max(1, Math.ceil(steps / TRACE_POINTS));
    const trace: number[] = [];
    let [first, largest, current] = [Number.NaN, 0, 0];
    for (let step = 0; step < steps; step++) {
      if (step % REPORT_EVERY === 0) await report(step);
      current = trainer.step(data.x, y);
      if (step === 0) first = current;
      if (step % every === 0) trace.push(current);
      largest = Math.max(largest, current);
      if (Number.isNaN(current)) break;
    }
    if (steps > 0) current = network.backward(data.x, y, loss).loss;
    while (trace.length * every < steps) trace.push(current);
    if (steps > 0) trace.push(current);
    return {
      seed,
      ratio: elementAt(layers, 0).weightGradient.norm / lastOf(layers).weightGradient.norm,
      moments: layers.slice(0, -1).map(({ z }) => (z.norm * z.norm) / (samples * width)),
      first,
      last: steps > 0 ? current : Number.NaN,
      largest: Number.isNaN(largest) ? Infinity : largest,
      trace,
      clipped: trainer.clippedFraction,
      nonFiniteStep: trainer.firstNonFinite?.step ?? null,
    };
  } finally {
    network.dispose();
  }
}

export const isStuck = ({ first, last }: Run): boolean => isNear(last, LN2) || isNear(last, first);
export const isCured = ({ first, last }: Run): boolean => last < first / 2;

export type Verdict = "NaN" | "cured" | "stuck" | "neither";

export const share = (runs: readonly Run[], is: (run: Run) => boolean): number => runs.filter(is).length / runs.length;

/** Share of the cured, 0 as soon as one run was not finite. */
export const safelyCured = (runs: readonly Run[]): number =>
  runs.every(({ last }) => Number.isFinite(last)) ? share(runs, isCured) : 0;

/** For 5 seeds: 4 that are broken, cured with none that is not finite, or stuck; what is both broken and stuck is broken. */
export function verdictOf(runs: readonly Run[]): Verdict {
  if (share(runs, brokeDown) >= MOST) return "NaN";
  if (safelyCured(runs) >= MOST) return "cured";
  return share(runs, isStuck) >= MOST ? "stuck" : "neither";
}

/** The middle, what is not a number counting as larger than any. */
export const middle = (values: readonly number[]): number =>
  median(values.map((value) => (Number.isNaN(value) ? Infinity : value)));
