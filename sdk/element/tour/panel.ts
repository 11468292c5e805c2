/** The tour on the page: one scene after the other, each with its one control. */
import { elementAt } from "../../core/element.js";
import { html, setText } from "../dom.js";
import { controlField, type Field } from "../presets/field.js";
import type { Watched } from "../presets/quantity.js";
import type { LabState } from "../state/state.js";
import type { Numbers } from "../strings/numbers.js";
import { writeValues } from "../strings/said.js";
import type { Text } from "../strings/text.js";
import type { TourText } from "../strings/tour/text.js";
import { type Scene, stateOfScene } from "./scene.js";
import { scenes } from "./scenes.js";

/** What the tour asks of its lab. */
export interface TourContext {
  readonly text: Text;
  readonly tour: TourText;
  readonly numbers: Numbers;
  /** Where the pages of docs/ are, with a slash at the end. */
  readonly docs: string;
  /** Of a scene's heading: it stands in place of the lab's own. */
  readonly level: number;
  /** A scene opened, which begins at its first step, or its control was moved. */
  readonly change: (state: LabState, anew: boolean) => void;
  readonly close: () => void;
}

/** Keys that turn the page wherever the focus is in the panel; arrows do so away from its control. */
const KEYS: Readonly<Record<string, number>> = { PageDown: 1, PageUp: -1 };
const ARROWS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export class TourPanel {
  readonly root: HTMLElement;
  readonly #context: TourContext;
  readonly #title = html("p", { class: "gl-tour-title", role: "heading", tabindex: -1 });
  readonly #progress = html("p", { class: "gl-tour-progress" });
  readonly #bar = html("progress", { max: scenes.length, value: 1, "aria-hidden": "true" });
  readonly #paragraph = html("p", { class: "gl-tour-text" });
  readonly #control = html("div", { class: "gl-tour-control" });
  readonly #saw = html("p", { class: "gl-tour-saw", role: "status" });
  readonly #claim = html("p", { class: "gl-tour-claim" });
  readonly #previous: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  #index = 0;
  #state: LabState = stateOfScene(elementAt(scenes, 0));
  #field: Field | null = null;

  constructor(context: TourContext) {
    this.#context = context;
    const { tour, level } = context;
    this.#title.setAttribute("aria-level", String(level));
    const button = (name: string, act: () => void): HTMLButtonElement => {
      const made = html("button", { type: "button", class: name });
      made.addEventListener("click", act);
      return made;
    };
    this.#previous = button("gl-tour-previous", () => this.show(this.#index - 1));
    this.#next = button("gl-tour-next", () => this.show(this.#index + 1));
    const leave = button("gl-tour-leave", () => context.close());
    setText(leave, tour("leave"));
    this.root = html(
      "section",
      { class: "gl-tour", "aria-label": tour("tour") },
      html("header", {}, this.#progress, this.#bar, leave),
      this.#title,
      this.#paragraph,
      this.#control,
      this.#saw,
      this.#claim,
      html("nav", { "aria-label": tour("tour") }, this.#previous, this.#next),
    );
    this.root.addEventListener("keydown", (event) => this.#key(event));
    this.show(0, false);
  }

  get index(): number {
    return this.#index;
  }

  /** Opens a scene; behind the last one the tour ends. */
  show(index: number, focused = true): void {
    if (index < 0) return;
    if (index >= scenes.length) {
      this.#context.close();
      return;
    }
    const { tour } = this.#context;
    const scene = elementAt(scenes, index);
    this.#index = index;
    this.#state = stateOfScene(scene);
    setText(this.#progress, tour("progress", { n: index + 1, all: scenes.length }));
    this.#bar.value = index + 1;
    setText(this.#title, tour(`${scene.id}.title`));
    setText(this.#paragraph, tour(`${scene.id}.text`));
    setText(this.#saw, tour("runFirst"));
    this.#field = controlField(scene.control, {
      ...this.#context,
      change: (state) => {
        this.#state = state;
        this.#context.change(state, false);
      },
    });
    this.#control.replaceChildren(this.#field.root);
    this.#field.set(this.#state);
    this.#claim.replaceChildren(...this.#links(scene));
    this.#turns(index);
    if (focused) this.#title.focus();
    this.#context.change(this.#state, true);
  }

  /** The state changed elsewhere: a control of the lab, a new seed. */
  follow(state: LabState): void {
    this.#state = state;
    this.#field?.set(state);
  }

  /** What became of it: called before the first step, and when a run has ended. It is read aloud, so not in every frame. */
  see(watched: Watched): void {
    const { tour, numbers } = this.#context;
    const said = elementAt(scenes, this.#index)
      .saw(watched, this.#state)
      .map(({ key, values }) => tour(key, writeValues(numbers, values)));
    const after = watched.frame.step === 0 ? [tour("runFirst")] : [];
    this.#saw.replaceChildren(html("strong", {}, tour("saw")), ` ${[...said, ...after].join(" ")}`);
  }

  #turns(index: number): void {
    const { tour } = this.#context;
    this.#previous.disabled = index === 0;
    setText(this.#previous, tour("previous"));
    const next = scenes[index + 1];
    setText(this.#next, next ? tour("nextScene", { title: tour(`${next.id}.title`) }) : tour("leave"));
  }

  *#links({ claims, experiment }: Scene): Iterable<Node | string> {
    const { tour, docs } = this.#context;
    const [before = "", behind = ""] = tour("claim").split("{claims}");
    yield before;
    for (const [index, claim] of claims.entries()) {
      if (index > 0) yield ", ";
      yield html("a", { href: `${docs}claims.md#${claim.toLowerCase()}` }, claim);
    }
    yield `${behind}, `;
    const [measured = "", by = ""] = tour("experiment").split("{experiment}");
    yield measured;
    yield html("code", {}, experiment);
    yield by;
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      this.#context.close();
      event.stopPropagation();
      return;
    }
    const inside = event.target instanceof HTMLInputElement;
    const turn = KEYS[event.key] ?? (inside ? undefined : ARROWS[event.key]);
    if (turn === undefined) return;
    // A deck around the lab must not turn its page as well.
    event.preventDefault();
    event.stopPropagation();
    this.show(Math.min(this.#index + turn, scenes.length - 1));
  }
}
