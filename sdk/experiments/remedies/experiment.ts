import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { ACTIVATION_NAMES } from "../../nn/activation.js";
import { reluForwardFactor } from "../../theory/index.js";
import { brokeDown } from "../tools/moons.js";
import { root } from "../tools/numbers.js";
import type { Bench, Experiment, Measurement } from "../types.js";
import { remedyClaims } from "./claims.js";
import { remedyFigures } from "./figures.js";
import { REMEDY_ROWS } from "./rows.js";
import {
  hasLearnt,
  isCured,
  isStuck,
  middle,
  type RemedyParameters,
  type Run,
  safelyCured,
  share,
  trainOne,
} from "./run.js";
import { curvesTable, momentsTable, seedsTable, type Treated, verdictsTable } from "./tables.js";

const IDS = REMEDY_ROWS.map(({ id }) => id);
const ODD = 5;
/** Standard deviation of the median of an odd number of normal numbers, over theirs: 1 for one, .536 for five, √(π/2n). */
const medianSpread = (n: number): number => (n === 1 ? 1 : n === ODD ? 0.536 : Math.sqrt(Math.PI / (2 * n)));

/** How far the median net's factor per layer is from the law of its width, in standard deviations of that median. */
function halving(lab: Bench<RemedyParameters>["lab"], { runs }: Treated, width: number): number {
  const links = elementAt(runs, 0).moments.length - 1;
  const law = reluForwardFactor({ width, depth: links });
  const factors = runs.map(({ moments }) =>
    root(coreOf(lab), elementAt(moments, links) / elementAt(moments, 0), links),
  );
  return (middle(factors) - law.median) / (law.std * medianSpread(runs.length));
}

function measuredClaims(
  lab: Bench<RemedyParameters>["lab"],
  treated: readonly Treated[],
  { steps, width }: RemedyParameters,
): Measurement["measured"] {
  const of = (id: string): Treated | undefined => treated.find(({ row }) => row.id === id);
  const trained = (id: string, measure: (runs: readonly Run[]) => number): number | undefined => {
    const found = steps > 0 ? of(id) : undefined;
    return found && measure(found.runs);
  };
  const sharing = (id: string, is: (run: Run) => boolean) => trained(id, (runs) => share(runs, is));
  const cured = (id: string) => trained(id, safelyCured);
  const ratio = (id: string): number | undefined => {
    const found = of(id);
    return found && middle(found.runs.map((run) => run.ratio));
  };
  const glorot = of("relu-glorot");
  const last = ({ last: value }: Run): number => value;
  return {
    "C2.stuck": sharing("sigmoid", isStuck),
    "C2.ratio": ratio("sigmoid"),
    "C19.larger-rate": cured("sigmoid-rate"),
    "C19.overshoot": trained("sigmoid-rate", (runs) => middle(runs.map(last))),
    "C25.sign": cured("sigmoid-sign"),
    "C25.rprop-unstuck": sharing("sigmoid-rprop", (run) => !isStuck(run) && Number.isFinite(run.last)),
    "C25.rprop-cured": sharing("sigmoid-rprop", isCured),
    "C17.scaled-skips": cured("sigmoid-scaled"),
    "C17.identity-skips": cured("sigmoid-identity"),
    "C27.tanh-glorot": sharing("tanh-glorot", hasLearnt),
    "C26.tanh-orthogonal": sharing("tanh-orthogonal", hasLearnt),
    "C26.exploding": sharing("relu-large", brokeDown),
    "C24.clip": cured("relu-clip"),
    "C26.stuck": sharing("relu-glorot", isStuck),
    "C15.hidden": ratio("relu-glorot"),
    "C26.halving": glorot && elementAt(glorot.runs, 0).moments.length > 1 ? halving(lab, glorot, width) : undefined,
    "C25.rprop-relu": sharing("relu-rprop", isCured),
    "C26.he": sharing("relu-he", isCured),
    "C26.orthogonal": cured("tanh-deep"),
  };
}

async function measure({ lab, parameters, seed, progress }: Bench<RemedyParameters>): Promise<Measurement> {
  const { rows, seeds, steps, counterpart, width } = parameters;
  const chosen = REMEDY_ROWS.filter(({ id }) => rows.includes(id));
  const work = (depth: number): number => (depth + 1) * (steps + 1);
  const total = chosen.reduce((sum, { recipe }) => sum + seeds * work(recipe.depth), 0);
  let done = 0;
  const treated: Treated[] = [];
  for (const row of chosen) {
    const recipe = counterpart ? { ...row.recipe, ...row.counterpart } : row.recipe;
    const runs: Run[] = [];
    for (let repeat = 0; repeat < seeds; repeat++) {
      const label = `${row.net}, ${row.treatment}: seed ${repeat + 1} of ${seeds}`;
      const report = (step: number): Promise<void> => progress(done + (recipe.depth + 1) * step, total, label);
      await report(0);
      runs.push(await trainOne(lab, recipe, seed + repeat, parameters, report));
      done += work(recipe.depth);
    }
    treated.push({ row, runs });
  }
  await progress(total, total, "done");
  const glorot = treated.find(({ row }) => row.id === "relu-glorot");
  return {
    tables: [
      verdictsTable(treated),
      seedsTable(treated),
      ...(steps > 0 ? [curvesTable(treated, steps)] : []),
      ...(glorot ? [momentsTable(coreOf(lab), glorot, width)] : []),
    ],
    measured: measuredClaims(lab, treated, parameters),
  };
}

/** C2, C15, C17, C19, C24 – C27: what cures which net, on two moons. */
export const remedies: Experiment<RemedyParameters> = {
  id: "remedies",
  title: "Remedies: what cures which net",
  question:
    "Sick nets on two moons, and what is done to them: which remedy cures which sickness, in how many of the seeds, and " +
    "what does not help?",
  claims: remedyClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      rows: {
        type: "array",
        items: { type: "string", enum: IDS },
        minItems: 1,
        uniqueItems: true,
        default: IDS,
        description: "rows of the remedy table",
      },
      seeds: { type: "integer", minimum: 1, maximum: 99, default: 5, description: "nets per row" },
      steps: {
        type: "integer",
        minimum: 0,
        maximum: 100_000,
        default: 600,
        description: "training steps on the whole batch; 0 measures the start alone",
      },
      samples: { type: "integer", minimum: 2, maximum: 100_000, default: 400, description: "points of both moons" },
      noise: { type: "number", minimum: 0, maximum: 10, default: 0.1, description: "standard deviation of the noise" },
      width: { type: "integer", minimum: 2, maximum: 512, default: 32, description: "units of a hidden layer" },
      logits: {
        type: "integer",
        enum: [1, 2],
        default: 1,
        description: "outputs: one with the logistic loss, or two with the cross-entropy",
      },
      activation: {
        type: "string",
        enum: ["own", ...ACTIVATION_NAMES],
        default: "own",
        description: "of the hidden layers: each row's own, or one for all",
      },
      counterpart: {
        type: "boolean",
        default: false,
        description: "runs a sick net without the cause of its sickness, and a cured one without its cure",
      },
    },
  },
  measure,
  figures: remedyFigures,
};
