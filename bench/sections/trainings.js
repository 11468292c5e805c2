import { number, spread } from "../format.js";
import { ratioOf, summary } from "../measure.js";
import { OURS, titleOf } from "../peers/index.js";
import { TRAININGS } from "../small.js";

/** How many times as long PyTorch takes at least. */
const RATIOS = { "10 × 32, 400 rows": 1.3, "10 × 32, 32 rows": 7, "5 × 16, 100 rows": 7 };

const perSecond = (times) => summary(times.map((ms) => 1000 / ms));

export const trainings = {
  id: "trainings",
  title: `Trainings a second of one core: a tanh net of two inputs is made and takes ${TRAININGS[0].steps} steps of SGD`,

  /** @returns { net: { case: { peer: times } } }. */
  async measure({ peers, pace, race }) {
    const measured = {};
    for (const net of TRAININGS) measured[net.name] = await race("trainings", net, peers, pace, net.name);
    return measured;
  },

  tables(measured) {
    const rows = Object.entries(measured).flatMap(([name, { step }]) =>
      Object.keys(step).map((id) => [
        `${name}, ${titleOf(id)}`,
        spread(perSecond(step[id])),
        id === OURS ? "" : number(ratioOf(step, id).median),
      ]),
    );
    return [{ columns: ["net", "a second", "times ours"], rows }];
  },

  targets: (measured) =>
    Object.entries(RATIOS).map(([name, atLeast]) => ({
      what: `trainings of ${name}, against ${titleOf("torch")}`,
      atLeast,
      unit: "×",
      got: measured[name] && ratioOf(measured[name].step, "torch"),
    })),
};
