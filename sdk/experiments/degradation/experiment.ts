import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { digits } from "../../data/digits.js";
import { ACTIVATION_NAMES } from "../../nn/activation.js";
import { residualGrowth } from "../../theory/index.js";
import { log10, root } from "../tools/numbers.js";
import { digitsTraining, head } from "../tools/training.js";
import type { Bench, Experiment, Measurement } from "../types.js";
import { degradationClaims } from "./claims.js";
import { degradationFigures } from "./figures.js";
import {
  type Compared,
  type DegradationParameters,
  type Family,
  insertIdentity,
  type Insertion,
  middleOf,
  type Outcome,
  skipGainOf,
  SKIPS,
  trained,
} from "./net.js";
import { insertionsTable, netsTable, signalTable } from "./tables.js";

/** ln 10, less a twentieth: nothing was learned. */
const GUESSING = 2.25;

type Find = (activation: Family["activation"], skip: Family["skip"], depth: number) => Compared | undefined;

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

function measuredClaims(
  { lab, parameters }: Bench<DegradationParameters>,
  compared: readonly Compared[],
  insertions: readonly Insertion[],
): Measurement["measured"] {
  const core = coreOf(lab);
  const { steps } = parameters;
  const [shallowest, deepest] = [Math.min(...parameters.depths), Math.max(...parameters.depths)];
  const find: Find = (activation, skip, depth) =>
    compared.find((one) => one.activation === activation && one.skip === skip && one.depth === depth);
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
    "C17.inserted": largest(insertions.map(({ different }) => different)),
    "C17.inserted-loss": largest(insertions.map(({ before: own, after }) => Math.abs(after - own))),
  };
}

const [FIVE, TWENTY] = [5, 20];

async function measure(bench: Bench<DegradationParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { activations, skips, repeats, steps, inserted, width } = parameters;
  const depths = [...parameters.depths].sort((a, b) => a - b);
  const families = activations.flatMap((activation) =>
    skips.flatMap((skip) => depths.map((depth): Family => ({ activation, skip, depth }))),
  );
  const work = (depth: number): number => (depth + 1) * (steps + 1);
  const total = repeats * families.reduce((sum, { depth }) => sum + work(depth), 0);
  const splits = await Promise.all(
    Array.from({ length: repeats }, (_, repeat) => digits(lab, { seed: seed + repeat })),
  );
  const insertions: Insertion[] = [];
  const compared: Compared[] = [];
  let done = 0;
  for (const family of families) {
    const { activation, skip, depth } = family;
    const outcomes: Outcome[] = [];
    for (const [repeat, data] of splits.entries()) {
      const label = `${activation}, ${SKIPS[skip]}, depth ${depth}: net ${repeat + 1} of ${repeats}`;
      const report = (step: number): Promise<void> => progress(done + (depth + 1) * step, total, label);
      await report(0);
      const context = { data, seed: seed + repeat, report };
      outcomes.push(
        await trained(lab, family, parameters, context, (network, outcome) => {
          const representative = activation === "relu" && skip === "none" && depth === depths[0] && repeat === 0;
          if (representative)
            for (const deeper of depths.slice(1)) {
              const layers = deeper - depth;
              insertions.push(insertIdentity(lab, network, { layers, inserted, width }, head(data.train, CHECKED)));
            }
          return outcome;
        }),
      );
      done += work(depth);
    }
    compared.push({ ...family, outcomes });
  }
  await progress(total, total, "done");
  return {
    tables: [
      netsTable(compared, steps > 0),
      ...(insertions.length > 0 ? [insertionsTable(elementAt(depths, 0), insertions)] : []),
      signalTable(compared, parameters),
    ],
    measured: measuredClaims(bench, compared, insertions),
  };
}

/** Training rows on which the net with inserted layers is compared. */
const CHECKED = 512;

/** C17: deeper in principle and in practice. */
export const degradation: Experiment<DegradationParameters> = {
  id: "degradation",
  title: "Degradation: when deeper is worse",
  question:
    "A deeper net can do all that a shallower one can. Does training find it? Plain nets and nets with skips learn to read " +
    "digits, their training and test loss side by side.",
  claims: degradationClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      depths: {
        type: "array",
        items: { type: "integer", minimum: 2, maximum: 200 },
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        default: [2, FIVE, TWENTY, 50],
        description: "numbers of hidden layers",
        unit: "layers",
      },
      activations: {
        type: "array",
        items: { type: "string", enum: ["tanh", "relu"] },
        minItems: 1,
        uniqueItems: true,
        default: ["tanh", "relu"],
        description: "of the hidden layers; Glorot's weights for tanh, He's for ReLU",
      },
      skips: {
        type: "array",
        items: { type: "string", enum: ["none", "scaled", "identity"] },
        minItems: 1,
        uniqueItems: true,
        default: ["none", "scaled", "identity"],
        description: "from hidden layer to hidden layer; scaled is 1/√blocks",
      },
      skipGain: {
        type: "number",
        minimum: 0,
        maximum: 1000,
        default: 1,
        description: "factor on what each block adds to its skip",
      },
      inserted: {
        type: "string",
        enum: ACTIVATION_NAMES,
        default: "relu",
        description: "activation of the identity layers that are inserted",
      },
      repeats: { type: "integer", minimum: 1, maximum: 99, default: 5, description: "nets of each kind" },
      width: { type: "integer", minimum: 2, maximum: 512, default: 32, description: "units of a hidden layer" },
      ...digitsTraining,
      probe: {
        type: "integer",
        minimum: 1,
        maximum: 1797,
        default: 256,
        description: "training images on which the start is measured",
      },
    },
  },
  measure,
  figures: degradationFigures,
};
