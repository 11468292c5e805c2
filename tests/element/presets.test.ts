import { experiments } from "gradiometer/experiments";
import { describe, expect, it } from "vitest";
import { zoo } from "../../sdk/doctor/zoo.js";
import { valueOf, withValue } from "../../sdk/element/presets/control.js";
import { loadPresets, presetsFor } from "../../sdk/element/presets/index.js";
import { lectures } from "../../sdk/element/presets/lectures.js";
import { stateOfPreset } from "../../sdk/element/presets/preset.js";
import { zooPresets } from "../../sdk/element/presets/zoo.js";
import { readLink, writeLink } from "../../sdk/element/state/link.js";
import { DEFAULT_STATE } from "../../sdk/element/state/state.js";
import { presetTexts } from "../../sdk/element/strings/presets/text.js";
import { LANGUAGES } from "../../sdk/element/strings/text.js";
import claims from "../claims.json" with { type: "json" };

const presets = await loadPresets();

/** Experiments that no net of the lab can show, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "column-sums": "matrices without a net",
  "regression-net": "a net with pencil and paper, whose weights are given",
  slips: "statements that are wrong, beside right ones",
  "long-memory": "zoo-rnn-shrinking and zoo-rnn-sigmoid-lag show it",
};

describe("presets", () => {
  it("each has its own id in kebab case, and a title and a sentence in every language", async () => {
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
    for (const language of LANGUAGES) {
      const textOf = await presetTexts(language);
      for (const { id } of presets) {
        expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        const { title, sentence } = textOf(id);
        expect([id, title.length > 3, title.length <= 32, sentence.length > 4]).toEqual([id, true, true, true]);
        expect(sentence).toMatch(/\.$/);
      }
    }
  });

  it("there is one for every experiment that a net can show, and for every net of the zoo", () => {
    const shown = new Set(presets.map(({ experiment }) => experiment));
    const missing = experiments.map(({ id }) => id).filter((id) => !shown.has(id));
    expect(missing.sort()).toEqual(Object.keys(ELSEWHERE).sort());
    expect(zooPresets.map(({ net }) => net)).toEqual(zoo.map(({ name }) => name));
    expect(lectures.every(({ claim }) => claim !== null && claim in claims)).toBe(true);
  });

  it("English says of a net of the zoo what its file says", async () => {
    const textOf = await presetTexts("en");
    expect(zooPresets.map(({ id }) => textOf(id).sentence)).toEqual(zoo.map(({ about }) => about));
  });

  it("a link names one, and says the rest over it", async () => {
    for (const preset of presets) {
      const state = stateOfPreset(preset);
      const link = writeLink(state);
      expect(readLink(link, DEFAULT_STATE, await presetsFor(link)).state).toEqual(state);
      const short = `v=1&p=${preset.id}&s=9`;
      expect(readLink(short, DEFAULT_STATE, await presetsFor(short)).state).toEqual({ ...state, seed: 9 });
    }
    const unknown = await presetsFor("#p=no-such-preset");
    expect(unknown("no-such-preset")).toBeUndefined();
    expect((await presetsFor("s=1"))("deep-sigmoid")).toBeUndefined();
  });

  it.each(presets)("$id: its control moves the state, and a link can say where", async (preset) => {
    const state = stateOfPreset(preset);
    const { control } = preset;
    expect(valueOf(state, control)).toBeGreaterThanOrEqual(control.kind === "choice" ? 0 : control.from);
    const values = control.kind === "choice" ? control.choices.keys() : [control.from, control.to];
    for (const value of values) {
      const moved = withValue(state, control, value);
      expect(valueOf(moved, control)).toBe(value);
      const link = writeLink(moved);
      expect(readLink(link, DEFAULT_STATE, await presetsFor(link)).state).toEqual(moved);
    }
  });
});
