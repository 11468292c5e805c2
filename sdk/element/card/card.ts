/** One net: its controls, the sentence, the bars, the map, the loss, the verdict. */
import { FIRST_NET_FIELDS, MORE_NET_FIELDS, type NetField } from "../controls/fields.js";
import { type Field, makeField } from "../controls/field.js";
import { html, setText } from "../dom.js";
import type { NetState } from "../state/net.js";
import type { Numbers } from "../strings/numbers.js";
import type { Text } from "../strings/text.js";
import type { Seen } from "../views/view.js";
import { Bars } from "./bars.js";
import { LossLine } from "./loss.js";
import { MapView, type Plane } from "./map.js";
import { deltasOf, type Sentence, sentenceOf } from "./sentence.js";

export interface CardHooks {
  readonly net: "a" | "b";
  readonly text: () => Text;
  readonly numbers: () => Numbers;
  readonly state: () => NetState;
  readonly change: (net: NetState) => void;
}

/** Beside the bars from this width on; below them in a narrower card. */
const BESIDE = 440;
const SIDE = 168;
const GAP = 16;

export class Card {
  readonly root: HTMLElement;
  readonly bars: Bars;
  readonly loss: LossLine;
  /** What the doctor has to say stands here. */
  readonly verdict = html("div", { class: "verdict", part: "verdict" });
  readonly #name = html("strong", { class: "card-name" });
  readonly #own = html("span", { class: "own-name", hidden: true });
  readonly #sentence = html("p", { class: "sentence" });
  readonly #message = html("p", { class: "message", hidden: true });
  readonly #map = new MapView();
  readonly #body: HTMLElement;
  readonly #controls: HTMLElement;
  readonly #more: HTMLDetailsElement;
  readonly #moreName = html("summary");
  readonly #fields: Field<NetState>[];
  #said: Sentence = { text: "", share: "" };

  constructor(private readonly hooks: CardHooks) {
    const words = () => ({ text: hooks.text(), numbers: hooks.numbers(), sentence: this.#said.text });
    this.bars = new Bars(hooks.net, words);
    this.loss = new LossLine(words);
    const field = (row: NetField): Field<NetState> => makeField(row, hooks.state, hooks.change);
    const first = FIRST_NET_FIELDS.map(field);
    const more = MORE_NET_FIELDS.map(field);
    this.#fields = [...first, ...more];
    this.#more = html(
      "details",
      { class: "more-of-net" },
      this.#moreName,
      html("div", { class: "fields" }, ...more.map(({ root }) => root)),
    );
    this.#controls = html("div", { class: "fields net-fields" }, ...first.map(({ root }) => root));
    this.#body = html(
      "div",
      { class: "card-body" },
      this.bars.root,
      html("div", { class: "side" }, this.#map.root, this.loss.root),
    );
    this.root = html(
      "section",
      { class: "card", part: "net", "data-net": hooks.net },
      html("div", { class: "card-head" }, this.#name, this.#own, this.#controls),
      this.#more,
      this.#sentence,
      this.#message,
      this.#body,
      this.verdict,
    );
  }

  get sentence(): Sentence {
    return this.#said;
  }

  /** Follows the state and the language. @param own  the name of a net that the controls do not describe */
  update(own: string | null): void {
    const { net, text, state } = this.hooks;
    const label = text()(net === "a" ? "netA" : "netB");
    setText(this.#name, net.toUpperCase());
    this.root.setAttribute("aria-label", label);
    setText(this.#moreName, text()("moreOfNet"));
    for (const field of this.#fields) field.update(state(), text());
    this.#own.hidden = own === null;
    this.#controls.hidden = this.#more.hidden = own !== null;
    setText(this.#own, own ?? "");
  }

  reset(plane: Plane | null): void {
    this.#map.reset(plane);
    this.bars.reset();
    this.loss.reset();
  }

  /** A net that could not be made says why. */
  fail(message: string): void {
    this.#message.hidden = false;
    this.#sentence.hidden = this.#body.hidden = true;
    setText(this.#message, message);
  }

  draw(seen: Seen): void {
    this.#message.hidden = true;
    this.#sentence.hidden = this.#body.hidden = false;
    const { text, numbers, net } = this.hooks;
    this.#said = sentenceOf(deltasOf(seen.frame), seen.ready.axis, text(), numbers());
    this.#say(this.#said);
    this.bars.draw(seen);
    this.loss.draw(seen);
    const right = numbers().percent(seen.frame.accuracy);
    this.#map.draw(seen.frame.map, text()("mapLabel", { net: net.toUpperCase(), right }));
  }

  #say({ text, share }: Sentence): void {
    if (this.#sentence.textContent === text) return;
    const at = share === "" ? -1 : text.indexOf(share);
    if (at < 0) this.#sentence.replaceChildren(text);
    else
      this.#sentence.replaceChildren(
        text.slice(0, at),
        html("b", { class: "share" }, share),
        text.slice(at + share.length),
      );
  }

  /**
   * @param width  of the card's inside, in CSS pixels
   * @param type   size of the type in figures, 1 being 12 px
   */
  layout(width: number, type: number): void {
    const beside = width >= BESIDE && !this.#map.root.hidden;
    this.#body.classList.toggle("beside", beside);
    this.#body.style.setProperty("--side", `${Math.round(SIDE * type)}px`);
    const most = Math.round(SIDE * type);
    const side = beside ? most : Math.min(most, Math.floor((width - GAP) / 2));
    this.bars.layout(beside ? width - most - GAP : width, type);
    this.#map.layout(side);
    this.loss.layout(beside ? most : this.#map.root.hidden ? Math.min(width, 360) : width - side - GAP, type);
  }
}
