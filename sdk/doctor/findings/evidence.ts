/** What findings read from a chart, and how they say it. */
import type { Chart } from "../chart.js";
import type { Finding, FindingId } from "../types.js";
import { hasLearnt } from "../verdict.js";
import { say } from "../words.js";

type Evidence = Omit<Finding, "id">;

/** One row of the registry. */
export interface FindingRow {
  readonly id: FindingId;
  /** What it looks at, in a few words. */
  readonly looksAt: string;
  /** Findings that it is the cause of: they are left out beside it. */
  readonly explains: readonly FindingId[];
  /** null when it is not there. */
  readonly find: (chart: Chart) => Evidence | null;
}

export const outcomeOf = ({ course, data }: Chart) => ({
  start: course.start,
  end: course.end,
  constant: data.constant,
});
export const learnt = (chart: Chart): boolean => hasLearnt(outcomeOf(chart));
export const recurrent = ({ sick }: Chart): boolean => sick.kind === "rnn";

export const first = (values: readonly number[]): number => values[0] ?? NaN;
export const last = (values: readonly number[]): number => values.at(-1) ?? NaN;
/** Signal at the far end over signal where it started; 1 where there is nothing between. */
export const ratio = (to: number, from: number): number => (to === from ? 1 : to / from);
/** From the first layer or step that has a signal: a sequence may begin with zeros. */
export const forwardRatio = ({ before: { forward } }: Chart): number =>
  ratio(last(forward), forward.find((value) => value !== 0) ?? last(forward));
export const backwardRatio = ({ before }: Chart): number => ratio(first(before.backward), last(before.backward));
export const largest = (values: readonly number[]): { value: number; index: number } => {
  const value = Math.max(0, ...values);
  return { value, index: Math.max(0, values.indexOf(value)) };
};

/** What a sentence ends with: the loss, from where to where. */
export function course(chart: Chart): string {
  const { start, end } = chart.course;
  return `the loss went from ${say(start)} to ${say(end)}, where an answer that ignores the input has ${say(chart.data.constant)}`;
}

export const losses = (chart: Chart): Record<string, number> => ({
  lossStart: chart.course.start,
  lossEnd: chart.course.end,
  lossConstant: chart.data.constant,
});

/** What was first to leave float32, and what grew until then; nothing where all stayed finite. */
export const broken = ({ course: { autopsy } }: Chart): string => (autopsy ? ` ${autopsy.sentence}` : "");

export const brokenAt = ({ course: { autopsy } }: Chart): Record<string, number> =>
  autopsy
    ? {
        firstNonFiniteStep: autopsy.step,
        firstNonFiniteLayer: autopsy.layer,
        signalGrowth: autopsy.growth.signal,
        gradientGrowth: autopsy.growth.gradient,
      }
    : {};

export const layersOf = (chart: Chart, values: readonly number[]): string =>
  recurrent(chart) ? `${values.length} steps` : `${values.length} hidden layers`;

/** What others explain: sizes that fade, and steps that do not help. */
export const LEVELS: readonly FindingId[] = ["forward-collapse", "vanishing-backward", "recurrent-lag"];
export const RATES: readonly FindingId[] = ["rate-too-small", "rate-too-large", "slow"];
