/** Train, step, start again; the depth; everything of the whole lab. */
import { html, setText } from "../dom.js";
import { icon, setIcon } from "../icons.js";
import type { LabState } from "../state/state.js";
import type { Text } from "../strings/text.js";
import { type Field, makeField } from "./field.js";
import { DEPTH, LAB_FIELDS } from "./fields.js";

export interface ToolbarHooks {
  readonly text: () => Text;
  readonly state: () => LabState;
  readonly change: (state: LabState) => void;
  readonly train: () => void;
  readonly step: () => void;
  readonly reset: () => void;
}

export class Toolbar {
  readonly root: HTMLElement;
  /** What else the whole lab has: presets, sharing. */
  extras = html("div", { class: "extras" });
  /** Behind "Preset, data, seed …": the fields, and what reads a file. */
  readonly more: HTMLDetailsElement;
  readonly #train: HTMLButtonElement;
  readonly #trainIcon = icon("play");
  readonly #trainText = html("span");
  readonly #step: HTMLButtonElement;
  readonly #stepText = html("span");
  readonly #reset: HTMLButtonElement;
  readonly #depth: Field<LabState>;
  readonly #fields: Field<LabState>[];
  readonly #moreText = html("summary");

  constructor(private readonly hooks: ToolbarHooks) {
    const { state, change } = hooks;
    this.#train = html("button", { type: "button", class: "primary" }, this.#trainIcon, this.#trainText);
    this.#step = html("button", { type: "button" }, icon("step"), this.#stepText);
    this.#reset = html("button", { type: "button", class: "icon-only" }, icon("reset"));
    this.#train.addEventListener("click", () => hooks.train());
    this.#step.addEventListener("click", () => hooks.step());
    this.#reset.addEventListener("click", () => hooks.reset());
    this.#depth = makeField(DEPTH, state, change);
    this.#fields = LAB_FIELDS.map((row) => makeField(row, state, change));
    this.more = html(
      "details",
      { class: "more-of-lab" },
      this.#moreText,
      html("div", { class: "fields" }, ...this.#fields.map(({ root }) => root)),
    );
    this.root = html(
      "div",
      { class: "toolbar", part: "controls play", role: "group" },
      html("div", { class: "buttons" }, this.#train, this.#step, this.#reset),
      this.#depth.root,
      this.extras,
      this.more,
    );
  }

  update(playing: boolean, ended: boolean): void {
    const text = this.hooks.text();
    setText(this.#trainText, text(playing ? "pause" : ended ? "trainOn" : "train"));
    setIcon(this.#trainIcon, playing ? "pause" : "play");
    setText(this.#stepText, text("step"));
    this.#step.disabled = playing;
    this.#reset.setAttribute("aria-label", text("reset"));
    this.#reset.title = text("reset");
    setText(this.#moreText, text("more"));
    for (const field of [this.#depth, ...this.#fields]) field.update(this.hooks.state(), text);
  }

  focusTrain(): void {
    this.#train.focus();
  }
}
