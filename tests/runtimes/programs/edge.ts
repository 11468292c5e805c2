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
  const x = new Float32Array(32 * 64);
  for (let i = 0; i < x.length; i++) x[i] = ((37 * i) % 101) / 101;
  const y = new Float32Array(32 * 10);
  for (let row = 0; row < 32; row++) y[10 * row + (row % 10)] = 1;
  let loss = 0;
  for (let step = 0; step < 5; step++) loss = trainer.step(x, y);
  return hashed ? { loss, hash: network.hash() } : { loss };
}
