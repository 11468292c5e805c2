import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { digits } from "../../data/digits.js";
import type { ActivationName } from "../../types.js";
import { root } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import { head, lastMean, train } from "../tools/training.js";
import { withMlp } from "../tools/withMlp.js";
import type { Bench, Cell, Experiment, Measurement } from "../types.js";
import { saturationClaims } from "./claims.js";
import { saturationFigures } from "./figures.js";
import { type LayerSaturation, LOSS, measureSaturation, type SaturatedNet, signShares, withSaturated } from "./net.js";

interface SaturationParameters {
  gain: number;
  cause: "weights" | "biases";
  threshold: number;
  below: "sigmoid" | "tanh";
  width: number;
  layers: number;
  batch: number;
  steps: number;
  learningRate: number;
}

const SQUASHING = ["sigmoid", "tanh"] as const;
/** The gains on the way to the one that the claims speak of. */
const GAINS = [1, 2, 4, 8];
const PIXELS = 64;
const CLASSES = 10;
const LAST_LOSSES = 20;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

async function measure(bench: Bench<SaturationParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { gain, cause, threshold, below, width, layers, batch, steps, learningRate } = parameters;
  const core = coreOf(lab);
  const { train: data } = await digits(lab, { seed });
  const probe = head(data, batch);
  const sizes = [PIXELS, ...Array<number>(layers).fill(width), CLASSES];
  const gains = [...new Set([...GAINS.filter((one) => one < gain), 1, gain])].sort((a, b) => a - b);
  const total = SQUASHING.length * gains.length + 1 + 2 * steps;
  let done = 0;

  const netOf = (activation: ActivationName, at: number): SaturatedNet => ({
    activation,
    sizes,
    gain: at,
    cause,
    seed,
  });
  const nets: { activation: ActivationName; gain: number; hidden: LayerSaturation[]; reached: number }[] = [];
  for (const activation of SQUASHING)
    for (const at of gains) {
      await progress(done++, total, `${activation}, gain ${at}`);
      const net = netOf(activation, at);
      const seen = withSaturated(lab, net, (network) => {
        const trainer = network.trainer({ loss: LOSS, optimizer: { kind: "sgd", learningRate } });
        const flow = network.flow(probe.x, probe.y, LOSS);
        trainer.dispose();
        const hidden = measureSaturation(lab, net, network, probe, flow, threshold);
        const [first, last] = [elementAt(hidden, 0), lastOf(hidden)];
        return { hidden, reached: first.flow.delta.norm / last.flow.delta.norm };
      });
      nets.push({ activation, gain: at, ...seen });
    }

  await progress(done++, total, "signs of the weight gradients");
  const signs = withMlp(lab, { sizes, activation: below, seed }, (network) => {
    const whole = signShares(network, probe.x, probe.y);
    const single = Array.from({ length: probe.count }, (_, row) =>
      signShares(
        network,
        probe.x.subarray(row * PIXELS, (row + 1) * PIXELS),
        probe.y.subarray(row * CLASSES, (row + 1) * CLASSES),
      ),
    );
    return whole.map((shares, index) => ({
      layer: index + 2,
      least: Math.min(...single.flatMap((sample) => elementAt(sample, index))),
      mean: meanOf(single.flatMap((sample) => elementAt(sample, index))),
      batchLeast: Math.min(...shares),
      batchMean: meanOf(shares),
    }));
  });

  const races: { gain: number; losses: number[] }[] = [];
  for (const at of steps > 0 ? [1, gain] : []) {
    const net = lab.mlp({ sizes: [...sizes], activation: "tanh", seed });
    try {
      withSaturated(lab, netOf("tanh", at), (start) =>
        net.setParameters(Object.fromEntries(start.parameters().map(({ name, values }) => [name, values]))),
      );
      const trainer = net.trainer({ loss: LOSS, optimizer: { kind: "sgd", learningRate } });
      const from = done;
      const between = async (step: number): Promise<void> => {
        if (step % 50 === 0) await progress(from + step, total, `training, gain ${at}`);
      };
      races.push({ gain: at, losses: await train(core, trainer, data, { steps, batch, seed, between }) });
      done += steps;
    } finally {
      net.dispose();
    }
  }
  await progress(total, total, "done");

  const find = (activation: ActivationName, at: number) =>
    nets.find((net) => net.activation === activation && net.gain === at)!;
  const [calm, driven] = [find("tanh", 1), find("tanh", gain)];
  const updates = calm.hidden.map(({ flow }) => flow.updateToWeight);
  const end = (at: number): number => lastMean(races.find((race) => race.gain === at)?.losses ?? [], LAST_LOSSES);
  return {
    tables: [
      table(
        "hidden layers before training",
        [
          "activation",
          "gain",
          "layer",
          "saturated",
          "saturated, theory",
          "their share of Σδ²",
          "‖δ‖",
          "update to weight",
          "std of u",
        ],
        nets.flatMap(({ activation, gain: at, hidden }) =>
          hidden.map(({ share, gaussian, energy, flow }, index): Cell[] => [
            activation,
            at,
            index + 1,
            share,
            gaussian,
            energy,
            flow.delta.norm,
            flow.updateToWeight,
            flow.u.std,
          ]),
        ),
      ),
      table(
        "nets before training",
        ["activation", "gain", "saturated", "‖δ₁‖/‖δ_L‖"],
        nets.map(({ activation, gain: at, hidden, reached }) => [
          activation,
          at,
          meanOf(hidden.map(({ share }) => share)),
          reached,
        ]),
      ),
      table(
        `share of a unit's weight gradients that have one sign, ${below} below`,
        ["weight matrix", "least, single sample", "mean, single sample", "least, batch", "mean, batch"],
        signs.map(({ layer, least, mean, batchLeast, batchMean }) => [layer, least, mean, batchLeast, batchMean]),
      ),
      ...(races.length > 0
        ? [
            table(
              "training loss, tanh",
              ["gain", "step", ["loss", "nats"]],
              races.flatMap(({ gain: at, losses }) => losses.map((loss, step): Cell[] => [at, step, loss])),
            ),
          ]
        : []),
    ],
    measured: {
      "C13.saturated": Math.min(
        ...SQUASHING.map((activation) => meanOf(find(activation, gain).hidden.map(({ share }) => share))),
      ),
      "C13.kill": Math.max(
        ...SQUASHING.flatMap((activation) => find(activation, gain).hidden.map(({ energy }) => energy)),
      ),
      "C13.net": driven.reached / calm.reached,
      "C13.one-sign": Math.min(...signs.map(({ least }) => least)),
      "C13.batch": Math.min(...signs.map(({ batchMean }) => batchMean)),
      "C18.healthy": root(
        core,
        updates.reduce((product, update) => product * update, 1),
        updates.length,
      ),
      "C18.saturated": lastOf(driven.hidden).flow.updateToWeight / lastOf(calm.hidden).flow.updateToWeight,
      "C13.slow": races.length > 0 ? end(gain) / end(1) : undefined,
    },
  };
}

/** C12, C13, C18: what saturation does to the gradient, and what outputs that are not centred do. */
export const saturation: Experiment<SaturationParameters> = {
  id: "saturation",
  title: "Saturated units, and outputs that are not centred",
  question:
    "What becomes of the gradient in units that are driven to the flat ends of their activation, and why do a sigmoid's " +
    "always positive outputs force all weights of a unit to move the same way?",
  claims: saturationClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      gain: {
        type: "number",
        exclusiveMinimum: 1,
        maximum: 1000,
        default: 16,
        description: "factor on the hidden weights that saturates, or standard deviation of the biases that do",
      },
      cause: {
        type: "string",
        enum: ["weights", "biases"],
        default: "weights",
        description: "what saturates the units",
      },
      threshold: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1,
        default: 0.01,
        description: "a unit is saturated where |φ'| is below this share of its maximum",
      },
      below: {
        type: "string",
        enum: SQUASHING,
        default: "sigmoid",
        description: "activation of the net whose weight gradients' signs are counted",
      },
      width: {
        type: "integer",
        minimum: 2,
        maximum: 512,
        default: 32,
        description: "units of a hidden layer",
        unit: "units",
      },
      layers: { type: "integer", minimum: 2, maximum: 20, default: 3, description: "hidden layers", unit: "layers" },
      batch: { type: "integer", minimum: 1, maximum: 1000, default: 50, description: "images per step" },
      steps: { type: "integer", minimum: 0, maximum: 10_000, default: 300, description: "training steps; 0 for none" },
      learningRate: { type: "number", exclusiveMinimum: 0, maximum: 1000, default: 0.05, description: "of plain SGD" },
    },
  },
  measure,
  figures: saturationFigures,
};
