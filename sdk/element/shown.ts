/** What an element shows from when it is put into a page until it is taken out: its lab, the face of it, and what comes later. */
import { Controller, type BroughtRows, type OwnNets } from "./controller.js";
import { LabDoneEvent, LabErrorEvent, LabFindingEvent, LabStepEvent } from "./events.js";
import type { Extras } from "./extras/extras.js";
import { Face } from "./face.js";
import { CALM, Frames, reduced } from "./frames.js";
import type { Run } from "./runs.js";
import type * as Slide from "./slide.js";
import type { DataState } from "./state/data.js";
import type { Link } from "./state/link.js";
import type { StateError } from "./state/reader.js";
import type { LabState } from "./state/state.js";
import { stringsOf, wordsOf } from "./strings/load.js";
import type { Language, Strings } from "./strings/text.js";

/** What an element's attributes say, and the link beside them: asked whenever it is needed, since they change. */
export interface Said {
  readonly language: () => Language;
  /** Of the lab's own heading. */
  readonly level: () => number;
  readonly mode: () => string;
  readonly autoplay: () => boolean;
  /** The page's address behind its "#", where it follows the lab: null where it does not. */
  readonly address: () => string | null;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export class Shown {
  readonly lab: Controller;
  readonly #face: Face;
  readonly #frames: Frames;
  readonly #resize: ResizeObserver;
  #extras: Extras | null = null;
  #coming: Promise<Extras> | null = null;
  #ended = false;
  #proof: Link["proof"];
  #keys: (() => void) | null = null;
  #autoplayed = false;
  #marked = false;
  #writing: ReturnType<typeof setTimeout> | undefined;

  /** @param strings  those of the first figure; the rest comes with the views. */
  constructor(
    private readonly element: HTMLElement,
    private readonly said: Said,
    { state, proof }: Pick<Link, "state" | "proof">,
    language: Language,
    strings: Partial<Strings>,
  ) {
    this.#proof = proof;
    const lab = new Controller(
      state,
      {
        ready: (run) => this.#ready(run),
        frame: () => this.#frames.schedule(),
        done: (step, hashes) => this.#done(step, hashes),
        failed: (code, message) => this.#fail(code, message),
        changed: () => this.#changed(),
      },
      (data) => this.#rowsOf(data),
    );
    this.lab = lab;
    const face = new Face(lab, language, strings, (next) => this.#change(next), {
      train: () => (lab.playing ? lab.pause() : lab.playOn()),
      step: () => lab.stepOnce(),
      reset: () => lab.reset(),
    });
    this.#face = face;
    face.headingLevel = said.level();
    const caption = document.createElement("slot");
    caption.name = "caption";
    element.shadowRoot?.replaceChildren(face.root, caption);
    face.update();
    this.#resize = new ResizeObserver(([entry]) => entry && face.layout(Math.round(entry.contentRect.width)));
    this.#resize.observe(element);
    this.layout();
    this.#frames = new Frames(
      element,
      (frames) => this.#draw(frames),
      () => this.#begin(),
    );
    lab.connect();
  }

  layout(): void {
    this.#face.layout(this.element.clientWidth);
  }

  /** The page is shown again. */
  return(): void {
    this.#frames.schedule(0);
  }

  /** Another state from outside, and from its first step. */
  take({ state, proof }: Link): void {
    this.#proof = proof;
    this.#face.notice(null);
    this.lab.change(state, undefined, true);
  }

  /** What came from outside cannot be read: what is there stays. */
  refuse({ key, expected, came, message }: StateError): void {
    this.#face.notice(this.#face.text("stateError", { key, expected, came }), true);
    this.element.dispatchEvent(new LabErrorEvent("BAD_OPTION", message));
  }

  /** The language is another one. */
  async speak(): Promise<void> {
    this.#extras?.end();
    this.#extras = this.#coming = null;
    await this.#later();
  }

  applyMode(slide: typeof Slide | null): void {
    const { mode } = this.said;
    slide?.adoptSlideStyle(this.#face.root);
    this.#face.mode = mode();
    if (slide) this.#keys ??= slide.passKeys(this.element, () => mode() === "slide");
  }

  applyLevel(): void {
    this.#face.headingLevel = this.said.level();
  }

  end(): void {
    this.#ended = true;
    this.#resize.disconnect();
    this.#frames.end();
    clearTimeout(this.#writing);
    this.#keys?.();
    this.#extras?.end();
    this.#face.end();
    this.lab.disconnect();
    this.element.shadowRoot?.replaceChildren();
  }

  /** Rows that the worker cannot make: it loads nothing. */
  async #rowsOf(data: DataState): Promise<BroughtRows> {
    if (data.kind === "digits") return { rows: await (await import("./data/digits.js")).digitRows() };
    if (data.kind === "zoo") {
      const { net, rows } = await (await this.#later()).zoo(data.name);
      return { rows, own: this.lab.state.own ? { a: net } : {} };
    }
    await this.#later(); // where the file can be chosen, or dropped
    throw new Error(this.#face.text("fileMissing"));
  }

  /** All that comes after the first figure; made once for each language. */
  #later(): Promise<Extras> {
    return (this.#coming ??= this.#makeExtras());
  }

  async #makeExtras(): Promise<Extras> {
    const language = this.said.language();
    const [{ Extras: Made, VIEWS_BY_ID }, strings] = await Promise.all([import("./later.js"), wordsOf(language)]);
    if (this.#ended) throw new Error("the lab was taken out of the page");
    if (this.#extras) return this.#extras;
    const [lab, face] = [this.lab, this.#face];
    face.complete(language, strings, VIEWS_BY_ID, () => stringsOf(language));
    const change = (state: LabState, own?: OwnNets, anew?: boolean): void => {
      this.#proof = null;
      lab.change(state, own, anew);
    };
    return (this.#extras = new Made({ lab, face, language, change }));
  }

  #ready(run: Run): void {
    this.#face.ready(run);
    this.#extras?.ready(run);
    this.#firstFigure();
    run.nets.forEach(({ findings }, index) => {
      if (findings.length > 0) this.element.dispatchEvent(new LabFindingEvent(index === 0 ? "a" : "b", findings, 0));
    });
    this.#begin();
  }

  #firstFigure(): void {
    if (this.#marked) return;
    this.#marked = true;
    performance.mark("gradient-lab:first");
    this.#later().then(
      (extras) => {
        if (this.said.mode() === "tour") void extras.openTour();
      },
      (error: unknown) => {
        if (!this.#ended) this.#fail("ERROR", messageOf(error));
      },
    );
  }

  /** What begins by itself: the steps of a link that carries a proof, and autoplay, once, in view. */
  #begin(): void {
    const { lab } = this;
    if (!lab.run || lab.playing) return;
    if (this.#proof && lab.step < this.#proof.step) lab.play(this.#proof.step, 20);
    else if (this.said.autoplay() && this.#frames.visible && !this.#autoplayed && !reduced()) {
      this.#autoplayed = true;
      lab.play();
    }
  }

  #draw(frames: number): void {
    const { lab } = this;
    this.#face.draw();
    this.#extras?.draw();
    for (let frame = 0; frame < frames; frame++) lab.acknowledge();
    this.element.dispatchEvent(new LabStepEvent(lab.step, lab.run?.last.nets.map(({ loss }) => loss) ?? []));
  }

  #change(next: LabState): void {
    const { state } = this.lab;
    const anew = next.a !== state.a || next.b !== state.b || next.data !== state.data;
    this.#proof = null;
    this.#face.notice(null);
    this.lab.change(anew && next.preset === state.preset ? { ...next, preset: null } : next);
  }

  #changed(): void {
    this.#face.update();
    this.#extras?.update();
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => {
      const address = this.said.address();
      if (address !== null) history.replaceState(history.state, "", `#${address}`);
    }, CALM);
  }

  #done(step: number, hashes: readonly string[]): void {
    const proof = this.#proof;
    const face = this.#face;
    let said: string | null = null;
    if (proof?.step === step) {
      const came = hashes.map((hash) => hash.slice(0, 8)).join(" ");
      const wanted = proof.hashes.join(" ");
      said = face.text(came === wanted ? "sameBits" : "otherBits", { step, came, wanted });
    }
    face.draw();
    this.#extras?.done();
    face.done(step, hashes, said);
    face.update();
    this.element.dispatchEvent(new LabDoneEvent(step, hashes));
  }

  #fail(code: string, message: string): void {
    this.#face.notice(message, true);
    if (!this.lab.run) this.#face.broken();
    this.#face.update();
    this.element.dispatchEvent(new LabErrorEvent(code, message));
  }
}
