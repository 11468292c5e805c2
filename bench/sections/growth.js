import { number, spread } from "../format.js";
import { exponent, summary } from "../measure.js";
import { STANDARD } from "../nets.js";
import { OURS } from "../peers/index.js";

const LINEAR = 1.1;

/** Nets that differ in one size: 64 wide, 32 rows, five layers, where nothing else is said. */
const LADDERS = {
  depth: { values: [4, 8, 16, 32, 64], net: (depth) => ({ sizes: Array(depth + 1).fill(64) }), wanted: LINEAR },
  batch: { values: [16, 32, 64, 128, 256, 512], net: (batch) => ({ batch }), wanted: LINEAR },
  steps: { values: [10, 30, 100, 300, 1000], wanted: LINEAR },
  width: { values: [32, 64, 128, 256, 512], net: (width) => ({ sizes: [...Array(5).fill(width), 10] }) },
};

const msOf = (times, name, value) => times[`${name} ${value}`][OURS];

/** Round by round, the exponent of the time over the size. */
function exponentOf(times, name) {
  const { values } = LADDERS[name];
  const rounds = msOf(times, name, values[0]).map((_, round) =>
    exponent(values.map((value) => [value, msOf(times, name, value)[round]])),
  );
  return summary(rounds);
}

export const growth = {
  id: "growth",
  title: "Growth of a training step: p in time ~ sizeᵖ; width costs its square",

  measure({ peers, pace, race }) {
    const nets = Object.entries(LADDERS)
      .filter(([, { net }]) => net)
      .flatMap(([name, { values, net }]) => values.map((value) => ({ ...STANDARD, ...net(value), name, value })));
    const ours = peers.filter(({ id }) => id === OURS);
    const ladders = { nets, steps: LADDERS.steps.values };
    return race("growth", ladders, ours, { ...pace, warmMs: 150, roundMs: 30 }, Object.keys(LADDERS).join(", "));
  },

  tables: (times) => [
    {
      columns: ["size", "from … to", "ms", "p"],
      rows: Object.entries(LADDERS).map(([name, { values }]) => [
        name,
        `${values[0]} … ${values.at(-1)}`,
        [values[0], values.at(-1)].map((value) => number(summary(msOf(times, name, value)).median)).join(" … "),
        spread(exponentOf(times, name)),
      ]),
    },
  ],

  targets: (times) =>
    Object.entries(LADDERS)
      .filter(([, { wanted }]) => wanted)
      .map(([name, { wanted }]) => ({
        what: `time ~ ${name}ᵖ`,
        atMost: wanted,
        unit: "p",
        got: exponentOf(times, name),
      })),
};
