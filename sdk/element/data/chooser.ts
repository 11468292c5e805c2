/** A file dropped in or chosen, and the column that is its target. What reads it is loaded with the first file. */
import { html, setText } from "../dom.js";
import type { Text } from "../strings/text.js";
import type { PostedRows } from "../worker/protocol.js";
import type { TracePlace, Traces } from "../trace/index.js";
import type { RawTable } from "./readTable.js";

/** What the lab is told of a file. */
export interface ChosenFile {
  readonly name: string;
  readonly rows: PostedRows;
  readonly classes: readonly string[] | null;
}

export class FileChooser {
  readonly root: HTMLElement;
  readonly #target = html("select");
  readonly #targetLabel: HTMLElement;
  readonly #status = html("p", { role: "status" });
  #reading: AbortController | null = null;
  #table: RawTable | null = null;
  #traces: Traces | null = null;

  constructor(
    private readonly text: Text,
    private readonly onFile: (file: ChosenFile) => void,
    private readonly place: TracePlace,
  ) {
    const accept = ".csv,.tsv,.txt,.jsonl,.ndjson,text/csv,text/tab-separated-values,text/plain";
    const input = html("input", { type: "file", accept });
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file) void this.accept(file);
    });
    this.#targetLabel = html("label", { hidden: true }, text("fileTarget"), this.#target);
    this.#target.addEventListener("change", () => void this.#use(this.#target.value));
    setText(this.#status, text("fileStays"));
    const label = html("label", {}, `${text("fileChoose")} ${text("fileDrop")}`, input);
    this.root = html("div", { class: "file", part: "file" }, label, this.#targetLabel, this.#status);
  }

  /** Reads a file; what was shown before stays when it cannot be used. */
  async accept(file: File): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    setText(this.#status, this.text("shareWorking"));
    await this.#attempt(async () => {
      const { isTrace, Traces: Made } = await import("../trace/index.js");
      if (await isTrace(file)) {
        const said = await (this.#traces ??= new Made(this.place)).show(file);
        if (!reading.signal.aborted) setText(this.#status, said);
        return;
      }
      const { readTable } = await import("./readTable.js");
      const table = await readTable(file, reading.signal);
      await this.#take(table, undefined);
    }, reading.signal);
  }

  close(): void {
    this.#reading?.abort();
    this.#traces?.close();
  }

  async #use(target: string): Promise<void> {
    const table = this.#table;
    if (table) await this.#attempt(() => this.#take(table, target));
  }

  async #take(table: RawTable, wanted: string | undefined): Promise<void> {
    const [{ tableRows }, { say }] = await Promise.all([import("./tableRows.js"), import("./note.js")]);
    const { rows, columns, target, classes, notes } = tableRows(table, wanted);
    if (table !== this.#table)
      this.#target.replaceChildren(...columns.map((name) => new Option(name, name, false, name === target)));
    this.#table = table;
    this.#target.value = target;
    this.#targetLabel.hidden = false;
    setText(this.#status, notes.map((note) => say(this.text, note)).join(" "));
    this.onFile({ name: table.file, rows, classes });
  }

  async #attempt(task: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (signal?.aborted) return; // another file came
      const { FileError, say } = await import("./note.js");
      setText(
        this.#status,
        error instanceof FileError
          ? say(this.text, error.note)
          : this.text("shareFailed", { message: error instanceof Error ? error.message : String(error) }),
      );
    }
  }
}
