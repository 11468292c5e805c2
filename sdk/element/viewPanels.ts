/** The view that is chosen, below the cards: for each net that there is, or once where it is the same for both. */
import type { Controller } from "./controller.js";
import { html } from "./dom.js";
import type { ViewId } from "./state/state.js";
import type { Numbers } from "./strings/numbers.js";
import type { Strings, Text } from "./strings/text.js";
import { Tabs } from "./tabs.js";
import type { LiveView, ViewContext, ViewRow } from "./views/view.js";
import type { ViewTable } from "./views/views.js";

export interface ViewHooks {
  readonly lab: Controller;
  readonly text: () => Text;
  readonly numbers: () => Numbers;
  readonly choose: (view: ViewId) => void;
  /** Every text of the language is there. */
  readonly learn: (words: Partial<Strings>) => void;
  /** Other views stand in their place. */
  readonly placed: () => void;
  readonly failed: (message: string) => void;
}

const NETS = ["a", "b"] as const;

export class ViewPanels {
  readonly #tabs: Tabs;
  /** Come after the first figure. */
  #rows: ViewTable | null = null;
  #allWords: (() => Promise<Partial<Strings>>) | null = null;
  #shown: { readonly id: ViewId; readonly views: readonly LiveView[] } | null = null;
  /** The view that is on its way. */
  #loading: { readonly id: ViewId } | null = null;

  constructor(private readonly hooks: ViewHooks) {
    this.#tabs = new Tabs(hooks.choose);
    this.root.hidden = true;
  }

  get root(): HTMLElement {
    return this.#tabs.root;
  }

  /** Net by net. */
  get shown(): { readonly id: ViewId; readonly views: readonly LiveView[] } | null {
    return this.#shown;
  }

  /** @param all  loads every text, for a view whose own are not there yet. */
  complete(rows: ViewTable, all: () => Promise<Partial<Strings>>): void {
    this.#rows = rows;
    this.#allWords = all;
    this.#shown = this.#loading = null;
    this.root.hidden = false;
  }

  /** @param both  whether there is a net B */
  update(both: boolean): void {
    const { lab, text, failed } = this.hooks;
    const { view: id } = lab.state;
    this.#tabs.update(id, text());
    const row = this.#rows?.[id];
    if (!row) return;
    const nets = both && !row.shared ? NETS : NETS.slice(0, 1);
    if (this.#shown?.id === id && this.#shown.views.length === nets.length) return;
    if (this.#loading?.id === id) return;
    const loading = { id };
    this.#loading = loading;
    const missing = text()(`explain_${id}`) === "" ? this.#allWords?.() : undefined;
    Promise.all([row.load(), missing]).then(
      ([create, words]) => {
        if (this.#loading !== loading) return; // another one was chosen since, or another language
        this.#loading = null;
        if (words) this.hooks.learn(words);
        this.#tabs.update(id, text());
        this.#place(id, nets, create);
      },
      (error: unknown) => {
        if (this.#loading !== loading) return;
        this.#loading = null;
        failed(error instanceof Error ? error.message : String(error));
      },
    );
  }

  reset(): void {
    for (const view of this.#shown?.views ?? []) view.reset();
  }

  draw(): void {
    this.#shown?.views.forEach((view, index) => {
      const seen = this.hooks.lab.seen(index as 0 | 1);
      if (seen) view.draw(seen);
    });
  }

  /** @param each  width of a view where there are two, in CSS pixels. @param whole  of one alone */
  layout(each: number, whole: number): void {
    const views = this.#shown?.views ?? [];
    for (const view of views) view.layout(views.length > 1 ? each : whole);
  }

  #place(id: ViewId, nets: readonly ("a" | "b")[], create: ViewRow["create"]): void {
    const { lab, text, numbers, placed } = this.hooks;
    const contextOf = (net: "a" | "b"): ViewContext => ({
      net,
      text: text(),
      numbers: numbers(),
      options: () => lab.state.options,
      change: (options) => lab.change({ ...lab.state, options: { ...lab.state.options, ...options } }),
    });
    const views = nets.map((net) => create(contextOf(net)));
    this.#shown = { id, views };
    this.#tabs.panel.replaceChildren(
      ...views.map(({ root }, index) => html("div", { class: "panel", "data-net": nets[index] }, root)),
    );
    placed();
    this.draw();
  }
}
