/** @module-tag long */
import { describe, expect, it } from "vitest";
import { valueOf, withValue } from "../../sdk/element/presets/control.js";
import { DEFAULT_STATE, type LabState } from "../../sdk/element/state/state.js";
import { numbersOf } from "../../sdk/element/strings/numbers.js";
import { writeValues } from "../../sdk/element/strings/said.js";
import { tourText } from "../../sdk/element/strings/tour/text.js";
import { LANGUAGES } from "../../sdk/element/strings/text.js";
import { type Saw, stateOfScene } from "../../sdk/element/tour/scene.js";
import { scenes } from "../../sdk/element/tour/scenes.js";
import { experiments } from "gradiometer/experiments";
import claims from "../claims.json" with { type: "json" };
import { runLab } from "./support/runLab.js";

type Bounds = Readonly<Record<string, readonly [number, number]>>;
type Row = readonly [key: Saw["key"], bounds: Bounds];

const guesses: Bounds = { loss: [0.68, 0.71], guess: [0.693, 0.6932] };

/** What each scene says when it opens and has trained, in every seed: its sentences, and where their numbers lie. */
const SAYS: Readonly<Record<string, readonly Row[]>> = {
  squashing: [
    ["sawSlope", { slope: [0.0176, 0.0177], steepest: [0.25, 0.25], times: [14, 14.2], left: [9e-7, 1e-6] }],
    ["aRight", { right: [0.8, 0.95] }],
  ],
  "every-layer": [
    ["sawShare", { depth: [10, 10], share: [1e-9, 1e-8], factor: [0.14, 0.142] }],
    ["aGuesses", guesses],
    ["bRight", { right: [0.99, 1], loss: [0, 0.02] }],
  ],
  growing: [
    ["sawGrowth", { variance: [9, 9], times: [500, 5000] }],
    ["aBroke", { step: [2, 5] }],
  ],
  histograms: [
    ["sawWidths", { a: [0, 1e-3], b: [0.1, 2] }],
    ["aGuesses", guesses],
    ["bRight", { right: [0.85, 1], loss: [0, 0.35] }],
  ],
  initialisation: [
    ["sawBoth", { a: [1e-5, 1e-4], b: [0.5, 2] }],
    ["aGuesses", guesses],
    ["bRight", { right: [0.98, 1], loss: [0, 0.1] }],
  ],
  dying: [
    ["sawDead", { zero: [0, 0], leaky: [1e-20, 1e-6] }],
    ["aGuesses", guesses],
    ["bGuesses", guesses],
  ],
  clipping: [
    ["sawClipped", { cut: [0.3, 1] }],
    ["aBroke", { step: [2, 5] }],
    ["bRight", { right: [0.99, 1], loss: [0, 0.05] }],
  ],
  "only-the-sign": [
    ["sawSize", { share: [1e-9, 1e-8] }],
    ["aGuesses", guesses],
    ["bRight", { right: [0.85, 1], loss: [0, 0.4] }],
  ],
  "far-back": [["sawLag", { steps: [49, 49], radius: [0.8, 0.8], left: [0, 1e-3], theory: [1.7e-5, 1.9e-5] }]],
  norms: [
    ["sawBoth", { a: [10, 1000], b: [0, 1e-11] }],
    ["aRight", { right: [0.99, 1], loss: [0, 0.05] }],
    ["bGuesses", guesses],
  ],
};

const run = (state: LabState, steps = state.max) => runLab(state, steps);

describe("the tour", () => {
  it("has ten scenes, each with a claim and its experiment", () => {
    expect(scenes.map(({ id }) => id)).toEqual(Object.keys(SAYS));
    expect(scenes).toHaveLength(10);
    for (const { claims: numbers, experiment } of scenes) {
      expect(numbers.filter((number) => !(number in claims))).toEqual([]);
      const measured = experiments.find(({ id }) => id === experiment)!.claims.map(({ id }) => id.split(".")[0]);
      expect(measured).toContain(numbers[0]);
    }
  });

  it.each(scenes)("$id: what it says holds in three seeds, in every language", async (scene) => {
    const texts = await Promise.all(LANGUAGES.map(async (language) => [language, await tourText(language)] as const));
    for (const seed of [1, 2, 3]) {
      const state = { ...stateOfScene(scene), seed };
      const saw = scene.saw(run(state), state);
      expect([seed, saw.map(({ key }) => key)]).toEqual([seed, SAYS[scene.id]!.map(([key]) => key)]);
      SAYS[scene.id]!.forEach(([key, bounds], index) => {
        const { values } = saw[index]!;
        for (const [name, [from, to]] of Object.entries(bounds)) {
          expect([
            seed,
            key,
            name,
            values[name]!.value >= from && values[name]!.value <= to,
            values[name]!.value,
          ]).toEqual([seed, key, name, true, values[name]!.value]);
        }
        for (const [language, text] of texts) {
          const sentence = text(key, writeValues(numbersOf(language), values));
          expect(sentence).not.toMatch(/[{}]|NaN|undefined/);
          if (process.env["SHOW"] && language === process.env["SHOW"]) console.log(scene.id, seed, sentence);
        }
      });
    }
  });

  it.each(scenes)("$id: says something sound wherever its control stands", async (scene) => {
    const text = await tourText("en");
    const state = { ...DEFAULT_STATE, ...stateOfScene(scene) };
    const { control } = scene;
    expect(valueOf(state, control)).toBeGreaterThanOrEqual(control.kind === "choice" ? 0 : control.from);
    const values = control.kind === "choice" ? [...control.choices.keys()] : [control.from, control.to];
    for (const value of values) {
      const moved = withValue(state, control, value);
      for (const steps of [0, 20]) {
        const saw = scene.saw(run(moved, steps), moved);
        if (steps > 0) expect(saw.length).toBeGreaterThan(0);
        for (const { key, values: numbers } of saw)
          expect(text(key, writeValues(numbersOf("en"), numbers))).not.toMatch(/[{}]|NaN|undefined/);
      }
    }
  });
});
