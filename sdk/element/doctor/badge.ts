/** A net's badge in its card: a sign, a word, a reason with its number; behind "why?" the evidence. */
import { html, setText } from "../dom.js";
import type { Numbers } from "../strings/numbers.js";
import { short, writeNumber, writeValues } from "../strings/said.js";
import type { Key, Text } from "../strings/text.js";
import { svg } from "../views/svg.js";
import type { Badge, BadgeState, Evidence } from "./verdict.js";

/** Word and sign of each state; the sign's outline, and what of it is filled. Colour is never the only sign. */
const STATES: Readonly<Record<BadgeState, { readonly word: Key; readonly outline: string; readonly filled: string }>> =
  {
    "will-not-train": { word: "willNotTrain", outline: "", filled: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z" },
    slow: { word: "slowly", outline: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z", filled: "M8 2a6 6 0 0 0 0 12z" },
    trains: { word: "trains", outline: "M3 8.5l3.5 3.5L13 4.5", filled: "" },
    open: { word: "nothingAgainst", outline: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z", filled: "" },
  };

export interface BadgeContext {
  readonly text: Text;
  readonly numbers: Numbers;
  /** Where the pages of docs/ are, with a slash at the end. */
  readonly docs: string;
  /** The doctor is asked about this net. */
  readonly examine: () => void;
}

export class BadgeView {
  readonly root: HTMLElement;
  readonly #context: BadgeContext;
  readonly #outline = svg("path", { fill: "none", stroke: "currentColor", "stroke-width": 2 });
  readonly #filled = svg("path", { fill: "currentColor" });
  readonly #mark = html("span", { class: "gl-badge" });
  readonly #word = html("strong");
  readonly #reason = html("span", { class: "gl-badge-reason" });
  readonly #why: HTMLButtonElement;
  readonly #evidence = html("div", { class: "gl-evidence", hidden: true });
  readonly #list = html("ul");
  #badge: Badge | null = null;

  constructor(context: BadgeContext) {
    this.#context = context;
    const { text } = context;
    const sign = svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" });
    sign.append(this.#outline, this.#filled);
    this.#mark.append(sign, this.#word);
    this.#why = html("button", { type: "button", class: "gl-why", "aria-expanded": "false" }, text("why"));
    this.#why.addEventListener("click", () => this.#open(this.#evidence.hidden === true));
    const ask = html("button", { type: "button", class: "gl-examine" }, text("examine"));
    ask.addEventListener("click", () => context.examine());
    this.#evidence.append(this.#list, ask);
    this.root = html("div", { class: "gl-verdict", part: "verdict" }, this.#mark, " ", this.#reason, " ", this.#why);
    this.root.append(this.#evidence);
  }

  show(badge: Badge): void {
    const { text, numbers } = this.#context;
    const { word, outline, filled } = STATES[badge.state];
    this.#mark.dataset["state"] = badge.state;
    this.#outline.setAttribute("d", outline);
    this.#filled.setAttribute("d", filled);
    setText(this.#word, text(word));
    setText(this.#reason, text(badge.reason, writeValues(numbers, badge.values)));
    if (!this.#evidence.hidden) this.#fill(badge);
    this.#badge = badge;
  }

  #open(open: boolean): void {
    this.#evidence.hidden = !open;
    this.#why.setAttribute("aria-expanded", String(open));
    if (open && this.#badge) this.#fill(this.#badge);
  }

  #fill({ evidence, finding }: Badge): void {
    const lines = evidence.map((one) => html("li", {}, this.#line(one), " ", this.#link(one.anchor, finding)));
    this.#list.replaceChildren(...lines);
  }

  #line({ what, value, threshold }: Evidence): string {
    const { text, numbers } = this.#context;
    return text("evidenceThreshold", {
      what: text(what),
      value: writeNumber(numbers, short(value)),
      threshold: writeNumber(numbers, short(threshold)),
    });
  }

  #link(anchor: string, finding: string | null): HTMLElement {
    return html("a", { href: `${this.#context.docs}doctor.md#${anchor}` }, finding ?? anchor);
  }
}
