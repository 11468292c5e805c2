/** What findings read from an observation, and how they say it. */
import { normRatio } from "../growth.js";
import type { Observation } from "../observation.js";
import type { Finding, FindingId } from "../types.js";
import { hasLearnt } from "../verdict.js";
import { say } from "../words.js";

/** What a row found. `weak`: too little to accuse a net of; it is named only when a remedy of its own proves it. */
export type Evidence = Omit<Finding, "id" | "proof"> & { weak?: boolean };

/** One row of the registry. */
export interface FindingRow {
  readonly id: FindingId;
  /** What it looks at, in a few words. */
  readonly looksAt: string;
  /** The cause in plain words, the end of "… does not learn because". */
  readonly because: string;
  /** Findings that it is the cause of: they are left out beside it. */
  readonly explains: readonly FindingId[];
  /** A fact of configuration and data, which no trial can refute. */
  readonly certain?: boolean;
  /** Named at first sight, but it stands only when a remedy of its own did better. */
  readonly needsProof?: boolean;
  /** null when it is not there. */
  readonly find: (seen: Observation) => Evidence | null;
}

export const outcomeOf = ({ run, data }: Observation) => ({
  start: run.start,
  end: run.end,
  constant: data.constant,
});
export const learnt = (seen: Observation): boolean => hasLearnt(outcomeOf(seen));
export const recurrent = ({ subject }: Observation): boolean => subject.kind === "rnn";

export const first = (values: readonly number[]): number => values[0] ?? NaN;
export const last = (values: readonly number[]): number => values.at(-1) ?? NaN;
/** Signal at the far end over signal where it started; 1 where there is nothing between. */
export const ratio = (to: number, from: number): number => (to === from ? 1 : to / from);
/** From the first layer or step that has a signal: a sequence may begin with zeros. */
export const forwardRatio = ({ before: { forward } }: Observation): number =>
  ratio(last(forward), forward.find((value) => value !== 0) ?? last(forward));
/** Without what a norm does by itself, which hurts no training. */
export const backwardRatio = ({ before, subject }: Observation): number =>
  ratio(first(before.backward), last(before.backward)) / Math.max(normRatio(subject), 1);
export const largest = (values: readonly number[]): { value: number; index: number } => {
  const value = Math.max(0, ...values);
  return { value, index: Math.max(0, values.indexOf(value)) };
};

/** What a sentence ends with: the loss, from where to where. */
export function course(seen: Observation): string {
  const { start, end } = seen.run;
  return `the loss went from ${say(start)} to ${say(end)}; an answer that ignores the input has ${say(seen.data.constant)}`;
}

export const losses = (seen: Observation): Record<string, number> => ({
  lossStart: seen.run.start,
  lossEnd: seen.run.end,
  lossConstant: seen.data.constant,
});

/** What was first to leave float32, and what grew until then; nothing where all stayed finite. */
export const broken = ({ run: { autopsy } }: Observation): string => (autopsy ? ` ${autopsy.sentence}` : "");

export const brokenAt = ({ run: { autopsy } }: Observation): Record<string, number> =>
  autopsy
    ? {
        firstNonFiniteStep: autopsy.step,
        firstNonFiniteLayer: autopsy.layer,
        signalGrowth: autopsy.growth.signal,
        gradientGrowth: autopsy.growth.gradient,
      }
    : {};

export const layersOf = (seen: Observation, values: readonly number[]): string =>
  recurrent(seen) ? `${values.length} steps` : `${values.length} hidden layers`;

/** What others explain: sizes that fade, and steps that do not help. */
export const LEVELS: readonly FindingId[] = ["forward-collapse", "vanishing-backward", "recurrent-lag"];
export const RATES: readonly FindingId[] = ["rate-too-small", "rate-too-large", "slow", "capacity"];
/** What follows from numbers that are too large for the initialisation. */
export const UNITS: readonly FindingId[] = ["saturation", "dying", "flat-output"];
