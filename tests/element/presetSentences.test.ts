/** @module-tag long */
import { describe, expect, it } from "vitest";
import { lectures } from "../../sdk/element/presets/lectures.js";
import { type Preset, stateOfPreset } from "../../sdk/element/presets/preset.js";
import { quantityOf, watchedNet } from "../../sdk/element/presets/quantity.js";
import { zooPresets } from "../../sdk/element/presets/zoo.js";
import type { OwnNet } from "../../sdk/element/worker/protocol.js";
import { zooNet } from "../../sdk/element/worker/study.js";
import { lab, type Ran, runLab } from "./support/runLab.js";

/** What a preset's sentence says that does not hold. */
const wrong = (preset: Preset, ran: Ran): unknown[] =>
  preset.says.flatMap(({ net, what, from, to }) => {
    const value = quantityOf(what, watchedNet(ran, net === "a" ? 0 : 1));
    return value >= from && value <= to ? [] : [{ net, what, from, to, value }];
  });

/** Finite numbers in every layer, or the finding that says why not. */
function explained({ ready, frame }: Ran): boolean {
  return frame.nets.every(({ loss, firstNonFinite }, index) => {
    if (Number.isFinite(loss)) return true;
    return firstNonFinite !== null && ready[index]?.error === undefined;
  });
}

describe("sentences of the presets", () => {
  it.each(lectures)("$id: what it says holds in three seeds", (preset) => {
    const state = stateOfPreset(preset);
    for (const seed of [1, 2, 3]) {
      const ran = runLab({ ...state, seed }, state.max, undefined, state.max, true);
      expect({ seed, wrong: wrong(preset, ran), explained: explained(ran) }).toEqual({
        seed,
        wrong: [],
        explained: true,
      });
    }
  });

  it.each(zooPresets)("$id: what it says holds in three seeds", (preset) => {
    const { net, rows, steps } = zooNet(lab, preset.net);
    const state = stateOfPreset(preset);
    expect(state.max).toBe(steps);
    const own: OwnNet = { ...net, rows };
    for (const seed of [state.seed, 1, 2]) {
      const ran = runLab({ ...state, seed }, steps, own, steps, true);
      expect({ seed, wrong: wrong(preset, ran), explained: explained(ran) }).toEqual({
        seed,
        wrong: [],
        explained: true,
      });
    }
  });
});
