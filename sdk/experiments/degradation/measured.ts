import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { residualGrowth } from "../../theory/index.js";
import { log10, root } from "../tools/numbers.js";
import type { Bench, Measurement } from "../types.js";
import {
  type Compared,
  type DegradationParameters,
  type Family,
  type Insertion,
  middleOf,
  type NormName,
  type Outcome,
  skipGainOf,
} from "./net.js";

/** The depths between which degradation begins. */
export const [FIVE, TWENTY] = [5, 20];

/** ln 10, less a twentieth: nothing was learned. */
const GUESSING = 2.25;

type Find = (
  activation: Family["activation"],
  skip: Family["skip"],
  depth: number,
  norm?: Family["norm"],
) => Compared | undefined;

/** One number of both kinds of plain nets, or of those that there are. */
function plain(
  find: Find,
  [from, to]: readonly [number, number],
  compare: (shallow: readonly Outcome[], deep: readonly Outcome[]) => number,
): number[] {
  return (["tanh", "relu"] as const).flatMap((activation) => {
    const [shallow, deep] = [find(activation, "none", from), find(activation, "none", to)];
    return shallow && deep && shallow !== deep ? [compare(shallow.outcomes, deep.outcomes)] : [];
  });
}

const smallest = (values: readonly number[]): number | undefined =>
  values.length > 0 ? values.reduce((least, value) => Math.min(least, value)) : undefined;
const largest = (values: readonly number[]): number | undefined =>
  values.length > 0 ? values.reduce((most, value) => Math.max(most, value)) : undefined;

/** The number of each claim. */
export function measuredClaims(
  { lab, parameters }: Bench<DegradationParameters>,
  compared: readonly Compared[],
  insertions: readonly Insertion[],
): Measurement["measured"] {
  const core = coreOf(lab);
  const { steps } = parameters;
  const [shallowest, deepest] = [Math.min(...parameters.depths), Math.max(...parameters.depths)];
  const find: Find = (activation, skip, depth, norm = "none") =>
    compared.find(
      (one) => one.activation === activation && one.skip === skip && one.depth === depth && one.norm === norm,
    );
  const training = (outcomes: readonly Outcome[]): number => middleOf(outcomes, (one) => one.training);
  const gap = (outcomes: readonly Outcome[]): number => middleOf(outcomes, (one) => one.test - one.training);
  const loss = (activation: Family["activation"], depth: number): number | undefined => {
    const found = find(activation, "none", depth);
    return found && training(found.outcomes);
  };
  const ends = [shallowest, deepest] as const;
  const exploding = find("relu", "identity", deepest);
  const before = find("relu", "identity", shallowest);
  const level = find("relu", "scaled", deepest);
  const growth = (outcome: Outcome): number => lastOf(outcome.moments) / elementAt(outcome.moments, 0);
  const start = (outcomes: readonly Outcome[]): number => middleOf(outcomes, (one) => one.start);
  const scaled = (["tanh", "relu"] as const).flatMap((activation) => {
    const first = find(activation, "scaled", shallowest);
    return first
      ? compared
          .filter((one) => one.activation === activation && one.skip === "scaled" && one.depth > shallowest)
          .map(({ outcomes }) => training(outcomes) / training(first.outcomes))
      : [];
  });
  /** Of both kinds of nets with a norm, or those that there are. */
  const normed = (norm: NormName, of: (deep: number, shallow: number) => number): number[] =>
    (["tanh", "relu"] as const).flatMap((activation) => {
      const [shallow, deep] = ends.map((depth) => find(activation, "none", depth, norm));
      return shallow && deep && shallow !== deep ? [of(training(deep.outcomes), training(shallow.outcomes))] : [];
    });
  const batchTanh = find("tanh", "none", deepest, "batch");
  const learned = steps > 0;
  return {
    "C17.shallow": learned ? loss("tanh", shallowest) : undefined,
    "C17.plain-tanh": learned ? loss("tanh", deepest) : undefined,
    "C17.plain-relu": learned ? loss("relu", deepest) : undefined,
    "C17.at-twenty": learned
      ? smallest(plain(find, [FIVE, TWENTY], (shallow, deep) => training(deep) / training(shallow)))
      : undefined,
    "C17.deeper-better": learned
      ? largest(plain(find, ends, (shallow, deep) => training(deep) / training(shallow)))
      : undefined,
    "C17.underfits": learned
      ? smallest(plain(find, ends, (shallow, deep) => training(deep) - training(shallow) - (gap(deep) - gap(shallow))))
      : undefined,
    "C17.scaled": learned ? largest(scaled) : undefined,
    "C17.explodes":
      exploding && before && exploding !== before
        ? log10(core, start(exploding.outcomes) / start(before.outcomes))
        : undefined,
    "C17.not-trained":
      exploding && learned
        ? exploding.outcomes.filter((one) => !(one.training < GUESSING)).length / exploding.outcomes.length
        : undefined,
    "C17.doubles": exploding && root(core, middleOf(exploding.outcomes, growth), deepest - 1),
    "C17.level":
      level && middleOf(level.outcomes, growth) / residualGrowth({ gain: skipGainOf(level, 1), depth: deepest - 1 }),
    "C17.norms": learned
      ? largest([
          ...normed("layer", (deep, shallow) => deep / shallow),
          ...normed("batch", (deep, shallow) => deep / shallow),
        ])
      : undefined,
    "C17.layer": learned ? smallest(normed("layer", (deep) => deep)) : undefined,
    "C17.batch-tanh": learned && batchTanh ? training(batchTanh.outcomes) : undefined,
    "C17.inserted": largest(insertions.map(({ different }) => different)),
    "C17.inserted-loss": largest(insertions.map(({ before: own, after }) => Math.abs(after - own))),
  };
}
