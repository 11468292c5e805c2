/** A lab on a slide: how it looks, and that keys which no control of it needs are the deck's. Loaded with the mode "slide" alone. */
import { sheetOf } from "./extras/sheet.js";

const CSS = `
.lab[data-mode="slide"] { font-size: 1.4em; min-height: 100%; align-content: space-between; }
.lab[data-mode="slide"] .verdict, .lab[data-mode="slide"] .extras, .lab[data-mode="slide"] .table, .lab[data-mode="slide"] .heading, .lab[data-mode="slide"] .views, .lab[data-mode="slide"] .foot, .lab[data-mode="slide"] .more-of-lab, .lab[data-mode="slide"] .more-of-net { display: none; }
.lab[data-mode="slide"] .sentence { font-size: 1.7em; font-weight: 700; order: -1; }
@container (min-width: 860px) { .lab[data-mode="slide"] .cards:has(> .card:nth-child(2):not([hidden])) .sentence { font-size: clamp(22px, 2.3cqi, 1.7em); min-height: 2.6em; } }
.lab[data-mode="slide"] .card-head { flex-wrap: nowrap; }
.lab[data-mode="slide"] .net-fields { flex: 1 1 0; min-width: 0; }
.lab[data-mode="slide"] .toolbar { order: 9; }
.lab[data-mode="slide"] .card { border: 0; padding: 0; }
.lab[data-mode="slide"] .figure text { font-size: 17px; }
.lab[data-mode="slide"] .cards .card:only-child .card-name, .lab[data-mode="slide"] .card:has(+ [hidden]) .card-name { display: none; }
.lab[data-mode="slide"] .field-label { font-size: .7em; }
.lab[data-mode="slide"] .card select { font-size: .7em; padding-inline: 4px; }
`;

export const adoptSlideStyle = sheetOf(CSS);

/** Key → what it is called in the messages that a deck of reveal.js takes from its frames. */
const METHODS: Readonly<Record<string, "next" | "prev">> = {
  ArrowRight: "next",
  PageDown: "next",
  " ": "next",
  ArrowLeft: "prev",
  PageUp: "prev",
};

const PRESSES: readonly string[] = [" ", "Enter"];
const ALONG_TABS: readonly string[] = ["ArrowLeft", "ArrowRight", "Home", "End"];

/** Whether what has the focus does something with a key. */
function needs(target: EventTarget | undefined, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches("input, select, textarea")) return true;
  if (target.matches("[role=tab]") && ALONG_TABS.includes(key)) return true;
  return target.matches("button, summary, a[href]") && PRESSES.includes(key);
}

/**
 * Hands keys on: in a frame by reveal's messages to the page around it; in the deck's own page they pass through by themselves,
 * and those that a control needs are kept from it.
 *
 * @param isSlide  whether the lab is in the mode "slide" now.
 * @returns what ends it
 */
export function passKeys(lab: HTMLElement, isSlide: () => boolean): () => void {
  const keep = (event: KeyboardEvent): void => {
    if (isSlide() && needs(event.composedPath()[0], event.key)) event.stopPropagation();
  };
  const pass = (event: KeyboardEvent): void => {
    const { key, altKey, ctrlKey, metaKey, defaultPrevented } = event;
    const method = METHODS[key];
    if (!isSlide() || method === undefined || defaultPrevented || altKey || ctrlKey || metaKey) return;
    if (needs(event.composedPath()[0], key)) return;
    event.preventDefault(); // a second lab on the page must not turn another one
    parent.postMessage(JSON.stringify({ method }), "*"); // a deck of any origin: there is nothing to hide in it
  };
  const giveBack = (event: MouseEvent): void => {
    const [target] = event.composedPath();
    // Who came by the keyboard (detail 0) stays where they are.
    if (!isSlide() || event.detail === 0 || !(target instanceof Element)) return;
    const button = target.closest("button");
    if (!button || button.matches("[role=tab]") || button.closest("dialog")) return;
    button.blur();
    if (framed) parent.focus();
  };
  const framed = parent !== window;
  lab.addEventListener("click", giveBack);
  if (framed) addEventListener("keydown", pass);
  else lab.addEventListener("keydown", keep);
  return () => {
    lab.removeEventListener("click", giveBack);
    lab.removeEventListener("keydown", keep);
    removeEventListener("keydown", pass);
  };
}
