import { number, percent } from "../format.js";
import { paired, ratioOf, summary } from "../measure.js";
import { flop, netOf, OWN_PRODUCT } from "../nets.js";
import { OURS, titleOf } from "../peers/index.js";

/** How many times as long a peer's step takes at least. */
const RATIOS = {
  tiny: { tfjs: 80, jax: 60, torch: 45 },
  standard: { tfjs: 15, jax: 7, torch: 2.4 },
  deep: { tfjs: 12, jax: 5, torch: 1.15 },
  mnist: { tfjs: 9.5, jax: 1.75, torch: 0.4 },
  wide: { tfjs: 10, jax: 3, torch: 0.8 },
};

/** What a step reaches at least of the rate of our own product, measured beside it. */
const SHARES = { tiny: 0.25, standard: 0.65, deep: 0.7, mnist: 0.85, wide: 0.6 };

const shareOf = (name, { step, product }) =>
  paired(step[OURS], product[OURS], (ms, own) => (flop(netOf(name)) / ms) * (own / (2 * OWN_PRODUCT ** 3)));

export const training = {
  id: "training",
  title: "A training step: forward, cross-entropy, backward, SGD, the loss read",

  /** @returns { net: { case: { peer: times } } }. */
  async measure({ nets, peers, pace, race }) {
    const steps = {};
    for (const net of nets) steps[net.name] = await race("training", net, peers, pace, net.name);
    return steps;
  },

  tables(steps) {
    const ids = [...new Set(Object.values(steps).flatMap(({ step }) => Object.keys(step)))];
    const columns = ["net", ...ids.map((id) => `${titleOf(id)}, ms`), `share of our ${OWN_PRODUCT}³ product's rate`];
    const rows = Object.entries(steps).map(([name, times]) => [
      name,
      ...ids.map((id) => {
        if (!times.step[id]) return "–";
        const ms = number(summary(times.step[id]).median);
        return id === OURS ? ms : `${ms} = ${number(ratioOf(times.step, id).median)} ×`;
      }),
      percent(shareOf(name, times).median),
    ]);
    return [{ columns, rows }];
  },

  targets: (steps) =>
    Object.entries(steps).flatMap(([name, times]) => [
      ...Object.entries(RATIOS[name]).map(([id, atLeast]) => ({
        what: `${name}, against ${titleOf(id)}`,
        atLeast,
        unit: "×",
        got: ratioOf(times.step, id),
      })),
      { what: `${name}, of our own product's rate`, atLeast: SHARES[name], unit: "share", got: shareOf(name, times) },
    ]),
};
