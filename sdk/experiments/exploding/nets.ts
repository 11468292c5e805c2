import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { twoMoons } from "../../data/moons.js";
import type { LabelledRows } from "../../data/rows.js";
import type { Clip, Gradiometer } from "../../types.js";
import { brokeDown, type MoonsNet, moonsNet, type MoonsRun, trainOnMoons } from "../tools/moons.js";
import { log10, median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { ExplodingParameters } from "./types.js";

/** Training steps between two points of the loss curve. */
const SHOWN = 10;

interface Trained extends MoonsRun {
  readonly clip: "none" | "norm" | "value";
  readonly net: number;
}

/** ‖δ‖ of every hidden layer before training. */
function errors(lab: Gradiometer, net: MoonsNet, data: LabelledRows): number[] {
  const network = moonsNet(lab, net);
  try {
    const { layers } = network.flow(data.x, data.y, "cross-entropy");
    return layers.slice(0, net.depth).map(({ delta }) => delta.norm);
  } finally {
    network.dispose();
  }
}

/** C24: deep ReLU nets that explode, without clipping and with both kinds of it; and what squashing does instead. */
export async function measureNets(bench: Bench<ExplodingParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { squashing, weightVariance, depth, width, nets, samples, steps, learningRate } = parameters;
  const { normLimit, valueLimit } = parameters;
  const optimizer = { kind: "sgd", learningRate } as const;
  const clips: readonly (Clip | undefined)[] = [
    undefined,
    { kind: "norm", limit: normLimit },
    { kind: "value", limit: valueLimit },
  ];
  const flows: Cell[][] = [];
  const kept: { relu: number[]; squashing: number[] } = { relu: [], squashing: [] };
  const trained: Trained[] = [];
  const total = Math.max(nets * clips.length * steps, 1);
  let done = 0;
  for (let index = 0; index < nets; index++) {
    const netSeed = seed * nets + index;
    const data = twoMoons(lab, { samples, seed: netSeed });
    const size = { depth, width, seed: netSeed };
    const healthy = { relu: "he-normal", squashing: "glorot-uniform" } as const;
    for (const which of ["relu", "squashing"] as const) {
      const activation = which === "relu" ? "relu" : squashing;
      const norms = errors(lab, { ...size, activation, init: healthy[which] }, data);
      norms.forEach((norm, layer) => flows.push([activation, healthy[which], index + 1, layer + 1, norm]));
      kept[which].push(elementAt(norms, 0) / lastOf(norms));
    }
    for (const clip of steps > 0 ? clips : []) {
      const name = clip?.kind ?? "none";
      const between = async (step: number): Promise<void> => {
        if (step % SHOWN === 0) await progress(done + step, total, `net ${index + 1}, clipping ${name}`);
      };
      const init = { kind: "variance", weight: weightVariance, bias: 0 } as const;
      const net = { ...size, activation: "relu", init } as const;
      const run = await trainOnMoons(lab, net, data, { optimizer, ...(clip && { clip }), steps, between });
      trained.push({ ...run, clip: name, net: index + 1 });
      done += steps;
    }
  }
  await progress(total, total, "done");
  if (nets === 0) return { tables: [], measured: {} };
  const core = coreOf(lab);
  const decades = kept.relu.map((ratio, index) => log10(core, ratio) - log10(core, elementAt(kept.squashing, index)));
  return {
    tables: [
      table("error of each layer before training", ["activation", "weights", "seed", "layer", "‖δ‖"], flows),
      ...(steps > 0 ? trainingTables(trained) : []),
    ],
    measured: { "C24.squashing": median(decades), ...(steps > 0 && trainingClaims(trained)) },
  };
}

function trainingTables(trained: readonly Trained[]): Measurement["tables"] {
  const ends = trained.map(({ clip, net, losses, clippedFraction, firstNonFinite }): Cell[] => [
    clip,
    net,
    elementAt(losses, 0),
    lastOf(losses),
    clippedFraction,
    firstNonFinite?.step ?? null,
    firstNonFinite ? `${firstNonFinite.tensor} of layer ${firstNonFinite.layer + 1}` : null,
  ]);
  const curves = trained.flatMap(({ clip, net, losses }) =>
    losses.flatMap((loss, step): Cell[][] =>
      step % SHOWN === 0 || step < SHOWN || step === losses.length - 1 ? [[clip, net, step, loss]] : [],
    ),
  );
  const nats = (name: string) => [name, "nats"] as const;
  return [
    table(
      "training",
      [
        ...["clipping", "seed"],
        nats("loss at the start"),
        nats("loss at the end"),
        ...["steps clipped", "not finite in step", "where first"],
      ],
      ends,
    ),
    table("loss over steps", ["clipping", "seed", "step", nats("loss")], curves),
  ];
}

function trainingClaims(trained: readonly Trained[]): Measurement["measured"] {
  const of = (clip: Trained["clip"]): Trained[] => trained.filter((one) => one.clip === clip);
  const share = (runs: readonly Trained[], test: (run: Trained) => boolean): number =>
    runs.filter(test).length / runs.length;
  const end = ({ losses }: Trained): number => lastOf(losses);
  const lost = (run: Trained): boolean => brokeDown({ last: end(run), largest: Math.max(...run.losses) });
  const cured = (run: Trained): boolean => end(run) < elementAt(run.losses, 0) / 2;
  const worst = (run: Trained): number => (Number.isFinite(end(run)) ? end(run) : Infinity);
  return {
    "C24.explodes": share(of("none"), lost),
    "C24.cured": share(of("norm"), cured),
    "C24.learns": median(of("norm").map(worst)),
    "C24.fraction": median(of("norm").map(({ clippedFraction }) => clippedFraction)),
    "C24.value-cures": share(of("value"), cured),
  };
}
