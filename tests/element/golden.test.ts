/**
 * What the lab's worker says of scenes, presets and views, number by number: `npx vitest run tests/element/golden.test.ts -u` writes
 * the file, and CHANGELOG.md says why a net, a row or a measure is another.
 *
 * @module-tag first
 */
import { expect, it } from "vitest";
import { lectures } from "../../sdk/element/presets/lectures.js";
import { stateOfPreset } from "../../sdk/element/presets/preset.js";
import { zooPresets } from "../../sdk/element/presets/zoo.js";
import { CELLS, DEFAULT_STATE, type LabState, QUANTITIES, VIEWS } from "../../sdk/element/state/state.js";
import { stateOfScene } from "../../sdk/element/tour/scene.js";
import { scenes } from "../../sdk/element/tour/scenes.js";
import { asFile, exactly, short } from "../support/golden.js";
import { runLab } from "./support/runLab.js";

const STEPS = 6;

/** What the page has to bring is no part of these. */
const isMade = ({ data }: LabState): boolean => data.kind === "moons" || data.kind === "spirals";

const ran = (state: LabState) => runLab(state, STEPS, undefined, 4, true);

it("every view of the default lab, and its options", async () => {
  const looks = VIEWS.map((view): [string, LabState] => [view, { ...DEFAULT_STATE, view }]);
  const { options } = DEFAULT_STATE;
  for (const quantity of QUANTITIES)
    looks.push([
      `histograms of ${quantity}`,
      { ...DEFAULT_STATE, view: "histograms", options: { ...options, quantity } },
    ]);
  for (const cell of CELLS)
    looks.push([
      `lag of ${cell}`,
      { ...DEFAULT_STATE, view: "lag", options: { ...options, cell, radius: 0.9, steps: 9 } },
    ]);
  const seen = Object.fromEntries(looks.map(([name, state]) => [name, short(exactly(ran(state)))]));
  await expect(asFile(seen)).toMatchFileSnapshot("../golden/views.json");
});

it("every scene and preset: what it is, its first steps, and what it then says", async () => {
  const said: Record<string, unknown> = {};
  for (const scene of scenes) {
    const state = stateOfScene(scene);
    const { ready, first, frame, hashes, frames } = ran(state);
    said[`scene ${scene.id}`] = {
      is: short(exactly([scene.control, scene.claims, state])),
      frames: frames.map((one) => short(exactly(one))),
      hashes: hashes.map((hash) => hash.slice(0, 16)),
      saw: exactly([scene.saw({ ready, first, frame: first }, state), scene.saw({ ready, first, frame }, state)]),
    };
  }
  for (const preset of [...lectures, ...zooPresets]) {
    const state = stateOfPreset(preset);
    said[`preset ${preset.id}`] = {
      is: exactly([preset.control, preset.says, { ...state, options: undefined }]),
      ...(isMade(state) && { frames: ran(state).frames.map((one) => short(exactly(one))) }),
    };
  }
  await expect(asFile(said)).toMatchFileSnapshot("../golden/lab.json");
}, 600_000);
