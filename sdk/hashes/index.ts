import { badOption, checkKeys } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { publishedText } from "../../build/generated/published.js";
import { twoMoons } from "../data/moons.js";
import { addingProblem, copyTask, temporalOrder } from "../data/sequences.js";
import type { Gradiometer, MlpConfig, RnnConfig, TrainerConfig } from "../types.js";

/** A training whose result is known: the same bits in every engine, in the `simd` build. */
export interface PublishedHash {
  /** Unique among them. */
  readonly name: string;
  /** What a recurrent network learns, 64 sequences; without it the network is an Mlp and learns two moons, 100 points. */
  readonly task?: "adding" | "order" | "copy";
  /** As `lab.mlp` or `lab.rnn` takes it. */
  readonly network: MlpConfig | RnnConfig;
  /** As `trainer` takes it. */
  readonly training: TrainerConfig;
  /** As `fit` takes it. */
  readonly epochs: number;
  /** As `fit` takes it. */
  readonly batch: number;
  /** `network.hash()` at the end. */
  readonly hash: string;
}

/** Every activation, optimizer, initialisation and skip, and recurrent networks; also in the file gradiometer/hashes.json. */
export const published: readonly PublishedHash[] = JSON.parse(publishedText) as PublishedHash[];

const DATA_SEED = 3;
const SAMPLES = 64;
const TIME = 20;

const TASKS = {
  adding: (lab: Gradiometer) => addingProblem(lab, { samples: SAMPLES, time: TIME, seed: DATA_SEED }),
  order: (lab: Gradiometer) => temporalOrder(lab, { samples: SAMPLES, time: TIME, seed: DATA_SEED }),
  copy: (lab: Gradiometer) => copyTask(lab, { samples: SAMPLES, lag: TIME, seed: DATA_SEED }),
};

/**
 * The hash that this engine comes to: `(await reproduce(lab, entry)) === entry.hash` in the `simd` build.
 *
 * @throws GradiometerError as `lab.mlp`, `lab.rnn` and `fit` do, when the entry is not one of `published`.
 */
export async function reproduce(lab: Gradiometer, entry: PublishedHash): Promise<string> {
  coreOf(lab);
  const known = ["name", "task", "network", "training", "epochs", "batch", "hash"];
  checkKeys("entry", entry, known);
  const { task, network: given, training, epochs, batch } = entry;
  checkKeys("entry.network", given, Object.keys(Object(given) as object));
  if (task !== undefined) {
    if (!Object.hasOwn(TASKS, task)) throw badOption("entry.task", `one of ${Object.keys(TASKS).join(", ")}`, task);
    const { x, y } = TASKS[task](lab);
    const network = lab.rnn(entry.network as RnnConfig);
    await network.trainer(training).fit(x, y, { epochs, batch });
    return finish(network);
  }
  const { x, y } = twoMoons(lab, { samples: 100, seed: DATA_SEED });
  const config = entry.network as MlpConfig;
  const network = lab.mlp(config.init === "lsuv" ? { ...config, initData: x } : config);
  await network.trainer(training).fit(x, y, { epochs, batch });
  return finish(network);
}

function finish(network: { hash(): string; dispose(): void }): string {
  const hash = network.hash();
  network.dispose();
  return hash;
}
