import { type Core, coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { digits } from "../../data/digits.js";
import { twoMoons } from "../../data/moons.js";
import type { LabelledRows } from "../../data/rows.js";
import type { LayerFlow, Stats } from "../../types.js";
import { gradientHistogramClaims } from "./claims.js";
import { gradientHistogramFigures } from "./figures.js";
import { fallsOnMoons } from "./moons.js";
import { type GradientHistogramsParameters, gradientHistogramsParameters } from "./parameters.js";
import { median, root } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import { head, lastMean, train } from "../tools/training.js";
import { withMlp } from "../tools/withMlp.js";
import type { Bench, Cell, Experiment, Measurement, NamedInit, Table } from "../types.js";

/** The flow through the hidden layers of one net at one moment. */
interface Moment {
  readonly role: "old" | "normalised";
  readonly initialisation: NamedInit;
  /** Training steps before it. */
  readonly steps: number;
  /** Of the last training batches before it; NaN at the start. */
  readonly loss: number;
  readonly layers: readonly LayerFlow[];
}

/** Batches over which the training loss is averaged. */
const LAST_LOSSES = 5;

const variance = ({ std }: Stats): number => std * std;

/** RMS of the entries of ∂W: the norm alone would compare matrices of different sizes. */
const gradientRms = ({ weightGradient }: LayerFlow, sizes: readonly number[], layer: number): number =>
  weightGradient.norm / Math.sqrt(elementAt(sizes, layer) * elementAt(sizes, layer + 1));

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

/** Both nets before training and, with steps, after it. */
async function observe(
  { lab, parameters, seed, progress }: Bench<GradientHistogramsParameters>,
  data: LabelledRows,
  sizes: readonly number[],
): Promise<Moment[]> {
  const { layers: hidden, activation, steps, batch, learningRate, bins } = parameters;
  const probe = head(data, parameters.probe);
  const total = 2 * (steps + 1);
  const moments: Moment[] = [];
  for (const [index, role] of (["old", "normalised"] as const).entries()) {
    const initialisation = parameters[role];
    const report = (step: number): Promise<void> =>
      progress(index * (steps + 1) + step, total, `${initialisation}, step ${step}`);
    await report(0);
    const network = lab.mlp({ sizes, activation, init: initialisation, seed });
    try {
      const look = (losses: readonly number[]): void => {
        const { layers } = network.flow(probe.x, probe.y, "cross-entropy", { bins });
        const loss = lastMean(losses, LAST_LOSSES);
        moments.push({ role, initialisation, steps: losses.length, loss, layers: layers.slice(0, hidden) });
      };
      const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate } });
      look([]);
      if (steps > 0) look(await train(coreOf(lab), trainer, data, { steps, batch, seed, between: report }));
    } finally {
      network.dispose();
    }
  }
  await progress(total, total, "done");
  return moments;
}

/** Both nets before training, on the two moons: narrow ones, and so at a glance. */
function startOnMoons(
  { lab, parameters, seed }: Bench<GradientHistogramsParameters>,
  sizes: readonly number[],
): Moment[] {
  const data = head(twoMoons(lab, { seed }), parameters.probe);
  return (["old", "normalised"] as const).map((role) => {
    const initialisation = parameters[role];
    return withMlp(lab, { sizes, activation: parameters.activation, init: initialisation, seed }, (network) => {
      const { layers } = network.flow(data.x, data.y, "cross-entropy");
      return { role, initialisation, steps: 0, loss: Number.NaN, layers: layers.slice(0, -1) };
    });
  });
}

function layersTable(name: string, moments: readonly Moment[], sizes: readonly number[]): Table {
  const headings = ["initialisation", "steps before", "hidden layer", "std of z", "variance of δ", "RMS of ∂W"];
  const rows = moments.flatMap(({ initialisation, steps, layers }) =>
    layers.map((layer, index) => [
      initialisation,
      steps,
      index + 1,
      layer.z.std,
      variance(layer.delta),
      gradientRms(layer, sizes, index),
      layer.updateToWeight,
      layer.saturated,
    ]),
  );
  return table(name, [...headings, "update/weight", "saturated"], rows);
}

function measuredClaims(
  core: Core,
  moments: readonly Moment[],
  sizes: readonly number[],
  onDigits: boolean,
  fallsOfMoons: readonly number[],
): Measurement["measured"] {
  const find = (role: Moment["role"], trained: boolean): Moment | undefined =>
    moments.find((moment) => moment.role === role && moment.steps > 0 === trained);
  const fall = ({ layers }: Moment): number => variance(elementAt(layers, 0).delta) / variance(lastOf(layers).delta);
  const old = find("old", false)!;
  const normalised = find("normalised", false)!;
  const oldLater = find("old", true);
  const normalisedLater = find("normalised", true);
  const later = onDigits && oldLater && normalisedLater ? { old: oldLater, normalised: normalisedLater } : undefined;
  const last = old.layers.length - 1;
  return {
    "C15.standard": fall(old),
    "C15.third": root(core, fall(old), last),
    "C15.normalised": onDigits ? fall(normalised) : undefined,
    "C15.normalised-moons": median(fallsOfMoons),
    "C15.weight-gradients":
      gradientRms(elementAt(old.layers, 0), sizes, 0) / gradientRms(elementAt(old.layers, last), sizes, last),
    "C15.during": later && fall(later.old) / fall(later.normalised),
    "C15.learning": later && later.old.loss / later.normalised.loss,
  };
}

async function measure(bench: Bench<GradientHistogramsParameters>): Promise<Measurement> {
  const { lab, parameters, seed } = bench;
  const onDigits = parameters.data === "digits";
  const data: LabelledRows = onDigits ? (await digits(lab, { seed })).train : twoMoons(lab, { seed });
  const hidden = (width: number): number[] => Array<number>(parameters.layers).fill(width);
  const sizes = [data.x.length / data.count, ...hidden(parameters.width), data.y.length / data.count];
  const moonsSizes = [2, ...hidden(parameters.moonsWidth), 2];
  const onMoons = startOnMoons(bench, moonsSizes);
  const falls = fallsOnMoons(lab, {
    nets: parameters.moonsNets,
    sizes: moonsSizes,
    activation: parameters.activation,
    init: parameters.normalised,
    probe: parameters.probe,
    seed,
  });
  const moments = await observe(bench, data, sizes);
  return {
    tables: [
      layersTable("layers", moments, sizes),
      layersTable(`two moons, ${parameters.moonsWidth} units per layer`, onMoons, moonsSizes),
      table(
        "two moons, the fall of δ net by net",
        ["net", "initialisation", "variance of δ, first over last hidden layer"],
        falls.map((fall, net): Cell[] => [net + 1, parameters.normalised, fall]),
      ),
      table(
        `training loss over the last ${LAST_LOSSES} batches`,
        ["initialisation", "steps", ["loss", "nats"]],
        moments
          .filter(({ steps }) => steps > 0)
          .map(({ initialisation, steps, loss }) => [initialisation, steps, loss]),
      ),
      histogramTable("histograms of activations z", moments, ({ z }) => z),
      histogramTable("histograms of back-propagated gradients δ", moments, ({ delta }) => delta),
      histogramTable("histograms of weight gradients ∂W", moments, ({ weightGradient }) => weightGradient),
    ],
    measured: measuredClaims(coreOf(lab), moments, sizes, onDigits, falls),
  };
}

/** C15: Glorot & Bengio's three figures. */
export const gradientHistograms: Experiment<GradientHistogramsParameters> = {
  id: "gradient-histograms",
  title: "Histograms of activations and gradients, layer by layer",
  question:
    "What do activations, back-propagated gradients and weight gradients look like in each layer under the old and the " +
    "normalised initialisation, before and during training?",
  claims: gradientHistogramClaims,
  parameters: gradientHistogramsParameters,
  measure,
  figures: gradientHistogramFigures,
};
