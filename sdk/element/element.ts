/** `<gradient-lab>`: the element's attributes, its life in a page, and its events. */
import { ATTRIBUTES, type AttributeName } from "./attributes.js";
import { ElementBase } from "./bases.js";
import { Controller, type OwnNets } from "./controller.js";
import { LabDoneEvent, LabErrorEvent, LabFindingEvent, LabStepEvent } from "./events.js";
import { Face } from "./face.js";
import type { Extras } from "./extras/extras.js";
import { presetsFor } from "./presets/index.js";
import { type Link, readLink, writeLink } from "./state/link.js";
import type { DataState } from "./state/data.js";
import { StateError } from "./state/reader.js";
import { DEFAULT_STATE, type LabState } from "./state/state.js";
import { wordsOf } from "./strings/load.js";
import { FIRST, type Language, languageOf } from "./strings/text.js";
import { adoptStyle } from "./style.js";
import type { PostedRows } from "./worker/protocol.js";

const reduced = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
/** With reduced motion a figure changes at most four times a second. */
const CALM = 250;

export class GradientLab extends ElementBase {
  static readonly observedAttributes: readonly AttributeName[] = ATTRIBUTES.map(({ name }) => name);

  #lab: Controller | null = null;
  #face: Face | null = null;
  #extras: Extras | null = null;
  #coming: Promise<Extras> | null = null;
  #opening = 0;
  #proof: Link["proof"] = null;
  /** What the link says beside the state; an attribute goes before it. */
  #said: Pick<Link, "lang" | "mode"> = { lang: null, mode: null };
  #resize: ResizeObserver | null = null;
  #inView: IntersectionObserver | null = null;
  #visible = false;
  #keys: Promise<() => void> | null = null;
  #frame = 0;
  #late: ReturnType<typeof setTimeout> | undefined;
  #unacknowledged = 0;
  #autoplayed = false;

  constructor() {
    super();
    adoptStyle(this.attachShadow({ mode: "open" }));
  }

  /** What is shown, as a link says it behind its "#". */
  get state(): string {
    return this.#lab ? writeLink(this.#lab.state, this.#more()) : (this.getAttribute("state") ?? "");
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
    return this.#lab?.playing ?? false;
  }

  /** Steps taken. */
  get steps(): number {
    return this.#lab?.step ?? 0;
  }

  /** Trains to the last step. */
  play(): void {
    this.#lab?.play();
  }

  pause(): void {
    this.#lab?.pause();
  }

  /** One step. */
  step(): void {
    this.#lab?.stepOnce();
  }

  /** Back to step 0: the same seed, the same bits. */
  reset(): void {
    this.#lab?.reset();
  }

  connectedCallback(): void {
    for (const { property } of ATTRIBUTES) this.#upgrade(property);
    if (this.#lab) return; // moved: the run goes on
    void this.#open();
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#return);
    if (this.syncUrl) addEventListener("hashchange", this.#readAddress);
  }

  /** A move keeps the run; without this a browser would disconnect and connect. */
  connectedMoveCallback(): void {
    this.#face?.layout(this.clientWidth);
  }

  disconnectedCallback(): void {
    // A move is a removal that is followed by an insertion.
    queueMicrotask(() => {
      if (!this.isConnected) this.#close();
    });
  }

  attributeChangedCallback(name: AttributeName, before: string | null, after: string | null): void {
    if (before === after || !this.#lab || !this.#face) return;
    if (name === "state" || name === "preset") void this.#take(name === "state" ? (after ?? "") : `p=${after ?? ""}`);
    else if (name === "lang") void this.#speak();
    else if (name === "mode") this.#applyMode();
    else if (name === "heading-level") this.#face.headingLevel = this.#level();
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

  #more(): Partial<Omit<Link, "state">> {
    const lang = this.getAttribute("lang") ?? this.#said.lang;
    return { ...(this.#shownMode() === "slide" && { mode: "slide" as const }), ...(lang && { lang }) };
  }

  /** What the attributes, or the page's address, say to begin with. */
  #wanted(): string {
    if (this.syncUrl && location.hash.length > 1) return location.hash;
    return this.getAttribute("state") ?? (this.preset ? `p=${this.preset}` : "");
  }

  async #open(): Promise<void> {
    const opening = ++this.#opening;
    let error: StateError | null = null;
    let state = DEFAULT_STATE;
    try {
      const link = await this.#read(this.#wanted());
      state = link.state;
      this.#proof = link.proof;
      this.#said = link;
    } catch (thrown) {
      if (!(thrown instanceof StateError)) throw thrown;
      error = thrown;
    }
    const language = this.#language();
    // English begins with what is inside; the rest of it comes with the views.
    const strings = language === "en" ? FIRST : await wordsOf(language);
    if (opening !== this.#opening || !this.isConnected || !this.shadowRoot) return;
    const lab = new Controller(
      state,
      {
        ready: (run) => {
          this.#face?.ready(run);
          this.#extras?.ready(run);
          this.#firstFigure();
          run.nets.forEach(({ findings }, index) => {
            if (findings.length > 0) this.dispatchEvent(new LabFindingEvent(index === 0 ? "a" : "b", findings, 0));
          });
          this.#begin();
        },
        frame: () => this.#schedule(),
        done: (step, hashes) => this.#done(step, hashes),
        failed: (code, message) => this.#fail(code, message),
        changed: () => this.#changed(),
      },
      (data) => this.#rowsOf(data),
    );
    this.#lab = lab;
    const face = new Face(lab, language, strings, (next) => this.#change(next), {
      train: () => (lab.playing ? lab.pause() : lab.playOn()),
      step: () => lab.stepOnce(),
      reset: () => lab.reset(),
    });
    this.#face = face;
    face.headingLevel = this.#level();
    const caption = document.createElement("slot");
    caption.name = "caption";
    this.shadowRoot.replaceChildren(face.root, caption);
    this.#applyMode();
    face.update();
    if (error) this.#refuse(error);
    this.#observe(face);
    lab.connect();
  }

  /** Rows that the worker cannot make: it loads nothing. */
  async #rowsOf(data: DataState): Promise<{ rows: PostedRows; own?: OwnNets }> {
    if (data.kind === "digits") return { rows: await (await import("./data/digits.js")).digitRows() };
    if (data.kind === "zoo") {
      const { net, rows } = await (await this.#later()).zoo(data.name);
      return { rows, own: this.#lab?.state.own ? { a: net } : {} };
    }
    throw new Error(this.#face?.text("fileMissing") ?? "");
  }

  /** All that comes after the first figure; made once for each language. */
  #later(): Promise<Extras> {
    return (this.#coming ??= this.#makeExtras());
  }

  async #makeExtras(): Promise<Extras> {
    const language = this.#language();
    const [{ Extras: Made, VIEWS_BY_ID }, strings] = await Promise.all([import("./later.js"), wordsOf(language)]);
    const [lab, face] = [this.#lab, this.#face];
    if (!lab || !face) throw new Error("the lab was taken out of the page");
    if (this.#extras) return this.#extras;
    face.complete(language, strings, VIEWS_BY_ID);
    const change = (state: LabState, own?: OwnNets): void => {
      this.#proof = null;
      lab.change(state, own);
    };
    return (this.#extras = new Made({ lab, face, language, change }));
  }

  #observe(face: Face): void {
    this.#resize = new ResizeObserver(([entry]) => entry && face.layout(Math.round(entry.contentRect.width)));
    this.#resize.observe(this);
    face.layout(this.clientWidth);
    this.#inView = new IntersectionObserver(([entry]) => {
      this.#visible = entry?.isIntersecting ?? true;
      if (!this.#visible) return;
      this.#begin();
      if (this.#unacknowledged > 0) this.#schedule(0);
    });
    this.#inView.observe(this);
  }

  #close(): void {
    this.#opening++;
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#return);
    removeEventListener("hashchange", this.#readAddress);
    this.#resize?.disconnect();
    this.#inView?.disconnect();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#late);
    this.#frame = this.#unacknowledged = 0;
    void this.#keys?.then((end) => end());
    this.#keys = null;
    this.#extras?.end();
    this.#face?.end();
    this.#lab?.disconnect();
    this.#lab = this.#face = this.#extras = this.#coming = this.#resize = this.#inView = null;
    this.shadowRoot?.replaceChildren();
  }

  readonly #leave = (): void => this.#lab?.pause();
  readonly #return = (): void => this.#schedule(0);
  readonly #readAddress = (): void => void this.#take(location.hash);

  async #read(text: string): Promise<Link> {
    return readLink(text, DEFAULT_STATE, await presetsFor(text));
  }

  /** Another state from outside; one that cannot be read leaves what is there. */
  async #take(text: string): Promise<void> {
    try {
      const link = await this.#read(text);
      this.#proof = link.proof;
      this.#face?.notice(null);
      this.#lab?.change(link.state);
    } catch (thrown) {
      if (!(thrown instanceof StateError)) throw thrown;
      this.#refuse(thrown);
    }
  }

  #refuse({ key, expected, came, message }: StateError): void {
    this.#face?.notice(this.#face.text("stateError", { key, expected, came }), true);
    this.dispatchEvent(new LabErrorEvent("BAD_OPTION", message));
  }

  #change(next: LabState): void {
    const anew = next.a !== this.#lab?.state.a || next.b !== this.#lab.state.b || next.data !== this.#lab.state.data;
    this.#proof = null;
    this.#face?.notice(null);
    this.#lab?.change(anew && next.preset === this.#lab.state.preset ? { ...next, preset: null } : next);
  }

  #changed(): void {
    this.#face?.update();
    this.#extras?.update();
    if (!this.syncUrl || !this.#lab) return;
    clearTimeout(this.#late);
    this.#late = setTimeout(() => history.replaceState(history.state, "", `#${this.state}`), CALM);
  }

  async #speak(): Promise<void> {
    this.#extras?.end();
    this.#extras = this.#coming = null;
    await this.#later();
  }

  #shownMode(): string {
    return this.mode ?? this.#said.mode ?? "";
  }

  #applyMode(): void {
    if (this.#face) this.#face.mode = this.#shownMode();
    const isSlide = (): boolean => this.#shownMode() === "slide";
    if (isSlide()) this.#keys ??= import("./slide.js").then(({ passKeys }) => passKeys(this, isSlide));
  }

  /** What begins by itself: the steps of a link that carries a proof, and autoplay, once, in view. */
  #begin(): void {
    const lab = this.#lab;
    if (!lab?.run || lab.playing) return;
    if (this.#proof && lab.step < this.#proof.step) lab.play(this.#proof.step, 20);
    else if (this.autoplay && this.#visible && !this.#autoplayed && !reduced()) {
      this.#autoplayed = true;
      lab.play();
    }
  }

  /** A frame came: it is drawn with the page's next one, and then acknowledged, so that a slow page slows the worker down. */
  #schedule(more = 1): void {
    this.#unacknowledged += more;
    if (this.#frame !== 0 || !this.#visible) return;
    this.#frame = requestAnimationFrame(() => {
      const draw = (): void => {
        this.#frame = 0;
        const lab = this.#lab;
        if (!lab) return;
        this.#face?.draw();
        this.#extras?.draw();
        for (; this.#unacknowledged > 0; this.#unacknowledged--) lab.acknowledge();
        this.dispatchEvent(new LabStepEvent(lab.step, lab.run?.last.nets.map(({ loss }) => loss) ?? []));
      };
      if (reduced()) this.#late = setTimeout(draw, CALM);
      else draw();
    });
  }

  #done(step: number, hashes: readonly string[]): void {
    const proof = this.#proof;
    let said: string | null = null;
    if (proof?.step === step && this.#face) {
      const came = hashes.map((hash) => hash.slice(0, 8)).join(" ");
      const wanted = proof.hashes.join(" ");
      said = this.#face.text(came === wanted ? "sameBits" : "otherBits", { step, came, wanted });
    }
    this.#face?.draw();
    this.#extras?.done();
    this.#face?.done(step, hashes, said);
    this.#face?.update();
    this.dispatchEvent(new LabDoneEvent(step, hashes));
  }

  #fail(code: string, message: string): void {
    this.#face?.notice(message, true);
    if (!this.#lab?.run) this.#face?.broken();
    this.#face?.update();
    this.dispatchEvent(new LabErrorEvent(code, message));
  }

  #marked = false;

  #firstFigure(): void {
    if (this.#marked) return;
    this.#marked = true;
    performance.mark("gradient-lab:first");
    this.#later().then(
      (extras) => {
        if (this.mode === "tour") void extras.openTour();
      },
      (error: unknown) => this.#fail("ERROR", error instanceof Error ? error.message : String(error)),
    );
  }
}
