/** What a lab shows: made once, then kept in step with its controller. */
import { Card } from "./card/card.js";
import type { Controller } from "./controller.js";
import { Toolbar } from "./controls/toolbar.js";
import type { FigureSpec } from "../figureSpec.js";
import { html, setText } from "./dom.js";
import type { Run } from "./runs.js";
import type { LabState, ViewId } from "./state/state.js";
import { type Numbers, numbersOf } from "./strings/numbers.js";
import { type Language, type Strings, type Text, textOf } from "./strings/text.js";
import { Tabs } from "./tabs.js";
import type { LiveView, ViewContext, ViewRow } from "./views/view.js";
import type { ViewTable } from "./views/views.js";

const NETS = ["a", "b"] as const;
/** Inside of a card: its padding and its border. */
const CARD_EDGES = 30;
const LAB_EDGES = 32;
/** Two cards stand side by side from this width of the lab on. */
const TWO = 860;
const GAP = 16;
/** Nothing can be drawn in less: an element that is not shown has no width. */
const NARROWEST = 120;
/** On a slide type is larger. */
const SLIDE_TYPE = 1.45;
/** The live region speaks at most once in so many ms. */
const QUIET = 5000;

export class Face {
  readonly root: HTMLElement;
  readonly toolbar: Toolbar;
  readonly cards: readonly [Card, Card];
  readonly tabs: Tabs;
  /** Where the tour, the doctor and sharing put what they open. */
  readonly above = html("div", { class: "above" });
  readonly below = html("div", { class: "below" });
  readonly foot = html("div", { class: "foot" });
  readonly #heading = html("div", { class: "heading", role: "heading", "aria-level": 2 });
  readonly #notice = html("p", { class: "notice", hidden: true });
  readonly #stage = html("div", { class: "stage" });
  readonly #live = html("div", { role: "status", "aria-live": "polite", class: "visually-hidden" });
  readonly #step = html("span");
  readonly #hashes = html("span", { class: "hashes" });
  #views: { readonly id: ViewId; readonly views: readonly LiveView[]; readonly panels: readonly HTMLElement[] } | null =
    null;
  #text: Text;
  #numbers: Numbers;
  /** Come after the first figure. */
  #rows: ViewTable | null = null;
  /** The view that is on its way. */
  #loading: ViewId | null = null;
  #width = 0;
  #mode = "";
  #spoken = Number.NEGATIVE_INFINITY;
  #pending: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly lab: Controller,
    language: Language,
    strings: Partial<Strings>,
    change: (state: LabState) => void,
    act: { readonly train: () => void; readonly step: () => void; readonly reset: () => void },
  ) {
    this.#text = textOf(strings);
    this.#numbers = numbersOf(language);
    this.toolbar = new Toolbar({ text: () => this.#text, state: () => lab.state, change, ...act });
    const card = (net: "a" | "b"): Card =>
      new Card({
        net,
        text: () => this.#text,
        numbers: () => this.#numbers,
        state: () => lab.state[net] ?? lab.state.a,
        change: (one) => change({ ...lab.state, [net]: one }),
      });
    this.cards = [card("a"), card("b")];
    this.tabs = new Tabs((view) => change({ ...lab.state, view }));
    this.tabs.root.hidden = true;
    this.foot.append(this.#step, this.#hashes);
    this.#stage.append(html("div", { class: "cards" }, this.cards[0].root, this.cards[1].root), this.tabs.root);
    this.root = html(
      "div",
      { class: "lab" },
      this.#heading,
      this.above,
      this.#notice,
      this.toolbar.root,
      this.#stage,
      this.below,
      this.foot,
      this.#live,
    );
  }

  /** What comes after the first figure is there: all words, and the views. */
  complete(language: Language, strings: Partial<Strings>, rows: ViewTable): void {
    this.#text = textOf(strings);
    this.#numbers = numbersOf(language);
    this.#rows = rows;
    this.#views = null;
    this.tabs.root.hidden = false;
    this.update();
    if (this.lab.run) this.draw();
  }

  get text(): Text {
    return this.#text;
  }

  get numbers(): Numbers {
    return this.#numbers;
  }

  get headingLevel(): number {
    return Number(this.#heading.getAttribute("aria-level"));
  }

  set headingLevel(level: number) {
    this.#heading.setAttribute("aria-level", String(level));
  }

  /** Controls, words and panels, from the state. */
  update(): void {
    const { lab } = this;
    this.root.lang = this.#text("language");
    setText(this.#heading, this.#text("title"));
    this.toolbar.update(lab.playing, lab.ended);
    this.cards[0].update(lab.own.a ? this.#text("ownNet", { name: this.#nameOfData() }) : null);
    this.cards[1].update(lab.own.b ? this.#text("curedNet") : null);
    this.cards[1].root.hidden = lab.state.b === null && !lab.own.b;
    this.tabs.update(lab.state.view, this.#text);
    this.#showViews();
  }

  #nameOfData(): string {
    const { data } = this.lab.state;
    return "name" in data ? data.name : "";
  }

  /** A run stands at its first step. */
  ready(run: Run): void {
    for (const card of this.cards) card.reset(run.plane);
    for (const view of this.#views?.views ?? []) view.reset();
    setText(this.#hashes, "");
    this.#layoutAll();
    this.draw();
    this.say(this.cards[0].sentence.text);
  }

  draw(): void {
    const { lab } = this;
    NETS.forEach((_, index) => {
      const error = lab.run?.nets[index]?.error;
      if (error) this.cards[index]!.fail(error.message);
      const seen = lab.seen(index as 0 | 1);
      if (!seen) return;
      this.cards[index]!.draw(seen);
      this.#views?.views[index]?.draw(seen);
    });
    setText(this.#step, this.#text("stepCount", { step: this.#numbers.whole(lab.step) }));
  }

  done(step: number, hashes: readonly string[], proof: string | null): void {
    const shown = hashes.map((hash, index) => `${"AB"[index] ?? ""} ${hash.slice(0, 8)}`).join(" · ");
    setText(this.#hashes, proof ?? this.#text("hashes", { hashes: shown }));
    const [a, b] = this.cards;
    const said = { step: this.#numbers.whole(step), a: a.sentence.text, b: b.sentence.text };
    this.say(this.#text(b.root.hidden ? "stopped" : "stoppedBoth", said));
  }

  notice(text: string | null, error = false): void {
    this.#notice.hidden = text === null;
    this.#notice.classList.toggle("error", error);
    this.#notice.setAttribute("role", error ? "alert" : "note");
    setText(this.#notice, text ?? "");
  }

  /** Nothing can be computed: what stands in the page in place of the lab is shown with the reason. */
  broken(): void {
    this.#stage.replaceChildren(html("slot"));
  }

  /** To those who listen, and not more often than they can. */
  say(text: string): void {
    clearTimeout(this.#pending);
    const wait = Math.max(0, this.#spoken + QUIET - performance.now());
    this.#pending = setTimeout(() => {
      this.#spoken = performance.now();
      setText(this.#live, text);
    }, wait);
  }

  /** "slide", or what the attribute says. */
  set mode(mode: string) {
    this.#mode = mode;
    this.root.dataset["mode"] = mode;
    this.#layoutAll();
  }

  /** @param width  of the element in CSS pixels */
  layout(width: number): void {
    if (width === this.#width || width < NARROWEST) return;
    this.#width = width;
    this.#layoutAll();
  }

  #layoutAll(): void {
    if (this.#width === 0) return;
    const inner = Math.min(this.#width, 1280) - (this.#width < 560 ? 24 : LAB_EDGES);
    const slide = this.#mode === "slide";
    const two = this.#width >= TWO && !this.cards[1].root.hidden;
    const each = two ? (inner - GAP) / 2 : inner;
    for (const card of this.cards)
      card.layout(Math.floor(each - (slide ? 0 : CARD_EDGES)), slide && !two ? SLIDE_TYPE : 1);
    const views = this.#views?.views ?? [];
    for (const view of views) view.layout(Math.floor(views.length > 1 ? each : inner));
  }

  /** The view that is chosen, for each net that there is, or once where it is the same for both. */
  #showViews(): void {
    const { view: id } = this.lab.state;
    const row = this.#rows?.[id];
    if (!row) return;
    const nets = this.cards[1].root.hidden || row.shared ? NETS.slice(0, 1) : NETS;
    if (this.#views?.id === id && this.#views.views.length === nets.length) return;
    if (this.#loading === id) return;
    this.#loading = id;
    row.load().then(
      (create) => {
        if (this.#loading !== id) return; // another one was chosen since
        this.#loading = null;
        this.#place(id, nets, create);
      },
      (error: unknown) => {
        this.#loading = null;
        this.notice(
          this.#text("shareFailed", { message: error instanceof Error ? error.message : String(error) }),
          true,
        );
      },
    );
  }

  #place(id: ViewId, nets: readonly ("a" | "b")[], create: ViewRow["create"]): void {
    const { lab } = this;
    const contextOf = (net: "a" | "b"): ViewContext => ({
      net,
      text: this.#text,
      numbers: this.#numbers,
      options: () => lab.state.options,
      change: (options) => lab.change({ ...lab.state, options: { ...lab.state.options, ...options } }),
    });
    const views = nets.map((net) => create(contextOf(net)));
    const panels = views.map(({ root }, index) => html("div", { class: "panel", "data-net": nets[index] }, root));
    this.#views = { id, views, panels };
    this.tabs.panel.replaceChildren(...panels);
    this.#layoutAll();
    NETS.forEach((_, index) => {
      const seen = lab.seen(index as 0 | 1);
      if (seen) views[index]?.draw(seen);
    });
  }

  /** The live figures, for exports: the bars of each net, then the view's. */
  figures(): readonly { readonly name: string; readonly spec: FigureSpec }[] {
    const shown = this.cards.filter(({ root }) => !root.hidden);
    const bars = shown.map((card, index) => ({ name: `error-${NETS[index]!}`, spec: card.bars.figure() }));
    const { id, views } = this.#views ?? { id: "", views: [] };
    return [...bars, ...views.map((view, index) => ({ name: `${id}-${NETS[index]!}`, spec: view.figure() }))];
  }

  end(): void {
    clearTimeout(this.#pending);
  }
}
