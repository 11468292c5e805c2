import { number } from "../format.js";
import { ratioOf, summary } from "../measure.js";
import { titleOf } from "../peers/index.js";
import { LSTM } from "../small.js";

/** How many times as long a peer's step takes at least. */
const RATIOS = { torch: 1, tfjs: 10 };

export const cells = {
  id: "cells",
  title: `A training step of an LSTM: ${LSTM.hidden} units, ${LSTM.time} steps of time, batch ${LSTM.batch}`,

  measure: ({ peers, pace, race }) => race("cells", LSTM, peers, pace, "LSTM"),

  tables({ step }) {
    const rows = Object.entries(step).map(([id, times]) => [
      titleOf(id),
      number(summary(times).median),
      number(ratioOf(step, id).median),
    ]);
    return [{ columns: ["", "ms", "times ours"], rows }];
  },

  targets: ({ step }) =>
    Object.entries(RATIOS).map(([id, atLeast]) => ({
      what: `LSTM, against ${titleOf(id)}`,
      atLeast,
      unit: "×",
      got: ratioOf(step, id),
    })),
};
