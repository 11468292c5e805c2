import { number } from "../format.js";
import { ratioOf, summary } from "../measure.js";
import { ELEMENTS } from "../nets.js";
import { titleOf } from "../peers/index.js";

const RATIOS = { exp: 5, tanh: 5, sigmoid: 1, elu: 1 };

const nanoseconds = (times) => (1e6 * summary(times).median) / ELEMENTS;

export const elementary = {
  id: "elementary",
  title: `Functions of ${ELEMENTS.toLocaleString("en-US")} elements in ±8, ns an element`,

  measure: ({ peers, pace, race }) =>
    race("elementary", null, peers, { ...pace, warmMs: 100, roundMs: 40 }, "functions"),

  tables(times) {
    const ids = Object.keys(Object.values(times)[0]);
    const rows = Object.entries(times).map(([name, of]) => [name, ...ids.map((id) => number(nanoseconds(of[id])))]);
    return [{ columns: ["function", ...ids.map(titleOf)], rows }];
  },

  targets: (times) =>
    Object.entries(RATIOS).map(([name, atLeast]) => ({
      what: `${name}, against ${titleOf("tfjs")}`,
      atLeast,
      unit: "×",
      got: times[name] && ratioOf(times[name], "tfjs"),
    })),
};
