import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { bands } from "../../theory/bands.js";
import { exp } from "../../theory/elementary.js";
import { reluForwardFactor } from "../../theory/finiteWidth.js";
import { meanField } from "../../theory/meanField.js";
import { resolveActivation } from "../../nn/activation.js";
import { spread } from "../tools/draws.js";
import { median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import { RANDOM } from "../tools/initialisations.js";
import type { Bench, Cell, Experiment, Measurement, Table } from "../types.js";
import { initialisationClaims } from "./claims.js";
import { initialisationFigures } from "./figures.js";
import { CRITICAL, errorFactors, linearSpectrum, logFactors, lsuvVariances } from "./signal.js";
import { type InitialisationParameters, medianLoss, type Run, train } from "./training.js";

type Parts = Bench<InitialisationParameters>;

/** The depth that "2⁻¹⁵" speaks of, and the width that ".46" does. */
const DEPTH = 30;
/** The nets on which the gradient's factor is measured. */
const CHI = { width: 128, depth: 24, count: 6 } as const;

function layersTable(runs: readonly Run[], { width, samples }: InitialisationParameters): Table {
  const rows = runs
    .filter(({ repeat }) => repeat === 0)
    .flatMap(({ initialisation, layers }) => {
      const first = elementAt(layers, 0).z.norm;
      return layers.slice(0, -1).map(({ z, delta, weightGradient, dead }, index): Cell[] => {
        const rms = z.norm / Math.sqrt(samples * width);
        return [initialisation, index + 1, rms, z.norm / first, delta.norm, weightGradient.norm, dead];
      });
    });
  const headings = ["initialisation", "layer", "RMS of z", "over layer 1", "‖δ‖", "‖∂W‖", "dead"];
  return table("layers before training", headings, rows);
}

/** What theory says of the column "over layer 1" with Glorot's variance. */
function theoryTable({ width, depth }: InitialisationParameters): Table {
  const name = "theory of Glorot's ReLU signal, standard deviation over layer 1";
  const headings = ["layer", "infinite width", "median at this width", "2 s.d. below", "2 s.d. above"];
  if (depth < 2) return table(name, headings, []);
  const { mean, std } = bands({
    widths: Array<number>(depth).fill(width),
    activation: "relu",
    weightVariance: 1,
  }).forward;
  return table(
    name,
    headings,
    Array.from(mean, (line, index) => [
      index + 1,
      exp(-0.5 * index * Math.LN2),
      exp(line / 2),
      exp(line / 2 - std[index]!),
      exp(line / 2 + std[index]!),
    ]),
  );
}

/** The halving: one number per net, wide ones and narrow ones. */
async function measureSignal({ lab, parameters, seed, progress }: Parts, total: number): Promise<Measurement> {
  const { depth, gain, wideWidth, wideNets, narrowWidth, narrowNets } = parameters;
  const kinds = [
    { kind: "wide", width: wideWidth, nets: wideNets },
    { kind: "narrow", width: narrowWidth, nets: narrowNets },
  ] as const;
  const rows: Cell[][] = [];
  const logs: Record<"wide" | "narrow", number[]> = { wide: [], narrow: [] };
  for (const [place, { kind, width, nets }] of kinds.entries()) {
    for (let from = 0; from < nets; from++) {
      if (from % Math.ceil(nets / 4) === 0) await progress(place, total, `signal through ${kind} nets`);
      logs[kind].push(...logFactors(lab, { width, depth, gain, seed, from, count: 1 }));
    }
    const factors = logs[kind].map(exp);
    const own = reluForwardFactor({ width, depth, weightVariance: gain * gain });
    rows.push([
      kind,
      width,
      nets,
      ...[exp(spread(logs[kind]).mean), median(factors), spread(factors).std],
      ...[own.mean, own.median, own.std],
    ]);
  }
  const octaves = (0.5 * depth * spread(logs.wide).mean) / Math.LN2;
  const narrow = logs.narrow.map(exp);
  return {
    tables: [
      table(
        `factor per layer of a ReLU signal with Glorot's variance, ${depth} layers`,
        [
          "nets",
          ["width", "units"],
          ["count", "nets"],
          ...["geometric mean", "median", "standard deviation", "infinite width", "theory: median"],
          "theory: standard deviation",
        ],
        rows,
      ),
    ],
    measured: {
      "C26.halving": exp(spread(logs.wide).mean),
      "C26.thirty": depth === DEPTH ? octaves : undefined,
      "C26.narrow": median(narrow),
      "C26.narrow-half": median(narrow),
      "C26.scatter": depth === DEPTH ? spread(narrow).std : undefined,
    },
  };
}

/** LSUV's variances, orthogonal weights from end to end, the critical points. */
async function measurePromises({ lab, parameters, seed, progress }: Parts, at: number, total: number) {
  const { width, depth, gain, samples } = parameters;
  await progress(at, total, "what LSUV, orthogonal and critical promise");
  const sizes = [2, ...Array<number>(depth).fill(width), 2];
  const variances = lsuvVariances(lab, { sizes, gain, seed, samples });
  const ends = (["orthogonal", "lecun-normal"] as const).map((init) => ({
    init,
    ...linearSpectrum(lab, { init, width, depth, gain, seed }),
  }));
  const core = coreOf(lab);
  const rows: Cell[][] = [];
  let sigmoid = NaN;
  for (const activation of CRITICAL) {
    for (const init of ["lecun-normal", "critical"] as const) {
      await progress(at, total, `gradients through ${activation} nets, ${init}`);
      const { mean, std } = spread(errorFactors(core, { ...CHI, activation, init, gain, seed }));
      const { critical, alpha } = resolveActivation(activation);
      const weightVariance = (init === "critical" ? critical(alpha)!.weight : 1) * gain * gain;
      const theory = meanField({ activation, weightVariance, biasVariance: 0 }).chi;
      rows.push([activation, init, weightVariance, exp(mean), exp(mean) * std, theory]);
      if (activation === "sigmoid" && init === "critical") sigmoid = exp(mean);
    }
  }
  const distance = (values: Iterable<number>): number =>
    [...values].reduce((most, value) => Math.max(most, Math.abs(value - 1)), 0);
  return {
    tables: [
      table(
        `gradients through wide nets: factor per layer of ‖δ‖² (${CHI.width} units, ${CHI.count} nets)`,
        ["activation", "initialisation", "σ_w²", "measured", "from net to net ±", "theory: χ₁"],
        rows,
      ),
      table(
        "LSUV: variance of the pre-activations",
        ["layer", "variance of u"],
        variances.map((variance, index) => [index + 1, variance]),
      ),
      table(
        `singular values of a linear net of ${depth} layers, end to end`,
        ["place", ...ends.map(({ init }) => [init, "log₁₀"] as const)],
        Array.from({ length: width }, (_, index) => [index + 1, ...ends.map(({ logs }) => logs[index]!)]),
      ),
    ],
    measured: {
      "C26.lsuv": distance(variances),
      "C26.orthogonal": distance(elementAt(ends, 0).values),
      "C26.critical": sigmoid,
    },
  } satisfies Measurement;
}

async function measure(bench: Parts): Promise<Measurement> {
  const { parameters, progress } = bench;
  const { initialisations, steps, repeats } = parameters;
  const before = 3; // two kinds of nets, and the promises
  const total = before + initialisations.length * repeats;
  const signal = await measureSignal(bench, total);
  const promises = await measurePromises(bench, before - 1, total);
  const runs: Run[] = [];
  for (const initialisation of initialisations) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const done = before + runs.length;
      const report = (step: number): Promise<void> =>
        progress(done + step / (steps + 1), total, `${initialisation}, run ${repeat + 1}, step ${step}`);
      runs.push(await train(bench, initialisation, repeat, report));
    }
  }
  await progress(total, total, "done");
  const trained = runs.filter(({ end }) => end !== null);
  const training = [
    table(
      "training on two moons",
      ["initialisation", "run", "learning rate", ["loss at the start", "nats"], ["loss at the end", "nats"]],
      trained.map(({ initialisation, repeat, rate, start, end }) => [initialisation, repeat + 1, rate, start, end]),
    ),
    table(
      "loss over the steps",
      ["initialisation", "run", ["step", "steps"], ["loss", "nats"]],
      trained.flatMap(({ initialisation, repeat, losses }) =>
        losses.map(([step, loss]): Cell[] => [initialisation, repeat + 1, step, loss]),
      ),
    ),
  ];
  return {
    tables: [
      ...signal.tables,
      ...(trained.length > 0 ? training : []),
      layersTable(runs, parameters),
      theoryTable(parameters),
      ...promises.tables,
    ],
    measured: {
      ...signal.measured,
      "C26.stuck": medianLoss(runs, (name) => name.startsWith("glorot")),
      "C26.trains": medianLoss(runs, (name) => name === "he-normal"),
      ...promises.measured,
    },
  };
}

const units = { type: "integer", minimum: 2, maximum: 1024, unit: "units" } as const;
const rate = { type: "number", exclusiveMinimum: 0, maximum: 1000 } as const;

/** C26: what the first numbers in a net decide. */
export const initialisation: Experiment<InitialisationParameters> = {
  id: "initialisation",
  title: "Initialisation: the same net, stuck or learning",
  question:
    "Why does a deep ReLU net with Glorot's weights not learn at all, while with He's, twice as large in variance, it does, " +
    "and do the other initialisations keep what they promise?",
  claims: initialisationClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      initialisations: {
        type: "array",
        items: { type: "string", enum: RANDOM },
        minItems: 1,
        uniqueItems: true,
        default: ["glorot-uniform", "he-normal", "orthogonal", "lsuv"],
        description: "of the ReLU nets that are trained on two moons; biases start at zero",
      },
      width: { ...units, default: 32, description: "units of a hidden layer of the nets that are trained" },
      depth: {
        type: "integer",
        minimum: 2,
        maximum: 200,
        default: 30,
        description: "hidden layers, of the nets through which signals are sent too",
        unit: "layers",
      },
      gain: { type: "number", minimum: 0.001, maximum: 100, default: 1, description: "factor on every initial weight" },
      samples: { type: "integer", minimum: 10, maximum: 10_000, default: 160, description: "points of the two moons" },
      steps: {
        type: "integer",
        minimum: 0,
        maximum: 100_000,
        default: 400,
        description: "training steps with all points; 0 measures the start alone",
      },
      learningRate: { ...rate, default: 0.02, description: "of plain SGD" },
      glorotRate: {
        ...rate,
        default: 0.1,
        description: "the same for Glorot's weights: larger, so that a small rate is not to blame",
      },
      repeats: { type: "integer", minimum: 1, maximum: 99, default: 3, description: "runs an initialisation" },
      wideWidth: { ...units, default: 256, description: "units per layer of the wide nets without training" },
      wideNets: { type: "integer", minimum: 2, maximum: 10_000, default: 8, description: "wide nets", unit: "nets" },
      narrowWidth: { ...units, default: 32, description: "units per layer of the narrow nets without training" },
      narrowNets: {
        type: "integer",
        minimum: 2,
        maximum: 10_000,
        default: 100,
        description: "narrow nets",
        unit: "nets",
      },
    },
  },
  measure,
  figures: initialisationFigures,
};
