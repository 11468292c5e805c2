/** The doctor's panel, loaded when somebody asks. */
import { examineText } from "../strings/examine/text.js";
import type { Language } from "../strings/text.js";
import { type DoctorContext, DoctorPanel } from "./panel.js";

/** The panel with its texts in this language; `examine()` starts it. */
export async function openDoctor(language: Language, context: Omit<DoctorContext, "says">): Promise<DoctorPanel> {
  return new DoctorPanel({ ...context, says: await examineText(language) });
}
