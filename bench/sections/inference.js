import { number, spread } from "../format.js";
import { ratioOf, summary } from "../measure.js";
import { STANDARD } from "../nets.js";
import { OURS, titleOf } from "../peers/index.js";

const MICROSECONDS = 10;
const AHEAD_OF = ["onnx", "tfjs"];

const microseconds = (times) => times.map((ms) => 1000 * ms);

export const inference = {
  id: "inference",
  title: "One sample through the standard net, from array to array",

  measure: ({ peers, pace, race }) => race("inference", STANDARD, peers, pace, STANDARD.name),

  tables({ forward }) {
    const rows = Object.entries(forward).map(([id, times]) => [
      titleOf(id),
      spread(summary(microseconds(times))),
      id === OURS ? "" : number(ratioOf(forward, id).median),
    ]);
    return [{ columns: ["", "µs", "times ours"], rows }];
  },

  targets: ({ forward }) => [
    {
      what: "one sample through the standard net",
      atMost: MICROSECONDS,
      unit: "µs",
      got: summary(microseconds(forward[OURS])),
    },
    ...AHEAD_OF.map((id) => ({
      what: `one sample, against ${titleOf(id)}`,
      atLeast: 1,
      unit: "×",
      got: ratioOf(forward, id),
    })),
  ],
};
