/** The sentence with its one number: how much of the error reaches the first layer. */
import { FIELDS, type NetFrame } from "../worker/protocol.js";
import type { Numbers } from "../strings/numbers.js";
import type { Text } from "../strings/text.js";

/** ‖δ‖ layer by layer. */
export const deltasOf = ({ layers }: NetFrame): number[] =>
  Array.from({ length: layers.length / FIELDS.length }, (_, layer) => layers[layer * FIELDS.length]!);

/** From this share on the first layer hears all. */
const ALL = 0.9;
const MORE = 1.5;
/** A share from here on is said in percent, a smaller one as one in so many. */
const PERCENT = 0.1;

export interface Sentence {
  readonly text: string;
  /** The part of it that is printed in the net's colour; empty where there is none. */
  readonly share: string;
}

export function sentenceOf(deltas: readonly number[], axis: "layer" | "time", text: Text, numbers: Numbers): Sentence {
  const [first = Number.NaN, last = Number.NaN] = [deltas[0], deltas.at(-1)];
  if (!Number.isFinite(first) || !Number.isFinite(last)) return { text: text("hearsNoNumber"), share: "" };
  const ratio = first / last;
  if (first === 0 || last === 0) return { text: text("hearsNothing"), share: "" };
  const whole = Math.round(1 / ratio);
  const share =
    ratio >= MORE
      ? text("allTimes", { times: numbers.short(ratio) })
      : ratio >= ALL
        ? text("allOfIt")
        : ratio >= PERCENT
          ? numbers.percent(ratio)
          : text("oneIn", { n: whole < 1e12 ? numbers.whole(whole) : numbers.short(whole) });
  const all = ratio >= ALL;
  const key = axis === "time" ? (all ? "hearsAllTime" : "hearsTime") : all ? "hearsAll" : "hears";
  return { text: text(key, { share }), share };
}
