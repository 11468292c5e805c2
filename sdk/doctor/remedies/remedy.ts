import { rectifies } from "../../nn/activation.js";
import type { Activation } from "../../types.js";
import type { Observation } from "../observation.js";
import { without } from "../without.js";
import type { Case } from "../patient.js";
import type { FindingId } from "../types.js";

/** How likely it is to help, from 1 to 3; from 2 on it is a test of the finding. */
export type Likelihood = 1 | 2 | 3;

/** One row of the registry: one change. */
export interface Remedy {
  readonly id: string;
  /** The change in words, as an order: "draw the weights …". */
  change(subject: Case, seen: Observation | null): string;
  /** Changes how often each answer occurs: its losses are of other data than the patient's. */
  readonly resamples?: boolean;
  /** Suits any net: tried on top of a change that took a symptom away and did nothing by itself. */
  readonly companion?: boolean;
  readonly helps: Readonly<Partial<Record<FindingId, Likelihood>>>;
  /**
   * The case with the change; null where it cannot be made or is there already.
   *
   * @param seen  what was observed of the case; null where it has not been trained.
   */
  apply(subject: Case, seen: Observation | null): Case | null;
}

/** φ of the hidden layers; none of a recurrent net whose cell brings its own. */
export const hiddenOf = ({ kind, config }: Case): readonly Activation[] =>
  kind === "rnn" ? (config.activation === undefined ? [] : [config.activation]) : config.activation.slice(0, -1);

/** Whether all hidden layers are of the ReLU kind. */
export const rectified = (subject: Case): boolean => hiddenOf(subject).length > 0 && hiddenOf(subject).every(rectifies);

/** Whether the loss is a squared error: targets are then numbers on a scale of their own. */
export const isRegression = ({ training: { loss } }: Case): boolean =>
  loss === "mean-squared-error" || loss === "sum-squared-error";

/** A case that starts from its initialisation again: given parameters do not fit a changed network. */
export function fresh<C extends Case>(subject: C): Omit<C, "parameters"> {
  return without(subject, "parameters");
}
