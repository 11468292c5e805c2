/** The tour, loaded when somebody opens it. */
import { adoptPanelStyle } from "../presets/panelStyle.js";
import type { Language } from "../strings/text.js";
import { tourText } from "../strings/tour/text.js";
import { type TourContext, TourPanel } from "./panel.js";

/** The panel with its texts in this language, for a lab with this shadow root. */
export async function openTour(
  root: ShadowRoot,
  language: Language,
  context: Omit<TourContext, "tour">,
): Promise<TourPanel> {
  adoptPanelStyle(root);
  return new TourPanel({ ...context, tour: await tourText(language) });
}
