/** The doctor's panel, loaded when somebody asks. */
import { adoptPanelStyle } from "../presets/panelStyle.js";
import { examineText } from "../strings/examine/text.js";
import type { Language } from "../strings/text.js";
import { type DoctorContext, DoctorPanel } from "./panel.js";

/** The panel with its texts in this language, for a lab with this shadow root; `examine()` starts it. */
export async function openDoctor(
  root: ShadowRoot,
  language: Language,
  context: Omit<DoctorContext, "says">,
): Promise<DoctorPanel> {
  adoptPanelStyle(root);
  return new DoctorPanel({ ...context, says: await examineText(language) });
}
