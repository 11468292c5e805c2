/**
 * What a short-lived process pays: `node cold.js [peer]` takes one training step of the standard net, or none, or
 * imports our main entry alone (`import`), and prints
 * the CPU milliseconds that it took from its start, of all threads.
 */
import { batchOf, LEARNING_RATE, STANDARD } from "./nets.js";

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1000);
});

const { sizes, activation } = STANDARD;
const { x, y } = batchOf(STANDARD);
const peer = process.argv[2];
if (peer === "gradiometer") {
  const { load } = await import("../dist/node.js");
  const network = (await load()).mlp({ sizes, activation });
  const optimizer = { kind: "sgd", learningRate: LEARNING_RATE };
  network.trainer({ loss: "cross-entropy", optimizer }).step(x, y);
} else if (peer === "import") {
  await import("../dist/node.js");
} else if (peer) {
  const { training } = await import(`./peers/${peer}.js`);
  await (await training(STANDARD)).step();
}
