import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { number } from "../format.js";

const MIB = 2 ** 20;
/** Parameters × (2 + optimizer state) + activations × 3, in float32, + 2 MiB. */
const boundOf = ({ parameters, state, activations }) => 4 * (parameters * (2 + state) + 3 * activations) + 2 * MIB;
/** Less than the smallest thing that could be left behind every step. */
const HEAP_BYTES_A_STEP = 1;

const program = fileURLToPath(new URL("../memory.js", import.meta.url));

export const memory = {
  id: "memory",
  title: "Linear memory at its peak, MiB",

  measure({ log }) {
    log("five nets, and a million steps");
    return JSON.parse(execFileSync(process.execPath, ["--expose-gc", program], { encoding: "utf8" }));
  },

  tables({ nets }) {
    const rows = nets.map((net) => [
      `${net.name}${net.state > 0 ? ", momentum" : ""}`,
      number(net.parameters),
      number(net.activations),
      number(boundOf(net) / MIB),
      number(net.bytes / MIB),
    ]);
    return [{ columns: ["net", "parameters", "activations", "allowed", "peak"], rows }];
  },

  targets({ nets, growth }) {
    const shares = nets.map((net) => ({ net, share: net.bytes / boundOf(net) }));
    const { net, share } = shares.reduce((a, b) => (b.share > a.share ? b : a));
    const steps = growth.steps.toLocaleString("en-US");
    return [
      { what: `linear memory, share of the limit (worst: ${net.name})`, atMost: 1, unit: "share", got: share },
      { what: `linear memory gained in ${steps} steps`, atMost: 0, unit: "bytes", got: growth.linear },
      {
        what: "JavaScript heap gained",
        atMost: HEAP_BYTES_A_STEP,
        unit: "bytes per step",
        got: growth.heap / growth.steps,
      },
    ];
  },
};
