import { elementAt } from "../../core/element.js";
import { digits } from "../../data/digits.js";
import { ACTIVATION_NAMES } from "../../nn/activation.js";
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
  kindOf,
  type Outcome,
  trained,
} from "./net.js";
import { FIVE, measuredClaims, TWENTY } from "./measured.js";
import { insertionsTable, netsTable, signalTable } from "./tables.js";

async function measure(bench: Bench<DegradationParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { activations, skips, norms, repeats, normRepeats, steps, inserted, width } = parameters;
  const depths = [...parameters.depths].sort((a, b) => a - b);
  const families = activations.flatMap((activation) =>
    [
      ...skips.map((skip) => ({ skip, norm: "none" }) as const),
      ...norms.map((norm) => ({ skip: "none", norm }) as const),
    ].flatMap((between) => depths.map((depth): Family => ({ activation, ...between, depth }))),
  );
  const netsOf = ({ norm }: Family): number => (norm === "none" ? repeats : normRepeats);
  const work = (depth: number): number => (depth + 1) * (steps + 1);
  const total = families.reduce((sum, family) => sum + netsOf(family) * work(family.depth), 0);
  const splits = await Promise.all(
    Array.from({ length: Math.max(repeats, normRepeats) }, (_, repeat) => digits(lab, { seed: seed + repeat })),
  );
  const insertions: Insertion[] = [];
  const compared: Compared[] = [];
  let done = 0;
  for (const family of families) {
    const { activation, skip, norm, depth } = family;
    const outcomes: Outcome[] = [];
    for (const [repeat, data] of splits.slice(0, netsOf(family)).entries()) {
      const label = `${activation}, ${kindOf(family)}, depth ${depth}: net ${repeat + 1} of ${netsOf(family)}`;
      const report = (step: number): Promise<void> => progress(done + (depth + 1) * step, total, label);
      await report(0);
      const context = { data, seed: seed + repeat, report };
      outcomes.push(
        await trained(lab, family, parameters, context, (network, outcome) => {
          const first = depth === depths[0] && repeat === 0;
          const representative = activation === "relu" && skip === "none" && norm === "none" && first;
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
    "A deeper net can do all that a shallower one can. Does training find it? Plain nets, nets with skips and nets with norms learn " +
    "to read digits, their training and test loss side by side.",
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
      norms: {
        type: "array",
        items: { type: "string", enum: ["layer", "batch"] },
        uniqueItems: true,
        default: ["layer", "batch"],
        description: "norms of nets without skips that are compared with them",
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
      normRepeats: {
        type: "integer",
        minimum: 1,
        maximum: 99,
        default: 3,
        description: "nets of each kind with a norm",
      },
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
