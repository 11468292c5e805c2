/** C30 – C32: nets on two moons without a norm, with layer norm and with batch norm. */
import { elementAt, lastOf } from "../../core/element.js";
import { twoMoons } from "../../data/moons.js";
import type { LabelledRows } from "../../data/rows.js";
import type { ActivationName, Gradiometer, Init, Norm } from "../../types.js";
import { brokeDown, isNear, LN2, moonsNet, trainOnMoons } from "../tools/moons.js";
import { netSeed } from "../tools/netSeed.js";
import { median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { FamilyName, NormalisationParameters } from "./parameters.js";
import type { Report } from "./wide.js";

/** Steps whose median loss is that of the end: at these rates single steps overshoot now and then. */
const LAST = 50;
/** Points of a loss curve. */
const SHOWN = 40;
/** Steps between two reports of progress. */
const REPORT_EVERY = 50;
/** Hidden layers of the nets that explode. */
const LARGE_DEPTH = 10;

const COMPARED = ["none", "layer", "batch"] as const;
type Compared = (typeof COMPARED)[number];

interface Family {
  readonly name: FamilyName;
  readonly activation: ActivationName;
  readonly init: Init;
  readonly depth: number;
  readonly learningRate: number;
}

function familiesOf({ trained, squashing, depths, deep, weightVariance }: NormalisationParameters): Family[] {
  const rows: Family[] = [
    ...depths.map((depth): Family => ({
      name: "sigmoid",
      activation: squashing,
      init: "glorot-uniform",
      depth,
      learningRate: 0.5,
    })),
    { name: "deep-relu", activation: "relu", init: "he-normal", depth: deep, learningRate: 0.1 },
    {
      name: "large-relu",
      activation: "relu",
      init: { kind: "variance", weight: weightVariance, bias: 0 },
      depth: LARGE_DEPTH,
      learningRate: 0.1,
    },
  ];
  return rows.filter(({ name }) => trained.includes(name));
}

/** What one net came to. */
interface Outcome {
  /** At the start. */
  readonly ratio: number;
  readonly alike: number;
  /** Loss before each step, and after the last; cut off behind the first that is not finite. */
  readonly losses: readonly number[];
}

/** The median of the last losses; NaN once one was not finite. */
const endOf = ({ losses }: Outcome): number =>
  Number.isFinite(lastOf(losses)) ? median(losses.slice(-LAST)) : Number.NaN;
const meanOf = ({ losses }: Outcome): number => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
/** The middle over nets; what is not finite counts as larger than any number. */
const middle = (values: readonly number[]): number =>
  median(values.map((value) => (Number.isFinite(value) ? value : Infinity)));

async function trainOne(
  lab: Gradiometer,
  family: Family,
  norm: Norm,
  { units, steps }: NormalisationParameters,
  context: { data: LabelledRows; seed: number; between: (step: number) => Promise<void> },
): Promise<Outcome> {
  const { activation, init, depth, learningRate } = family;
  const { data, seed, between } = context;
  const net = { activation, init, depth, width: units, norm, seed };
  const network = moonsNet(lab, net);
  try {
    const { layers } = network.flow(data.x, data.y, "cross-entropy", { only: ["delta"] });
    const alike = elementAt(network.correlations(data.x).layers, depth - 1).u;
    const ratio = elementAt(layers, 0).delta.norm / elementAt(layers, depth - 1).delta.norm;
    const optimizer = { kind: "sgd", learningRate } as const;
    const { losses } = await trainOnMoons(lab, net, data, { optimizer, steps, between });
    return { ratio, alike, losses };
  } finally {
    network.dispose();
  }
}

interface Trained {
  readonly family: Family;
  readonly norm: Compared;
  readonly outcomes: readonly Outcome[];
}

const nameOf = ({ activation, depth }: Family): string => `${depth} × ${activation}`;

/** Every kind of net with every norm, the same draws for each norm. */
export async function measureTrainings(bench: Bench<NormalisationParameters>, report: Report): Promise<Measurement> {
  const { lab, parameters, seed } = bench;
  const { repeats, samples, steps, epsilon } = parameters;
  const families = familiesOf(parameters);
  const data = twoMoons(lab, { samples, seed });
  const total = families.reduce((sum, { depth }) => sum + COMPARED.length * repeats * (depth + 1) * (steps + 1), 0);
  const found: Trained[] = [];
  let done = 0;
  for (const family of families) {
    for (const norm of COMPARED) {
      const outcomes: Outcome[] = [];
      for (let repeat = 0; repeat < repeats; repeat++) {
        const label = `${nameOf(family)}, norm ${norm}: net ${repeat + 1} of ${repeats}`;
        const context = {
          data,
          seed: netSeed(seed, repeat),
          between: async (step: number): Promise<void> => {
            if (step % REPORT_EVERY === 0) await report(done + (family.depth + 1) * step, total, label);
          },
        };
        const built: Norm = norm === "none" ? norm : { kind: norm, epsilon };
        outcomes.push(await trainOne(lab, family, built, parameters, context));
        done += (family.depth + 1) * (steps + 1);
      }
      found.push({ family, norm, outcomes });
    }
  }
  return {
    tables: [outcomesTable(found), curvesTable(found, steps)],
    measured: steps > 0 ? measuredClaims(found) : {},
  };
}

function outcomesTable(found: readonly Trained[]): Measurement["tables"][number] {
  return table(
    "two moons: trained nets",
    [
      "net",
      "weights",
      "norm",
      ["loss at the end", "nats"],
      ["lowest", "nats"],
      ["highest", "nats"],
      ["mean loss over the steps", "nats"],
      "not finite",
      "‖δ₁‖/‖δ_L‖ at the start",
      "mean cosine of two rows in the last hidden layer, at the start",
      "nets",
    ],
    found.map(({ family, norm, outcomes }): Cell[] => {
      const ends = outcomes.map((one) => (Number.isFinite(endOf(one)) ? endOf(one) : Infinity));
      return [
        nameOf(family),
        typeof family.init === "string" ? family.init : "large",
        norm,
        middle(ends),
        Math.min(...ends),
        Math.max(...ends),
        middle(outcomes.map(meanOf)),
        ends.filter((loss) => loss === Infinity).length,
        median(outcomes.map(({ ratio }) => ratio)),
        median(outcomes.map(({ alike }) => alike)),
        outcomes.length,
      ];
    }),
  );
}

/** The median loss at some steps, as far as there is one. */
function curvesTable(found: readonly Trained[], steps: number): Measurement["tables"][number] {
  const every = Math.max(1, Math.ceil(steps / SHOWN));
  const shown = Array.from({ length: Math.floor(steps / every) + 1 }, (_, index) => index * every);
  return table(
    "loss on the way, median of the nets",
    ["net", "weights", "norm", ["step", "steps"], ["loss", "nats"]],
    found.flatMap(({ family, norm, outcomes }) =>
      shown.map((step): Cell[] => [
        nameOf(family),
        typeof family.init === "string" ? family.init : "large",
        norm,
        step,
        middle(outcomes.map(({ losses }) => losses[step] ?? Infinity)),
      ]),
    ),
  );
}

function measuredClaims(found: readonly Trained[]): Measurement["measured"] {
  const of = (name: FamilyName, norm: Compared): Trained[] =>
    found.filter(({ family, norm: own }) => family.name === name && own === norm);
  const worst = (nets: readonly Trained[]): number | undefined =>
    nets.length === 0 ? undefined : nets.reduce((most, { outcomes }) => Math.max(most, middle(outcomes.map(endOf))), 0);
  const share = (nets: readonly Trained[], is: (outcome: Outcome) => boolean): number | undefined => {
    const all = nets.flatMap(({ outcomes }) => outcomes);
    return all.length === 0 ? undefined : all.filter(is).length / all.length;
  };
  const isStuck = (outcome: Outcome): boolean => isNear(endOf(outcome), LN2);
  const hasBroken = ({ losses }: Outcome): boolean =>
    brokeDown({ last: lastOf(losses), largest: losses.reduce((most, loss) => Math.max(most, loss), 0) });
  const meanLoss = (nets: readonly Trained[]): number | undefined =>
    nets.length === 0 ? undefined : middle(nets.flatMap(({ outcomes }) => outcomes.map(meanOf)));
  return {
    "C30.none": share(of("sigmoid", "none"), isStuck),
    "C30.layer": share(of("sigmoid", "layer"), isStuck),
    "C30.batch": worst(of("sigmoid", "batch")),
    "C30.cures": worst([...of("sigmoid", "layer"), ...of("sigmoid", "batch")]),
    "C31.trains": worst(of("deep-relu", "batch")),
    "C31.stuck": meanLoss(of("deep-relu", "layer")),
    "C31.enough": meanLoss(of("deep-relu", "layer")),
    "C32.none": share(of("large-relu", "none"), hasBroken),
    "C32.layer": worst(of("large-relu", "layer")),
    "C32.batch": worst(of("large-relu", "batch")),
  };
}
