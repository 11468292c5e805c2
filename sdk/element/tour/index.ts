/** The tour, loaded when somebody opens it. */
import type { Language } from "../strings/text.js";
import { tourText } from "../strings/tour/text.js";
import { type TourContext, TourPanel } from "./panel.js";

/** The panel with its texts in this language. */
export async function openTour(language: Language, context: Omit<TourContext, "tour">): Promise<TourPanel> {
  return new TourPanel({ ...context, tour: await tourText(language) });
}
