/** A first net: two moons, what flows through the layers before and after, how well it separates them. */
import { load } from "gradiometer";
import { twoMoons } from "gradiometer/data";

const lab = await load();
const moons = twoMoons(lab, { samples: 400, noise: 0.1, seed: 1 });
const network = lab.mlp({ sizes: [2, 16, 16, 2], activation: "tanh", seed: 1 });
const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.5 } });

function show(title) {
  const { loss, layers } = network.flow(moons.x, moons.y, "cross-entropy");
  console.log(`${title}: loss ${loss.toFixed(4)}`);
  layers.forEach(({ delta, saturated, updateToWeight }, index) => {
    const numbers = [`‖δ‖ ${delta.norm.toExponential(2)}`, `‖η∂W‖/‖W‖ ${updateToWeight.toExponential(2)}`];
    console.log(`  layer ${index + 1}: ${numbers.join(", ")}, ${(100 * saturated).toFixed(0)} % saturated`);
  });
}

show("before");
await trainer.fit(moons.x, moons.y, { epochs: 200, batch: 32 });
show("after");

const scores = network.forward(moons.x);
const right = moons.labels.filter((label, row) => Number(scores[2 * row + 1] > scores[2 * row]) === label).length;
console.log(`${right} of ${moons.count} points on the right side`);
network.dispose();
