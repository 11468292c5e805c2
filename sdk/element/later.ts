/** All that a lab shows after its first figure, in one file: loaded by itself, so that the first figure need not wait for it. */
export { Extras } from "./extras/extras.js";
export { words } from "./strings/en/words.js";
export { VIEWS_BY_ID } from "./views/views.js";
