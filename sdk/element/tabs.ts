/** The views below the cards, behind tabs. */
import { html, setText } from "./dom.js";
import { type ViewId, VIEWS } from "./state/state.js";
import type { Key, Text } from "./strings/text.js";
import { tabAfter } from "./tabKeys.js";

/** What is seen of the tab before the one that is chosen, in CSS pixels. */
const BEFORE = 24;

let tablists = 0;

export class Tabs {
  readonly root: HTMLElement;
  readonly panel: HTMLElement;
  readonly #list = html("div", { role: "tablist", class: "tabs" });
  readonly #tabs: ReadonlyMap<ViewId, HTMLButtonElement>;
  /** Whose tab was brought into sight, where not all tabs are. */
  #inSight: ViewId | null = null;
  readonly #about = html("p", { class: "about-view" });

  constructor(private readonly choose: (view: ViewId) => void) {
    const id = `views-${++tablists}`;
    this.panel = html("div", { class: "panels" });
    const panel = html("div", { role: "tabpanel", id, tabindex: 0, class: "tabpanel" }, this.#about, this.panel);
    this.#tabs = new Map(
      VIEWS.map((view) => {
        const tab = html("button", { type: "button", role: "tab", id: `${id}-${view}`, "aria-controls": id });
        tab.addEventListener("click", () => this.choose(view));
        return [view, tab];
      }),
    );
    this.#list.append(...this.#tabs.values());
    this.#list.addEventListener("keydown", (event) => this.#move(event));
    this.root = html("div", { class: "views" }, this.#list, panel);
  }

  update(view: ViewId, text: Text): void {
    this.#list.setAttribute("aria-label", text("views"));
    for (const [id, tab] of this.#tabs) {
      setText(tab, text(`view_${id}` as Key));
      tab.setAttribute("aria-selected", String(id === view));
      tab.tabIndex = id === view ? 0 : -1;
      if (id === view) this.root.querySelector("[role=tabpanel]")?.setAttribute("aria-labelledby", tab.id);
    }
    setText(this.#about, text(`explain_${view}` as Key));
    if (this.root.hidden || view === this.#inSight) return;
    this.#inSight = view;
    this.#list.scrollLeft = this.#tabs.get(view)!.offsetLeft - this.#list.offsetLeft - BEFORE;
  }

  #move(event: KeyboardEvent): void {
    const at = VIEWS.findIndex((view) => this.#tabs.get(view) === event.target);
    const to = tabAfter(event.key, at, VIEWS.length);
    if (to === null) return;
    event.preventDefault();
    const view = VIEWS[to]!;
    this.choose(view);
    this.#tabs.get(view)?.focus();
  }
}
