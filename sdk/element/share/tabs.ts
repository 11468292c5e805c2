/** Tabs as the ARIA practices have them: arrows, Home and End move, and what is chosen is shown. */
import { html } from "../dom.js";
import { tabAfter } from "../tabKeys.js";

export interface Tab {
  readonly title: string;
  readonly panel: HTMLElement;
  /** The panel is shown. */
  readonly onShow: () => void;
}

let count = 0;

export class Tabs {
  readonly root = html("div");
  readonly #buttons: HTMLButtonElement[];

  constructor(
    private readonly tabs: readonly Tab[],
    label: string,
  ) {
    const prefix = `gl-tabs-${++count}`;
    this.#buttons = tabs.map(({ title, panel }, index) => {
      const [id, controls] = [`${prefix}-tab-${index}`, `${prefix}-panel-${index}`];
      const button = html("button", { type: "button", id, role: "tab", "aria-controls": controls }, title);
      button.addEventListener("click", () => this.show(index));
      panel.id = controls;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", id);
      panel.tabIndex = 0;
      return button;
    });
    const list = html("div", { class: "tabs", role: "tablist", "aria-label": label }, ...this.#buttons);
    list.addEventListener("keydown", (event) => this.#move(event));
    this.root.append(list, ...tabs.map(({ panel }) => panel));
  }

  show(chosen: number): void {
    this.tabs.forEach(({ panel }, index) => {
      const own = index === chosen;
      panel.hidden = !own;
      this.#buttons[index]!.setAttribute("aria-selected", String(own));
      this.#buttons[index]!.tabIndex = own ? 0 : -1;
    });
    this.tabs[chosen]!.onShow();
  }

  #move(event: KeyboardEvent): void {
    const at = this.#buttons.findIndex((button) => button === event.target);
    const next = tabAfter(event.key, at, this.tabs.length);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation(); // a deck of slides would turn the page
    this.show(next);
    this.#buttons[next]!.focus();
  }
}
