import { coreOf } from "../core/create.js";
import { digits } from "../data/digits.js";
import { twoMoons } from "../data/moons.js";
import type { LabelledRows } from "../data/rows.js";
import { ACTIVATION_NAMES } from "../nn/activation.js";
import type { ActivationName, Flow, LayerFlow, Stats } from "../types.js";
import { gradientHistogramClaims } from "./gradientHistogramsClaims.js";
import { root } from "./numbers.js";
import type { NamedInit } from "./sweepNet.js";
import { table } from "./table.js";
import { head, lastMean, train } from "./training.js";
import type { Bench, Cell, Experiment, Measurement, Table } from "./types.js";

interface GradientHistogramsParameters {
  data: "digits" | "two-moons";
  width: number;
  layers: number;
  activation: ActivationName;
  old: "standard" | "glorot-uniform";
  normalised: "standard" | "glorot-uniform";
  steps: number;
  batch: number;
  learningRate: number;
  probe: number;
  bins: number;
}

/** The flow through the hidden layers of one net at one moment. */
interface Moment {
  readonly role: "old" | "normalised";
  readonly initialisation: NamedInit;
  /** Training steps before it. */
  readonly steps: number;
  /** Of the probe. */
  readonly loss: number;
  readonly layers: readonly LayerFlow[];
}

/** Batches over which the training loss is averaged. */
const LAST_LOSSES = 5;

const variance = ({ std }: Stats): number => std * std;

/** First hidden layer over last hidden layer. */
const overLayers = ({ layers }: Moment, of: (layer: LayerFlow) => number): number => of(layers[0]!) / of(layers.at(-1)!);

/** RMS of the entries: the norm alone would compare matrices of different sizes. */
function rms({ norm }: Stats, fanIn: number, fanOut: number): number {
  return norm / Math.sqrt(fanIn * fanOut);
}

function histogramTable(name: string, moments: readonly Moment[], of: (layer: LayerFlow) => Stats): Table {
  const rows = moments.flatMap(({ initialisation, steps, layers }) =>
    layers.flatMap((layer, index): Cell[][] => {
      const { from, to, counts } = of(layer).histogram!;
      const width = (to - from) / counts.length;
      const all = counts.reduce((sum, count) => sum + count, 0);
      return Array.from(counts, (count, bin) => [
        initialisation,
        steps,
        index + 1,
        from + (bin + 0.5) * width,
        all > 0 ? count / all : 0,
      ]);
    }),
  );
  return table(name, ["initialisation", "steps before", "hidden layer", "value", "share"], rows);
}

async function measure({ lab, parameters, seed, progress }: Bench<GradientHistogramsParameters>): Promise<Measurement> {
  const core = coreOf(lab);
  const { data: source, width, layers: hidden, activation, steps, batch, learningRate, bins } = parameters;
  const data: LabelledRows = source === "digits" ? digits(lab, { seed }).train : twoMoons(lab, { seed });
  const probe = head(data, parameters.probe);
  const inputs = data.x.length / data.count;
  const classes = data.y.length / data.count;
  const sizes = [inputs, ...Array<number>(hidden).fill(width), classes];

  const total = 2 * (steps + 1);
  const moments: Moment[] = [];
  const trainingLoss: Record<Moment["role"], number> = { old: Number.NaN, normalised: Number.NaN };
  for (const [index, role] of (["old", "normalised"] as const).entries()) {
    const initialisation = parameters[role];
    const report = (step: number): Promise<void> => progress(index * (steps + 1) + step, total, `${initialisation}, step ${step}`);
    await report(0);
    const network = lab.mlp({ sizes, activation, init: initialisation, seed });
    try {
      const look = (before: number): void => {
        const { loss, layers }: Flow = network.flow(probe.x, probe.y, "cross-entropy", { bins });
        moments.push({ role, initialisation, steps: before, loss, layers: layers.slice(0, hidden) });
      };
      const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate } });
      look(0);
      if (steps === 0) continue;
      const losses = await train(core, trainer, data, { steps, batch, seed, between: report });
      trainingLoss[role] = lastMean(losses, LAST_LOSSES);
      look(steps);
    } finally {
      network.dispose();
    }
  }
  await progress(total, total, "done");

  const gradientRms = (layer: LayerFlow, index: number): number => rms(layer.weightGradient, sizes[index]!, sizes[index + 1]!);
  const summary = moments.flatMap(({ initialisation, steps: before, layers, loss }) =>
    layers.map((layer, index) => [
      initialisation,
      before,
      index + 1,
      layer.z.std,
      variance(layer.delta),
      gradientRms(layer, index),
      layer.updateToWeight,
      layer.saturated,
      loss,
    ]),
  );
  const moment = (role: Moment["role"], trained: boolean): Moment | undefined =>
    moments.find((one) => one.role === role && one.steps > 0 === trained);
  const fall = (one: Moment): number => overLayers(one, ({ delta }) => variance(delta));
  const old = moment("old", false)!;
  const normalised = moment("normalised", false)!;
  const oldTrained = moment("old", true);
  const normalisedTrained = moment("normalised", true);
  const onDigits = source === "digits";
  return {
    tables: [
      table(
        "layers",
        ["initialisation", "steps before", "hidden layer", "std of z", "variance of δ", "RMS of ∂W", "update/weight", "saturated", "loss"],
        summary,
      ),
      histogramTable("histograms of activations z", moments, ({ z }) => z),
      histogramTable("histograms of back-propagated gradients δ", moments, ({ delta }) => delta),
      histogramTable("histograms of weight gradients ∂W", moments, ({ weightGradient }) => weightGradient),
    ],
    measured: {
      "C15.standard": fall(old),
      "C15.third": hidden > 1 ? root(core, fall(old), hidden - 1) : undefined,
      "C15.normalised": onDigits ? fall(normalised) : undefined,
      "C15.normalised-moons": onDigits ? undefined : fall(normalised),
      "C15.weight-gradients": gradientRms(old.layers[0]!, 0) / gradientRms(old.layers.at(-1)!, hidden - 1),
      "C15.during": onDigits && oldTrained && normalisedTrained ? fall(oldTrained) / fall(normalisedTrained) : undefined,
      "C15.learning": onDigits && steps > 0 ? trainingLoss.old / trainingLoss.normalised : undefined,
    },
  };
}

const initialisation = { type: "string", enum: ["standard", "glorot-uniform"] } as const;

/** C15: Glorot & Bengio's three figures. */
export const gradientHistograms: Experiment<GradientHistogramsParameters> = {
  id: "gradient-histograms",
  title: "Histograms of activations and gradients, layer by layer",
  question:
    "What do activations, back-propagated gradients and weight gradients look like in each layer under the old and the " +
    "normalised initialisation, before and during training?",
  claims: gradientHistogramClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      data: { type: "string", enum: ["digits", "two-moons"], default: "digits", description: "what is learnt" },
      width: { type: "integer", minimum: 1, maximum: 2000, default: 1000, description: "units of a hidden layer", unit: "units" },
      layers: { type: "integer", minimum: 2, maximum: 50, default: 5, description: "hidden layers", unit: "layers" },
      activation: { type: "string", enum: ACTIVATION_NAMES, default: "tanh", description: "of the hidden layers" },
      old: { ...initialisation, default: "standard", description: "initialisation that the first claims speak of: U(±1/√n)" },
      normalised: { ...initialisation, default: "glorot-uniform", description: "initialisation beside it: U(±√6/√(n_j + n_{j+1}))" },
      steps: { type: "integer", minimum: 0, maximum: 10_000, default: 50, description: "training steps before the second look" },
      batch: { type: "integer", minimum: 1, maximum: 1797, default: 32, description: "rows a step" },
      learningRate: { type: "number", exclusiveMinimum: 0, maximum: 1000, default: 0.05, description: "of plain SGD" },
      probe: { type: "integer", minimum: 1, maximum: 1797, default: 128, description: "rows on which the flow is measured" },
      bins: { type: "integer", minimum: 2, maximum: 1000, default: 40, description: "bins of a histogram, between its extremes" },
    },
  },
  measure,
};
