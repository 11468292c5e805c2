/**
 * Trains a small network in a process of its own and prints its hash; a state may come in or go out as JSON.
 *
 *     node train.js <first step> <last step> [state.json in] [state.json out]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { load } from "gradiometer";

const [first, last, from, to] = process.argv.slice(2);
const SIZES = [6, 12, 12, 12, 4];
const BATCH = 9;

const lab = await load();
// Whatever else was allocated before must not matter.
const ballast = lab.mlp({ sizes: [Number(last) + 3, 17, 5] });
const config = { sizes: SIZES, activation: "tanh", skip: "scaled", init: "orthogonal", seed: 21 };
const training = {
  loss: "cross-entropy",
  optimizer: { kind: "sgd", learningRate: { start: 0.3, decay: 0.999 }, momentum: 0.9 },
  clip: { kind: "norm", limit: 0.5 },
};
const begin = () => {
  const network = lab.mlp(config);
  return { network, trainer: network.trainer(training) };
};
const { network, trainer } = from && from !== "-" ? lab.restore(deserialize(readFileSync(from))) : begin();
ballast.dispose();

for (let step = Number(first); step < Number(last); step++) {
  const x = Float32Array.from({ length: BATCH * 6 }, (_, i) => ((i * 37 + step * 11) % 64) / 32 - 1);
  const y = Float32Array.from({ length: BATCH * 4 }, (_, i) => (i % 4 === (Math.floor(i / 4) + step) % 4 ? 1 : 0));
  trainer.step(x, y);
}
if (to) writeFileSync(to, serialize(trainer.state()));
console.log(network.hash());
