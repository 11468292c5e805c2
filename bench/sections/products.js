import { number, percent } from "../format.js";
import { paired, summary } from "../measure.js";
import { CEILING_FLOP, PRODUCT_SIZES, PRODUCTS } from "../nets.js";
import { OURS, titleOf } from "../peers/index.js";

const LARGE = 192;
const SHARES = { large: 0.85, 64: 0.65 };

const rate = (flop, ms) => flop / ms / 1e6;
const productFlop = (n) => 2 * n ** 3;

const shareOf = (times, name, n) =>
  paired(
    times[`${name} ${n}`][OURS],
    times[`ceiling ${n}`][OURS],
    (ms, top) => rate(productFlop(n), ms) / rate(CEILING_FLOP, top),
  );

/** GFLOP/s of separate multiplications and additions, over the whole run. */
export const ceilingOf = (times) =>
  summary(PRODUCT_SIZES.flatMap((n) => times[`ceiling ${n}`][OURS].map((ms) => rate(CEILING_FLOP, ms))));

export const products = {
  id: "products",
  title: "Products of n × n matrices, GFLOP/s, and our share of the ceiling measured beside them",

  measure: ({ peers, pace, race }) => race("products", null, peers, { ...pace, warmMs: 60, roundMs: 40 }, "n × n"),

  tables(times) {
    return Object.keys(PRODUCTS).map((name) => {
      const ids = Object.keys(times[`${name} ${PRODUCT_SIZES[0]}`]);
      const rows = PRODUCT_SIZES.map((n) => [
        String(n),
        number(rate(CEILING_FLOP, summary(times[`ceiling ${n}`][OURS]).median)),
        ...ids.map((id) => {
          const ms = times[`${name} ${n}`][id];
          if (!ms) return "–";
          const gflops = number(rate(productFlop(n), summary(ms).median));
          return id === OURS ? `${gflops} = ${percent(shareOf(times, name, n).median)}` : gflops;
        }),
      ]);
      return { columns: [`n, ${name}`, "ceiling", ...ids.map(titleOf)], rows };
    });
  },

  targets: (times) =>
    Object.keys(PRODUCTS).flatMap((name) => {
      const large = PRODUCT_SIZES.filter((n) => n >= LARGE).map((n) => ({ n, got: shareOf(times, name, n) }));
      const worst = large.reduce((a, b) => (b.got.median < a.got.median ? b : a));
      const what = `${name} of the mul/add ceiling,`;
      return [
        { what: `${what} n ≥ ${LARGE} (worst: ${worst.n})`, atLeast: SHARES.large, unit: "share", got: worst.got },
        { what: `${what} n = 64`, atLeast: SHARES[64], unit: "share", got: shareOf(times, name, 64) },
      ];
    }),
};
