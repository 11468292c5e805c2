import type { Load } from "./load.js";

/** A request as a function on the edge would serve it: load, five clipped steps on the standard net, batch 32, answer. */
export async function requestOfTheEdge(load: Load, hashed: boolean): Promise<object> {
  const lab = await load();
  const network = lab.mlp({ sizes: [64, 64, 64, 64, 64, 10], seed: 1 });
  const trainer = network.trainer({
    loss: "cross-entropy",
    optimizer: { kind: "sgd", learningRate: 0.1 },
    clip: { kind: "norm", limit: 1 },
  });
  const x = Float32Array.from({ length: 32 * 64 }, (_, i) => ((37 * i) % 101) / 101);
  const y = Float32Array.from({ length: 32 * 10 }, (_, i) => (i % 10 === Math.floor(i / 10) % 10 ? 1 : 0));
  let loss = 0;
  for (let step = 0; step < 5; step++) loss = trainer.step(x, y);
  return hashed ? { loss, hash: network.hash() } : { loss };
}
