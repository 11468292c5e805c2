import { number, spread } from "../format.js";
import { paired, summary } from "../measure.js";
import { OURS } from "../peers/index.js";

const STEPS = 1.5;
const TITLES = { flow: "all of it", delta: "δ alone" };

const inSteps = (times, name) => paired(times[name][OURS], times.step[OURS], (ms, step) => ms / step);

export const flow = {
  id: "flow",
  title: "A flow through the standard net, in training steps of the same net",

  measure: ({ peers, pace, race }) =>
    race(
      "flow",
      null,
      peers.filter(({ id }) => id === OURS),
      pace,
      "step, flow",
    ),

  tables: (times) => [
    {
      columns: ["flow", "ms", "steps"],
      rows: Object.entries(TITLES).map(([name, title]) => [
        title,
        number(summary(times[name][OURS]).median),
        spread(inSteps(times, name)),
      ]),
    },
  ],

  targets: (times) => [{ what: "flow of δ alone", atMost: STEPS, unit: "steps", got: inSteps(times, "delta") }],
};
