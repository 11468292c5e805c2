/** The tour above the nets. */
import { openTour } from "../tour/index.js";
import type { TourPanel } from "../tour/panel.js";
import type { ExtrasContext } from "./context.js";
import { DOCS } from "./links.js";
import { adoptPanelStyle } from "./panelStyle.js";

/** @param closed  the reader has left it */
export async function touring({ face, language, change }: ExtrasContext, closed: () => void): Promise<TourPanel> {
  adoptPanelStyle(face.root);
  const tour = await openTour(language, {
    text: face.text,
    numbers: face.numbers,
    docs: DOCS,
    level: face.headingLevel,
    change: (state, anew) => change(state, undefined, anew),
    close: () => {
      tour.root.remove();
      delete face.root.dataset["tour"];
      face.toolbar.focusTrain();
      closed();
    },
  });
  face.root.dataset["tour"] = "";
  face.above.replaceChildren(tour.root);
  return tour;
}
