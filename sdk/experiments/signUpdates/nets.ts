import { elementAt, lastOf } from "../../core/element.js";
import { twoMoons } from "../../data/moons.js";
import type { LabelledRows } from "../../data/rows.js";
import type { Gradiometer, Optimizer, Parameter } from "../../types.js";
import { type MoonsNet, moonsNet, trainOnMoons } from "../tools/moons.js";
import { median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { SignUpdatesParameters } from "./types.js";

/** σ_w² of the net that explodes: each ReLU layer multiplies the variance by 9/2. */
const EXPLODING = { kind: "variance", weight: 9, bias: 0 } as const;
/** Learning rate of its gradient descent. */
const EXPLODING_RATE = 0.1;
/** Training steps between two points of the loss curve. */
const SHOWN = 10;

interface Trained {
  readonly disease: "vanishing" | "exploding";
  readonly rule: string;
  readonly net: number;
  readonly losses: readonly number[];
}

/** RMS of what one step changed in every weight matrix. */
function firstUpdate(lab: Gradiometer, net: MoonsNet, data: LabelledRows, optimizer: Optimizer): number[] {
  const network = moonsNet(lab, net);
  try {
    const weights = (): Parameter[] => network.parameters().filter(({ name }) => name.endsWith("weight"));
    const before = weights();
    network.trainer({ loss: "cross-entropy", optimizer }).step(data.x, data.y);
    return weights().map(({ values }, layer) => {
      let sum = 0;
      values.forEach((value, index) => {
        const change = value - elementAt(before, layer).values[index]!;
        sum += change * change;
      });
      return Math.sqrt(sum / values.length);
    });
  } finally {
    network.dispose();
  }
}

/** Gradient descent, the two rules with a rate, and Rprop: the order counts. */
function rulesOf(parameters: SignUpdatesParameters, rate: number): { name: string; optimizer: Optimizer }[] {
  const { signRate, signDecay, momentum, initialStep, etaPlus, etaMinus } = parameters;
  const learningRate = { start: signRate, decay: signDecay };
  return [
    { name: "gradient", optimizer: { kind: "sgd", learningRate: rate } },
    { name: "sign", optimizer: { kind: "sign-sgd", learningRate } },
    { name: `Signum ${momentum}`, optimizer: { kind: "sign-sgd", learningRate, momentum } },
    { name: "irprop-", optimizer: { kind: "rprop", initialStep, etaPlus, etaMinus } },
  ];
}

/** A deep net whose gradients vanish and one whose gradients explode, along the gradient and along its sign. */
export async function measureNets(bench: Bench<SignUpdatesParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { activation, depth, width, samples, steps, update, rate } = parameters;
  const count = parameters.nets;
  const seeds = Array.from({ length: count }, (_, net) => seed * count + net);
  const diseases = [
    { disease: "vanishing", net: { activation, init: "glorot-uniform" }, rules: rulesOf(parameters, rate) },
    {
      disease: "exploding",
      net: { activation: "relu", init: EXPLODING },
      rules: rulesOf(parameters, EXPLODING_RATE).slice(0, 3),
    },
  ] as const;

  const sizes: Cell[][] = [];
  const ratios: Record<"gradient" | "sign", number[]> = { gradient: [], sign: [] };
  const trained: Trained[] = [];
  const runs = diseases.reduce((sum, { rules }) => sum + rules.length, 0);
  const total = runs * seeds.length * Math.max(steps, 1);
  let done = 0;
  for (const { disease, net: kind, rules } of diseases) {
    for (const [index, netSeed] of seeds.entries()) {
      const net: MoonsNet = { ...kind, depth, width, seed: netSeed };
      const data = twoMoons(lab, { samples, seed: netSeed });
      for (const { name, optimizer } of rules) {
        const between = async (step: number): Promise<void> => {
          if (step % SHOWN === 0) await progress(done + step, total, `${disease}, ${name}, net ${index + 1}`);
        };
        await between(0);
        if (name === "gradient" || name === "sign") {
          const rms = firstUpdate(lab, net, data, optimizer);
          rms.forEach((value, layer) => sizes.push([disease, name, index + 1, layer + 1, value]));
          if (disease === "vanishing") ratios[name].push(elementAt(rms, 0) / lastOf(rms));
        }
        if (steps > 0) {
          const { losses } = await trainOnMoons(lab, net, data, { optimizer, steps, between });
          trained.push({ disease, rule: name, net: index + 1, losses });
        }
        done += Math.max(steps, 1);
      }
    }
  }
  await progress(total, total, "done");
  return {
    tables: [
      table("size of the first update", ["net", "rule", "seed", "layer", "RMS of Δw"], sizes),
      ...(steps > 0 ? trainingTables(trained) : []),
    ],
    measured: {
      "C25.lost": median(ratios.gradient),
      "C25.level": median(ratios[update]),
      ...(steps > 0 && trainingClaims(trained)),
    },
  };
}

function trainingTables(trained: readonly Trained[]): Measurement["tables"] {
  const ends = trained.map(({ disease, rule, net, losses }): Cell[] => {
    const [start, end] = [elementAt(losses, 0), lastOf(losses)];
    return [disease, rule, net, start, end, end / start, Number.isFinite(end) ? null : losses.length];
  });
  const curves = trained.flatMap(({ disease, rule, net, losses }) =>
    losses.flatMap((loss, step): Cell[][] =>
      step % SHOWN === 0 || step === losses.length - 1 ? [[disease, rule, net, step, loss]] : [],
    ),
  );
  return [
    table(
      "training",
      ["net", "rule", "seed", ["loss at the start", "nats"], ["loss at the end", "nats"], "end/start", "not finite at"],
      ends,
    ),
    table("loss over steps", ["net", "rule", "seed", "step", ["loss", "nats"]], curves),
  ];
}

function trainingClaims(trained: readonly Trained[]): Measurement["measured"] {
  const of = (disease: Trained["disease"], rule: string): readonly Trained[] =>
    trained.filter((one) => one.disease === disease && one.rule === rule);
  /** End over start; a net that is not finite has lost everything. */
  const left = ({ losses }: Trained): number => {
    const ratio = lastOf(losses) / elementAt(losses, 0);
    return Number.isNaN(ratio) ? Infinity : ratio;
  };
  const guessing = of("vanishing", "gradient").map(({ losses }) => Math.abs(lastOf(losses) - Math.LN2));
  return {
    "C25.stuck": Math.max(...guessing),
    "C25.cured": median(of("vanishing", "sign").map(left)),
    "C25.rprop-cures": median(of("vanishing", "irprop-").map(left)),
    "C25.exploding": Math.max(...of("exploding", "sign").map(left)),
  };
}
