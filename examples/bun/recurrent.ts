/**
 * Which recurrent matrices still tell the first step of a sequence from noise: ‖∂J/∂h_t‖ back through time, and what
 * training makes of it. TypeScript, which Bun runs as it is.
 *
 *     bun examples/bun/recurrent.ts
 */
import { type Init, load } from "gradiometer";
import { accuracy, temporalOrder } from "gradiometer/data";

const TIME = 20;
const HIDDEN = 32;
const STARTS: Record<string, Init> = {
  "N(0, ¼/n)": { kind: "normal", std: 0.5 / Math.sqrt(HIDDEN) },
  orthogonal: "orthogonal",
  "N(0, 4/n)": { kind: "normal", std: 2 / Math.sqrt(HIDDEN) },
};

const lab = await load();
const task = temporalOrder(lab, { samples: 256, time: TIME, seed: 1 });

console.log(`‖∂J/∂h_t‖ at t = 1 over that at t = ${TIME}, before and after training`);
for (const [name, recurrentInit] of Object.entries(STARTS)) {
  const network = lab.rnn({ inputs: task.inputs, hidden: HIDDEN, outputs: task.outputs, recurrentInit, seed: 1 });
  const reach = () => {
    const norms = network.backward(task.x, task.y, "cross-entropy").hiddenGradientNorms;
    return (norms[0]! / norms[TIME - 1]!).toExponential(1);
  };
  const before = reach();
  const trainer = network.trainer({
    loss: "cross-entropy",
    optimizer: { kind: "adam", learningRate: 0.005 },
    clip: { kind: "norm", limit: 1 },
  });
  await trainer.fit(task.x, task.y, { epochs: 60, batch: 32 });
  const right = accuracy(network.forward(task.x).output!, task.labels);
  const cells = [before.padStart(9), reach().padStart(9), `${(100 * right).toFixed(0)} % right`.padStart(12)];
  console.log(`${name.padEnd(12)}${cells.join("")}   ${network.hash().slice(0, 16)}`);
  network.dispose();
}
