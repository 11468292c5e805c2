/** Prints how much linear memory training the five nets takes, and what a million steps add: `node --expose-gc memory.js`. */
import { load } from "../dist/node.js";
import { batchOf, LEARNING_RATE, NETS } from "./nets.js";

const STEPS = 1_000_000;
const WARM_UP = 20_000;

/** A lab of its own with a network in training. */
async function train(net, momentum) {
  const { sizes, activation } = net;
  const lab = await load();
  const network = lab.mlp({ sizes, activation });
  const optimizer = { kind: "sgd", learningRate: LEARNING_RATE, momentum };
  const trainer = network.trainer({ loss: "cross-entropy", optimizer });
  const { x, y } = batchOf(net);
  return { lab, network, steps: (count) => Array.from({ length: count }).forEach(() => trainer.step(x, y)) };
}

const nets = [];
for (const net of NETS)
  for (const state of [0, 1]) {
    const { lab, network, steps } = await train(net, 0.9 * state);
    steps(2);
    const parameters = network.parameters().reduce((sum, { values }) => sum + values.length, 0);
    const activations = net.batch * net.sizes.reduce((sum, units) => sum + units, 0);
    nets.push({ name: net.name, state, parameters, activations, bytes: lab.memory().bytes });
  }

const { lab, steps } = await train(NETS[0], 0.9);
function used() {
  globalThis.gc();
  globalThis.gc();
  return { linear: lab.memory().bytes, heap: process.memoryUsage().heapUsed };
}
steps(WARM_UP);
const before = used();
for (let done = 0; done < STEPS; done += WARM_UP) steps(WARM_UP);
const after = used();
const growth = { steps: STEPS, linear: after.linear - before.linear, heap: after.heap - before.heap };
console.log(JSON.stringify({ nets, growth }));
