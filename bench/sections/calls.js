import { number, percent } from "../format.js";
import { paired, summary } from "../measure.js";
import { OURS } from "../peers/index.js";

const SHARE = 0.35;

const shareOf = (times) => paired(times.step[OURS], times.replay[OURS], (ms, calls) => 1 - calls / ms);

export const calls = {
  id: "calls",
  title: "JavaScript's share of a step of the tiny net: the step, and the calls of the binary in it made again alone",

  measure: ({ peers, pace, race }) =>
    race(
      "calls",
      null,
      peers.filter(({ id }) => id === OURS),
      pace,
      "tiny",
    ),

  tables: (times) => [
    {
      columns: ["", "µs"],
      rows: [
        ["step", number(1000 * summary(times.step[OURS]).median)],
        ["its calls alone", number(1000 * summary(times.replay[OURS]).median)],
        ["share of JavaScript", percent(shareOf(times).median)],
      ],
    },
  ],

  targets: (times) => [
    { what: "JavaScript's share of a step of the tiny net", atMost: SHARE, unit: "share", got: shareOf(times) },
  ],
};
