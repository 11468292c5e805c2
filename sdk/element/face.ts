/** What a lab shows: made once, then kept in step with its controller. */
import { Card } from "./card/card.js";
import type { Controller } from "./controller.js";
import { Toolbar } from "./controls/toolbar.js";
import { html, setText } from "./dom.js";
import type { Run } from "./runs.js";
import type { LabState } from "./state/state.js";
import { type Numbers, numbersOf } from "./strings/numbers.js";
import { type Language, type Strings, type Text, textOf } from "./strings/text.js";
import { ViewPanels } from "./viewPanels.js";
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
  readonly views: ViewPanels;
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
  readonly #cardsPlace: HTMLElement;
  #text: Text;
  #numbers: Numbers;
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
    this.views = new ViewPanels({
      lab,
      text: () => this.#text,
      numbers: () => this.#numbers,
      choose: (view) => change({ ...lab.state, view }),
      learn: (words) => (this.#text = textOf(words)),
      placed: () => this.#layoutAll(),
      failed: (message) => this.notice(this.#text("shareFailed", { message }), true),
    });
    this.foot.append(this.#step, this.#hashes);
    this.#cardsPlace = html("div", { class: "cards" }, this.cards[0].root, this.cards[1].root);
    this.#stage.append(this.#cardsPlace, this.views.root);
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

  /**
   * What comes after the first figure is there: more words, and the views.
   *
   * @param all  loads every text, for a view whose own are not among them.
   */
  complete(language: Language, strings: Partial<Strings>, rows: ViewTable, all: () => Promise<Partial<Strings>>): void {
    this.#text = textOf(strings);
    this.#numbers = numbersOf(language);
    this.views.complete(rows, all);
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
    this.views.update(!this.cards[1].root.hidden);
  }

  #nameOfData(): string {
    const { data } = this.lab.state;
    return "name" in data ? data.name : "";
  }

  /** A run stands at its first step. */
  ready(run: Run): void {
    // After a run that could not begin.
    if (this.#cardsPlace.parentNode !== this.#stage) this.#stage.replaceChildren(this.#cardsPlace, this.views.root);
    for (const card of this.cards) card.reset(run.plane);
    this.views.reset();
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
      if (seen) this.cards[index]!.draw(seen);
    });
    this.views.draw();
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
    for (const card of this.cards) card.layout(Math.floor(each - (slide ? 0 : CARD_EDGES)), slide ? SLIDE_TYPE : 1);
    this.views.layout(Math.floor(each), Math.floor(inner));
  }

  end(): void {
    clearTimeout(this.#pending);
  }
}
