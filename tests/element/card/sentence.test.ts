/** The sentence of a net's card, in words that a bound decides. */
import { describe, expect, it } from "vitest";
import { deltasOf, sentenceOf } from "../../../sdk/element/card/sentence.js";
import { en } from "../../../sdk/element/strings/en.js";
import { numbersOf } from "../../../sdk/element/strings/numbers.js";
import { fill, textOf } from "../../../sdk/element/strings/text.js";
import { FIELDS, type NetFrame } from "../../../sdk/element/worker/protocol.js";

const [text, numbers] = [textOf(en), numbersOf("en")];
const said = (first: number, last: number, axis: "layer" | "time" = "layer") => sentenceOf([first, 7, last], axis, text, numbers); // prettier-ignore

describe("how much of the error reaches the first layer", () => {
  it.each<[number, string, "hears" | "hearsAll"]>([
    [2, fill(en.allTimes, { times: numbers.short(2) }), "hearsAll"],
    [1.5, fill(en.allTimes, { times: numbers.short(1.5) }), "hearsAll"],
    [1.49, en.allOfIt, "hearsAll"],
    [0.9, en.allOfIt, "hearsAll"],
    [0.89, numbers.percent(0.89), "hears"],
    [0.1, numbers.percent(0.1), "hears"],
    [0.04, fill(en.oneIn, { n: numbers.whole(25) }), "hears"],
    [1e-11, fill(en.oneIn, { n: numbers.whole(1e11) }), "hears"],
    [1e-12, fill(en.oneIn, { n: numbers.short(1e12) }), "hears"],
  ])("%f of it", (ratio, share, key) => {
    expect(said(ratio, 1)).toEqual({ text: fill(en[key], { share }), share });
    expect(said(3 * ratio, 3, "time").text).toBe(fill(en[`${key}Time`], { share }));
  });

  it("is nothing where one end has no error, and no number where it is none", () => {
    for (const [first, last] of [[0, 1], [1, 0]] as const) expect(said(first, last)).toEqual({ text: en.hearsNothing, share: "" }); // prettier-ignore
    for (const [first, last] of [[NaN, 1], [1, Infinity]] as const) expect(said(first, last)).toEqual({ text: en.hearsNoNumber, share: "" }); // prettier-ignore
    expect(sentenceOf([], "layer", text, numbers)).toEqual({ text: en.hearsNoNumber, share: "" });
  });

  it("reads ‖δ‖ of a frame's table layer by layer", () => {
    const layers = Float64Array.from({ length: 3 * FIELDS.length }, (_, at) => at);
    expect(deltasOf({ layers } as unknown as NetFrame)).toEqual([0, FIELDS.length, 2 * FIELDS.length]);
  });
});
