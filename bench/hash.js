/** Prints the CPU milliseconds of the first hash() of the standard net in this process, and of one when it is warm. */
import { load } from "../dist/node.js";
import { STANDARD } from "./nets.js";

const WARM = 300;

const { sizes, activation } = STANDARD;
const network = (await load()).mlp({ sizes, activation });

/** CPU time of all threads, so that compilation beside the main one counts. */
function milliseconds(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const repeat = () => {
  for (let i = 0; i < WARM; i++) network.hash();
};
const first = milliseconds(() => network.hash());
repeat();
console.log(JSON.stringify({ first, warm: milliseconds(repeat) / WARM }));
