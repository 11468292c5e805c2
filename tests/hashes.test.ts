import { readFileSync } from "node:fs";
import { load, type MlpConfig, type TrainerConfig } from "gradiometer";
import { twoMoons } from "gradiometer/data";
import { expect, it } from "vitest";

/** What a trained network's parameters hash to, in every engine. A change here belongs under "Numerics" in CHANGELOG.md. */
interface Published {
  readonly name: string;
  readonly network: MlpConfig;
  readonly training: TrainerConfig;
  readonly epochs: number;
  readonly batch: number;
  readonly hash: string;
}

const published = JSON.parse(readFileSync(new URL("golden/hashes.json", import.meta.url), "utf8")) as Published[];

it.each(published.map((entry) => [entry.name, entry] as const))(
  "%s",
  async (_, { network, training, epochs, batch, hash }) => {
    const lab = await load();
    const { x, y } = twoMoons(lab, { samples: 100, seed: 3 });
    const trained = lab.mlp(network);
    await trained.trainer(training).fit(x, y, { epochs, batch });
    expect(trained.hash()).toBe(hash);
  },
);
