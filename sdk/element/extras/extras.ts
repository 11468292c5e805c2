/** What is built around the first figure: presets, tour, sharing, tables, files, the doctor's badges and its panel. */
import type { Run } from "../runs.js";
import type { FileChooser } from "../data/chooser.js";
import { BadgeView } from "../doctor/badge.js";
import type { Study } from "../doctor/study.js";
import { verdictOf } from "../doctor/verdict.js";
import { html } from "../dom.js";
import { type Watched, watchedNet } from "../presets/quantity.js";
import { stringsOf } from "../strings/load.js";
import { textOf } from "../strings/text.js";
import type { TablePanel } from "../tablePanel.js";
import type { TourPanel } from "../tour/panel.js";
import type { StudyPatient } from "../worker/studyProtocol.js";
import type { ExtrasContext } from "./context.js";
import { DOCS } from "./links.js";
import { adoptLaterStyle } from "./style.js";

export class Extras {
  readonly #badges: readonly [BadgeView, BadgeView];
  #table: TablePanel | null = null;
  readonly #tablePlace: HTMLElement;
  #chooser: Promise<FileChooser> | null = null;
  readonly #file = html("div", { class: "file-place", hidden: true });
  readonly #dropping = new AbortController();
  #study: Promise<Study> | null = null;
  readonly #parts: readonly HTMLElement[];
  #tour: TourPanel | null = null;
  #doctor: HTMLElement | null = null;

  constructor(private readonly context: ExtrasContext) {
    const { lab, face } = context;
    const { text } = face;
    adoptLaterStyle(face.root);
    const button = (label: string, act: () => Promise<void>): HTMLButtonElement => {
      const made = html("button", { type: "button" }, label);
      made.addEventListener("click", () => void this.#attempt(act));
      return made;
    };
    const tools = html(
      "div",
      { class: "extras" },
      button(text("presets"), async () => (await import("./presets.js")).openPresets(context)),
      button(text("takeTour"), () => this.openTour()),
      button(text("sharing"), async () => (await import("./sharing.js")).openShare(context)),
    );
    face.toolbar.extras.replaceWith(tools);
    face.toolbar.extras = tools;
    this.#badges = [this.#badge(0), this.#badge(1)];
    this.#tablePlace = this.#makeTablePlace();
    this.#listen();
    face.toolbar.more.append(this.#file);
    face.below.append(this.#tablePlace);
    face.cards.forEach((card, index) => card.verdict.replaceChildren(this.#badges[index]!.root));
    this.#parts = [this.#file, this.#tablePlace];
    this.update();
    if (lab.run) this.ready(lab.run);
  }

  /** Rows of a net of the zoo. */
  async zoo(name: string): Promise<StudyPatient> {
    return (await this.#openStudy()).zoo(name);
  }

  update(): void {
    const { lab, face } = this.context;
    this.#tour?.follow(lab.state);
    const wanted = lab.state.data.kind === "rows";
    this.#file.hidden = !wanted;
    if (!wanted) return;
    face.toolbar.more.open = true;
    void this.#attempt(async () => {
      await this.#openChooser();
    });
  }

  ready(run: Run): void {
    this.draw();
    this.#tour?.see(watchedOf(run));
  }

  draw(): void {
    const { lab } = this.context;
    const { run } = lab;
    if (!run) return;
    const watched = watchedOf(run);
    const seen = [lab.seen(0), lab.seen(1)];
    seen.forEach((one, index) => {
      if (one) this.#badges[index]!.show(verdictOf(watchedNet(watched, index)));
    });
    this.#table?.draw(seen, !lab.playing);
  }

  done(): void {
    this.draw();
    const { run } = this.context.lab;
    if (run) this.#tour?.see(watchedOf(run));
  }

  async openTour(): Promise<void> {
    if (this.#tour) return;
    const { touring } = await import("./touring.js");
    this.#tour = await touring(this.context, () => (this.#tour = null));
    const { run } = this.context.lab;
    if (run) this.#tour.see(watchedOf(run));
  }

  end(): void {
    void this.#study?.then((study) => study.close());
    this.#dropping.abort();
    void this.#chooser?.then((chooser) => chooser.close());
    this.#tour?.root.remove();
    this.#doctor?.remove();
    for (const part of this.#parts) part.remove();
  }

  #badge(index: 0 | 1): BadgeView {
    const { text, numbers } = this.context.face;
    return new BadgeView({ text, numbers, docs: DOCS, examine: () => void this.#attempt(() => this.#examine(index)) });
  }

  /** Until it is opened there is its heading alone. */
  #makeTablePlace(): HTMLElement {
    const { lab, face } = this.context;
    const place = html("details", { part: "table", class: "table" }, html("summary", {}, face.text("tableSummary")));
    const open = async (): Promise<void> => {
      const { TablePanel: Made } = await import("../tablePanel.js");
      this.#table = new Made(place, face.text, face.numbers, (opened) => {
        lab.table = opened;
        this.draw();
      });
    };
    place.addEventListener("toggle", () => void this.#attempt(open), { once: true });
    return place;
  }

  #openStudy(): Promise<Study> {
    return (this.#study ??= this.#makeStudy());
  }

  async #makeStudy(): Promise<Study> {
    const [{ Study: Made }, { openStudyPort }] = await Promise.all([
      import("../doctor/study.js"),
      import("../host/study.js"),
    ]);
    return new Made(openStudyPort);
  }

  /** What reads a file is loaded with the first. */
  #openChooser(): Promise<FileChooser> {
    return (this.#chooser ??= this.#makeChooser());
  }

  async #makeChooser(): Promise<FileChooser> {
    const { lab, face, language } = this.context;
    const [{ FileChooser: Made }, strings] = await Promise.all([import("../data/chooser.js"), stringsOf(language)]);
    const chooser = new Made(
      textOf(strings),
      ({ name, rows }) => {
        face.notice(null);
        lab.changeRows({ ...lab.state, preset: null, own: false, data: { kind: "rows", name } }, rows);
      },
      { face, language, study: () => this.#openStudy() },
    );
    this.#file.append(chooser.root);
    return chooser;
  }

  /** Files that are dropped anywhere on the lab. */
  #listen(): void {
    const { root } = this.context.face;
    const { signal } = this.#dropping;
    root.addEventListener(
      "dragover",
      (event) => {
        if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
      },
      { signal },
    );
    root.addEventListener(
      "drop",
      (event) => {
        const file = event.dataTransfer?.files[0];
        if (!file) return;
        event.preventDefault();
        void this.#attempt(async () => {
          this.#file.hidden = false;
          this.context.face.toolbar.more.open = true;
          await (await this.#openChooser()).accept(file);
        });
      },
      { signal },
    );
  }

  /** What could not be loaded or done is said above the nets. */
  async #attempt(act: () => Promise<void>): Promise<void> {
    const { face } = this.context;
    try {
      await act();
    } catch (error) {
      face.notice(face.text("shareFailed", { message: error instanceof Error ? error.message : String(error) }), true);
    }
  }

  async #examine(index: 0 | 1): Promise<void> {
    const { examine } = await import("./examining.js");
    this.#doctor?.remove();
    const panel = await examine(this.context, index, await this.#openStudy());
    this.#doctor = panel.root;
    await panel.examine();
  }
}

const watchedOf = ({ nets, first, last }: Run): Watched => ({ ready: nets, first, frame: last });
