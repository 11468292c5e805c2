/** `<gradient-lab>`: its attributes, properties and methods, and its coming and going. What it shows meanwhile is in shown.ts. */
import { ATTRIBUTES, type AttributeName } from "./attributes.js";
import { ElementBase } from "./bases.js";
import { presetsFor } from "./presets/index.js";
import { Shown } from "./shown.js";
import type * as Slide from "./slide.js";
import { type Link, readLink, writeLink } from "./state/link.js";
import { StateError } from "./state/reader.js";
import { DEFAULT_STATE } from "./state/state.js";
import { wordsOf } from "./strings/load.js";
import { FIRST, type Language, languageOf } from "./strings/text.js";
import { adoptStyle } from "./style.js";

const read = async (text: string): Promise<Link> => readLink(text, DEFAULT_STATE, await presetsFor(text));

export class GradientLab extends ElementBase {
  static readonly observedAttributes: readonly AttributeName[] = ATTRIBUTES.map(({ name }) => name);

  #shown: Shown | null = null;
  #opening = 0;
  /** What the link says beside the state; an attribute goes before it. */
  #said: Pick<Link, "lang" | "mode"> = { lang: null, mode: null };

  constructor() {
    super();
    adoptStyle(this.attachShadow({ mode: "open" }));
  }

  /** What is shown, as a link says it behind its "#". */
  get state(): string {
    return this.#shown ? writeLink(this.#shown.lab.state, this.#more()) : (this.getAttribute("state") ?? "");
  }

  set state(value: string) {
    this.setAttribute("state", value);
  }

  get preset(): string | null {
    return this.getAttribute("preset");
  }

  set preset(value: string | null) {
    this.#reflect("preset", value);
  }

  get mode(): string | null {
    return this.getAttribute("mode");
  }

  set mode(value: string | null) {
    this.#reflect("mode", value);
  }

  get theme(): string | null {
    return this.getAttribute("theme");
  }

  set theme(value: string | null) {
    this.#reflect("theme", value);
  }

  get headingLevel(): string | null {
    return this.getAttribute("heading-level");
  }

  set headingLevel(value: string | null) {
    this.#reflect("heading-level", value);
  }

  get autoplay(): boolean {
    return this.hasAttribute("autoplay");
  }

  set autoplay(value: boolean) {
    this.toggleAttribute("autoplay", value);
  }

  get syncUrl(): boolean {
    return this.hasAttribute("sync-url");
  }

  set syncUrl(value: boolean) {
    this.toggleAttribute("sync-url", value);
  }

  /** Whether it trains. */
  get playing(): boolean {
    return this.#shown?.lab.playing ?? false;
  }

  /** Steps taken. */
  get steps(): number {
    return this.#shown?.lab.step ?? 0;
  }

  /** Trains to the last step. */
  play(): void {
    this.#shown?.lab.play();
  }

  pause(): void {
    this.#shown?.lab.pause();
  }

  /** One step. */
  step(): void {
    this.#shown?.lab.stepOnce();
  }

  /** Back to step 0: the same seed, the same bits. */
  reset(): void {
    this.#shown?.lab.reset();
  }

  connectedCallback(): void {
    for (const { property } of ATTRIBUTES) this.#upgrade(property);
    if (this.#shown) return; // moved: the run goes on
    void this.#open();
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#return);
    if (this.syncUrl) addEventListener("hashchange", this.#readAddress);
  }

  /** A move keeps the run; without this a browser would disconnect and connect. */
  connectedMoveCallback(): void {
    this.#shown?.layout();
  }

  disconnectedCallback(): void {
    // A move is a removal that is followed by an insertion.
    queueMicrotask(() => {
      if (!this.isConnected) this.#close();
    });
  }

  attributeChangedCallback(name: AttributeName, before: string | null, after: string | null): void {
    const shown = this.#shown;
    if (before === after || !shown) return;
    if (name === "state" || name === "preset") void this.#take(name === "state" ? (after ?? "") : `p=${after ?? ""}`);
    else if (name === "lang") void shown.speak();
    else if (name === "mode") void this.#slide().then((slide) => shown.applyMode(slide));
    else if (name === "heading-level") shown.applyLevel();
  }

  /** A property that was set before the element was known would hide the accessor. */
  #upgrade(property: string): void {
    if (!Object.hasOwn(this, property)) return;
    const value: unknown = Reflect.get(this, property);
    Reflect.deleteProperty(this, property);
    Reflect.set(this, property, value);
  }

  #reflect(name: AttributeName, value: string | null): void {
    if (value === null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  #language(): Language {
    const around = this.parentElement?.closest("[lang]")?.getAttribute("lang") ?? document.documentElement.lang;
    return languageOf(this.getAttribute("lang") ?? this.#said.lang ?? around);
  }

  #level(): number {
    const level = Number(this.headingLevel ?? 2);
    return level >= 1 && level <= 6 ? Math.round(level) : 2;
  }

  #mode(): string {
    return this.mode ?? this.#said.mode ?? "";
  }

  /** What a slide needs; null off a slide. */
  async #slide(): Promise<typeof Slide | null> {
    return this.#mode() === "slide" ? import("./slide.js") : null;
  }

  #more(): Partial<Omit<Link, "state">> {
    const lang = this.getAttribute("lang") ?? this.#said.lang;
    return { ...(this.#mode() === "slide" && { mode: "slide" as const }), ...(lang && { lang }) };
  }

  /** What the attributes, or the page's address, say to begin with. */
  #wanted(): string {
    if (this.syncUrl && location.hash.length > 1) return location.hash;
    return this.getAttribute("state") ?? (this.preset ? `p=${this.preset}` : "");
  }

  async #open(): Promise<void> {
    const opening = ++this.#opening;
    let error: StateError | null = null;
    let link: Pick<Link, "state" | "proof"> = { state: DEFAULT_STATE, proof: null };
    try {
      const wanted = await read(this.#wanted());
      link = this.#said = wanted;
    } catch (thrown) {
      if (!(thrown instanceof StateError)) throw thrown;
      error = thrown;
    }
    const language = this.#language();
    // English begins with what is inside; the rest of it comes with the views.
    const [strings, slide] = await Promise.all([language === "en" ? FIRST : wordsOf(language), this.#slide()]);
    if (opening !== this.#opening || !this.isConnected) return;
    const said = {
      language: () => this.#language(),
      level: () => this.#level(),
      mode: () => this.#mode(),
      autoplay: () => this.autoplay,
      address: () => (this.syncUrl ? this.state : null),
    };
    const shown = new Shown(this, said, link, language, strings);
    this.#shown = shown;
    shown.applyMode(slide);
    if (error) shown.refuse(error);
  }

  #close(): void {
    this.#opening++;
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#return);
    removeEventListener("hashchange", this.#readAddress);
    this.#shown?.end();
    this.#shown = null;
  }

  readonly #leave = (): void => this.#shown?.lab.pause();
  readonly #return = (): void => this.#shown?.return();
  readonly #readAddress = (): void => void this.#take(location.hash);

  /** Another state from outside; one that cannot be read leaves what is there. */
  async #take(text: string): Promise<void> {
    try {
      this.#shown?.take(await read(text));
    } catch (thrown) {
      if (!(thrown instanceof StateError)) throw thrown;
      this.#shown?.refuse(thrown);
    }
  }
}
