import { number, percent } from "../format.js";
import { paired, summary } from "../measure.js";
import { OURS } from "../peers/index.js";

const KINDS = ["layer", "rms", "batch"];
const SHARE = 0.25;
/** rms is less work than layer. */
const WANTED = ["layer", "batch"];

const shareOf = (times, kind) => paired(times[kind][OURS], times.none[OURS], (ms, without) => 1 - without / ms);

export const norms = {
  id: "norms",
  title: "Norms: their share of a training step of 30 layers of 64, batch 64",

  measure: ({ peers, pace, race }) =>
    race(
      "norms",
      KINDS,
      peers.filter(({ id }) => id === OURS),
      pace,
      KINDS.join(", "),
    ),

  tables(times) {
    const rows = ["none", ...KINDS].map((kind) => [
      kind,
      number(summary(times[kind][OURS]).median),
      kind === "none" ? "" : percent(shareOf(times, kind).median),
    ]);
    return [{ columns: ["norm", "ms", "share"], rows }];
  },

  targets: (times) =>
    WANTED.map((kind) => ({
      what: `${kind} norm's share of a step`,
      atMost: SHARE,
      unit: "share",
      got: shareOf(times, kind),
    })),
};
