import { load } from "gradiometer";
import { twoMoons } from "gradiometer/data";

/** What a user's program comes to: the hash of a trained network, the first of the published ones. */
export async function trained() {
  const lab = await load();
  const { x, y } = twoMoons(lab, { samples: 100, seed: 3 });
  const network = lab.mlp({ sizes: [2, 16, 16, 16, 2], seed: 7 });
  const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
  await trainer.fit(x, y, { epochs: 5, batch: 16 });
  return network.hash();
}
