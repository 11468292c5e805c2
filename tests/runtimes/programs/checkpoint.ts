import type { Mlp, Trainer } from "gradiometer";
import { twoMoons } from "gradiometer/data";
import { readCheckpoint, writeCheckpoint } from "gradiometer/io";
import type { Load } from "./load.js";

/** Epochs to train, from a checkpoint's bytes or from the start; gives the bytes of the next checkpoint, and the hash. */
export interface Leg {
  epochs: number;
  from?: number[];
}

export async function trainOn(load: Load, { epochs, from }: Leg): Promise<object> {
  const lab = await load();
  const { x, y } = twoMoons(lab, { samples: 90, seed: 4 });
  let network: Mlp;
  let trainer: Trainer;
  if (from)
    ({ network, trainer } = lab.restore(readCheckpoint(Uint8Array.from(from))) as { network: Mlp; trainer: Trainer });
  else {
    network = lab.mlp({ sizes: [2, 24, 24, 2], activation: "gelu", init: "lecun-normal", seed: 11 });
    trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "adam", learningRate: 0.01 } });
  }
  await trainer.fit(x, y, { epochs, batch: 16 });
  return { bytes: [...writeCheckpoint(trainer.state())], hash: network.hash() };
}
