/** Presets, loaded when a link names one or the list is opened. */
import type { LabState } from "../state/state.js";
import type { Preset } from "./preset.js";

/** All presets, those of the lectures first. */
export async function loadPresets(): Promise<readonly Preset[]> {
  const [{ lectures }, { zooPresets }] = await Promise.all([import("./lectures.js"), import("./zoo.js")]);
  return [...lectures, ...zooPresets];
}

/**
 * What `readLink` asks for the presets of this link: loaded only where it names one.
 *
 * @example `readLink(text, fallback, await presetsFor(text))`
 */
export async function presetsFor(link: string): Promise<(id: string) => LabState | undefined> {
  if (!new URLSearchParams(link.replace(/^#/, "")).has("p")) return () => undefined;
  const [presets, { stateOfPreset }] = await Promise.all([loadPresets(), import("./preset.js")]);
  return (id) => {
    const found = presets.find((one) => one.id === id);
    return found && stateOfPreset(found);
  };
}
