/** The list of presets: a title and a sentence each. */
import { html } from "../dom.js";
import { loadPresets } from "../presets/index.js";
import { type Preset, stateOfPreset } from "../presets/preset.js";
import { ZOO_PREFIX } from "../presets/zoo.js";
import { presetTexts } from "../strings/presets/text.js";
import type { ExtrasContext } from "./context.js";
import { openDialog } from "./dialog.js";

/** Opens the list; what is chosen becomes the lab's state, and its sentence stands above the nets. */
export async function openPresets({ face, language, change }: ExtrasContext): Promise<void> {
  const [presets, texts] = await Promise.all([loadPresets(), presetTexts(language)]);
  const { text } = face;
  const row = (preset: Preset): HTMLElement => {
    const { title, sentence } = texts(preset.id);
    const button = html(
      "button",
      { type: "button", class: "preset" },
      html("strong", {}, title),
      html("span", {}, sentence),
    );
    button.addEventListener("click", () => {
      dialog.close();
      change(stateOfPreset(preset), undefined, true);
      face.notice(sentence);
    });
    return html("li", {}, button);
  };
  const list = (chosen: readonly Preset[]): HTMLElement => html("ul", { class: "presets" }, ...chosen.map(row));
  const zoo = presets.filter(({ id }) => id.startsWith(ZOO_PREFIX));
  const lectures = presets.filter((preset) => !zoo.includes(preset));
  const dialog = openDialog(
    face.root,
    "presets-dialog",
    text("presets"),
    text("shareClose"),
    list(lectures),
    html("p", { class: "presets-zoo" }, text("presetsZoo")),
    list(zoo),
  );
}
