/** What a trace shows, on the page: its course, what was found, the figures, and what it cannot show. */
import { figure } from "../../figure/figure.js";
import type { FigureSpec } from "../../figureSpec.js";
import type { FileLike } from "../data/readTable.js";
import { shown } from "../data/note.js";
import { findingItem, section } from "../doctor/findingItem.js";
import { type Study, StudyError } from "../doctor/study.js";
import { html, setText } from "../dom.js";
import { adoptPanelStyle } from "../extras/panelStyle.js";
import type { ExamineText } from "../strings/examine/text.js";
import type { Numbers } from "../strings/numbers.js";
import type { TraceText } from "../strings/trace/text.js";
import type { Diagnosed } from "../worker/studyProtocol.js";
import { adoptTraceStyle } from "./style.js";

/** Widths of a figure, px. */
const [NARROWEST, WIDEST] = [320, 720];
/** Tags of a source that are named. */
const NAMED = 20;

export interface TraceContext {
  readonly says: TraceText;
  readonly doctor: ExamineText;
  readonly numbers: Numbers;
  readonly study: Study;
  /** Where the pages of docs/ are, with a slash at the end. */
  readonly docs: string;
}

export class TracePanel {
  readonly root: HTMLElement;
  readonly #context: TraceContext;
  readonly #title = html("strong");
  readonly #course = html("p", { role: "status" });
  readonly #bar = html("progress", { max: 1, value: 0 });
  readonly #report = html("div", { class: "gl-report" });
  #reading: AbortController | null = null;

  constructor(context: TraceContext) {
    this.#context = context;
    const close = html("button", { type: "button" }, context.doctor("close"));
    close.addEventListener("click", () => this.close());
    const header = html("header", {}, this.#title, close);
    this.root = html("section", { class: "gl-doctor gl-trace" }, header, this.#course, this.#bar, this.#report);
  }

  close(): void {
    this.#reading?.abort();
    this.root.remove();
  }

  /** Shows a file in place of the last one. @returns what is wrong with it; null when it is shown, or another one came */
  async show(file: FileLike): Promise<string | null> {
    const { says, study, numbers } = this.#context;
    this.#reading?.abort();
    const own = new AbortController();
    this.#reading = own;
    const name = shown(file.name);
    const before = this.#course.textContent;
    adoptPanelStyle(this.root);
    adoptTraceStyle(this.root);
    this.#bar.hidden = false;
    try {
      const diagnosed = await study.diagnose(file, {
        signal: own.signal,
        onProgress: ({ done, total }) => {
          if (this.#reading !== own) return;
          this.#bar.value = done / total;
          const size = numbers.short(total / 2 ** 20);
          setText(this.#course, says("reading", { share: numbers.percent(done / total), size }));
        },
      });
      if (this.#reading === own) this.#fill(name, diagnosed);
      return null;
    } catch (error) {
      if (this.#reading !== own || (error instanceof StudyError && error.code === "ABORTED")) return null;
      setText(this.#course, before);
      return says("refused", { name, message: error instanceof Error ? error.message : String(error) });
    } finally {
      if (this.#reading === own) this.#bar.hidden = true;
    }
  }

  #fill(name: string, diagnosed: Diagnosed): void {
    const { says, doctor, docs } = this.#context;
    const { diagnosis, broken, unread, figures } = diagnosed;
    const { verdict, findings, unseen } = diagnosis;
    const title = says("title", { name });
    setText(this.#title, title);
    this.root.setAttribute("aria-label", title);
    setText(this.#course, this.#courseOf(diagnosed));
    const said = verdict === "floor" || verdict === "unexplained" ? says(verdict) : doctor(verdict);
    this.#report.replaceChildren(
      html("p", {}, html("strong", {}, said)),
      ...(broken
        ? [html("p", {}, says("broken", { step: broken.step, layer: broken.layer + 1, name: shown(broken.name) }))]
        : []),
      ...section(
        doctor("findings"),
        findings.map((finding) => findingItem(doctor, docs, finding)),
        verdict === "sick" || verdict === "slow" ? "" : doctor("noFindings"),
      ),
      ...(findings.length > 0 ? [html("p", {}, says("suspicion"))] : []),
      ...section(
        says("figures"),
        figures.map((spec, index) => html("li", {}, this.#figure(spec, index))),
      ),
      ...section(
        says("unseen"),
        unseen.map(({ id, missing }) =>
          html(
            "li",
            {},
            html("strong", {}, doctor.finding(id).title),
            ` ${says("wants")} `,
            html("span", { lang: "en" }, missing),
          ),
        ),
      ),
      ...(unread.length > 0
        ? [html("p", {}, says("unread", { tags: unread.slice(0, NAMED).map(shown).join(", ") }))]
        : []),
    );
  }

  #courseOf({ records, layers, source, steps: [first, last], loss: [start, end] }: Diagnosed): string {
    const { says, numbers } = this.#context;
    return says("course", {
      ...{ first: numbers.whole(first), last: numbers.whole(last), source: shown(source) },
      ...{ records: numbers.whole(records), layers: numbers.whole(layers) },
      ...{ start: numbers.short(start), end: numbers.short(end) },
    });
  }

  /** The texts of a figure are in English, as those of the page that the command line writes. */
  #figure(spec: FigureSpec, index: number): Node {
    const width = Math.max(NARROWEST, Math.min(WIDEST, Math.floor(this.#report.clientWidth)));
    const theme = getComputedStyle(this.root).colorScheme === "dark" ? "dark" : "light";
    const text = figure(spec, { width, theme, id: `trace-${index}` });
    const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    return html("figure", { lang: "en" }, document.importNode(drawing, true), html("figcaption", {}, spec.description));
  }
}
