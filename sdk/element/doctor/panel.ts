/** The doctor's examination of a net on the page: its course, what was found, and the cures to try. */
import { html, setText } from "../dom.js";
import type { Numbers } from "../strings/numbers.js";
import type { ExamineText } from "../strings/examine/text.js";
import type { Cure, Studied, StudyPatient } from "../worker/studyProtocol.js";
import { findingItem, section } from "./findingItem.js";
import { type Study, StudyError } from "./study.js";

export interface DoctorContext {
  readonly says: ExamineText;
  readonly numbers: Numbers;
  readonly study: Study;
  /** Where the pages of docs/ are, with a slash at the end. */
  readonly docs: string;
  /** The net under examination, its rows and its steps. */
  readonly patient: () => Promise<StudyPatient>;
  /** B becomes what the remedy made: `net` where the controls can say it, else `own`. */
  readonly tryCure: (cure: Cure) => void;
  readonly close: () => void;
}

export class DoctorPanel {
  readonly root: HTMLElement;
  readonly #context: DoctorContext;
  readonly #course = html("p", { role: "status" });
  readonly #bar = html("progress", { max: 1, value: 0 });
  readonly #report = html("div", { class: "gl-report" });
  readonly #stop: HTMLButtonElement;
  #examination: AbortController | null = null;

  constructor(context: DoctorContext) {
    this.#context = context;
    const { says } = context;
    this.#stop = this.#button(says("cancel"), () => this.#examination?.abort());
    const close = this.#button(says("close"), () => {
      this.#examination?.abort();
      context.close();
    });
    this.root = html(
      "section",
      { class: "gl-doctor", "aria-label": says("doctor") },
      html("header", {}, html("strong", {}, says("doctor")), close),
      this.#course,
      html("div", { class: "gl-course" }, this.#bar, this.#stop),
      this.#report,
    );
  }

  /** Examines the net as it is now. Never rejects: what went wrong is said in the panel. */
  async examine(): Promise<void> {
    const { says, study, patient } = this.#context;
    this.#examination?.abort();
    const own = new AbortController();
    this.#examination = own;
    this.#running(true);
    try {
      const report = await study.examine(await patient(), {
        signal: own.signal,
        onProgress: ({ done, total }) => {
          this.#bar.max = total;
          this.#bar.value = done;
          setText(this.#course, says("asking", { done, total }));
        },
      });
      if (this.#examination === own) this.#show(report);
    } catch (error) {
      if (this.#examination !== own) return;
      const stopped = error instanceof StudyError && error.code === "ABORTED";
      const message = error instanceof Error ? error.message : String(error);
      setText(this.#course, stopped ? says("stopped") : says("failed", { message }));
    } finally {
      if (this.#examination === own) this.#running(false);
    }
  }

  #running(running: boolean): void {
    this.#bar.hidden = !running;
    this.#stop.hidden = !running;
    if (running) this.#report.replaceChildren();
  }

  #button(name: string, act: () => void): HTMLButtonElement {
    const button = html("button", { type: "button" }, name);
    button.addEventListener("click", act);
    return button;
  }

  #show(report: Studied): void {
    const { says, docs } = this.#context;
    const { verdict, findings, withdrawn, cures, trial } = report;
    setText(this.#course, says(verdict));
    const parts = [
      ...(trial.epochs < trial.of ? [html("p", {}, says("trial", { n: trial.epochs, all: trial.of }))] : []),
      ...section(
        says("findings"),
        findings.map((finding) => findingItem(says, docs, finding)),
        verdict === "sick" || verdict === "slow" ? "" : says("noFindings"),
      ),
      ...section(
        says("withdrawn"),
        withdrawn.map(({ id, because }) =>
          html("li", {}, html("strong", {}, says.finding(id).title), " ", html("span", { lang: "en" }, because)),
        ),
      ),
      ...section(
        says("cures"),
        cures.map((cure) => this.#cure(cure, report)),
      ),
    ];
    this.#report.replaceChildren(...parts);
  }

  #cure(cure: Cure, { untreated }: Studied): Node {
    const { says, numbers, tryCure } = this.#context;
    const { title, sentence } = says.remedy(cure.id);
    const list = (losses: readonly number[]): string => losses.map((loss) => numbers.short(loss)).join(" · ");
    const losses = says("losses", {
      losses: list(cure.losses),
      untreated: list(untreated.losses),
      guess: numbers.short(untreated.constant),
    });
    const worth = cure.verdict === "cured" || cure.verdict === "better";
    return html(
      "li",
      {},
      html("strong", {}, says("outcome", { title, verdict: says(cure.verdict) })),
      ` ${sentence} ${losses} `,
      ...(worth ? [this.#button(says("tryCure"), () => tryCure(cure))] : []),
    );
  }
}
