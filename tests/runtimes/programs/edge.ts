import type { Clip } from "gradiometer";
import type { Load } from "./load.js";

/** A batch as a request brings it. */
const x = new Float32Array(32 * 64);
for (let i = 0; i < x.length; i++) x[i] = ((37 * i) % 101) / 101;
const y = new Float32Array(32 * 10);
for (let row = 0; row < 32; row++) y[10 * row + (row % 10)] = 1;

/** The standard net and a step of its training, batch 32. */
async function standardNet(load: Load, clip?: Clip) {
  const lab = await load();
  const network = lab.mlp({ sizes: [64, 64, 64, 64, 64, 10], seed: 1 });
  const trainer = network.trainer({
    loss: "cross-entropy",
    optimizer: { kind: "sgd", learningRate: 0.1 },
    ...(clip && { clip }),
  });
  return { network, step: () => trainer.step(x, y) };
}

/** A request as a function on the edge would serve it: load, five clipped steps, answer. */
export async function requestOfTheEdge(load: Load, hashed: boolean): Promise<object> {
  const { network, step } = await standardNet(load, { kind: "norm", limit: 1 });
  let loss = 0;
  for (let count = 0; count < 5; count++) loss = step();
  return hashed ? { loss, hash: network.hash() } : { loss };
}

/** Milliseconds of a step without clipping, once the engine has compiled it: the least of some means over 100. */
export async function stepTime(load: Load): Promise<number> {
  const { step } = await standardNet(load);
  const round = () => {
    const start = performance.now();
    for (let count = 0; count < 100; count++) step();
    return (performance.now() - start) / 100;
  };
  return Math.min(...Array.from({ length: 20 }, round));
}
