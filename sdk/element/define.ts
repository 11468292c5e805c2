/** Registers `<gradient-lab>`. Twice, from two copies, is no error; without a DOM, nothing happens. */
import { GradientLab } from "./element.js";

export { GradientLab } from "./element.js";
export { LabDoneEvent, LabErrorEvent, LabFindingEvent, LabStepEvent } from "./events.js";

export const TAG = "gradient-lab";

// Rendered on a server there are neither; the page's own copy registers it.
if (typeof customElements !== "undefined" && !customElements.get(TAG)) customElements.define(TAG, GradientLab);
