/** Traces on the page: what tells them from a table, and their panel. Loaded with the first file. */
import { isEventFile } from "../../io/events/records.js";
import type { Study } from "../doctor/study.js";
import type { Face } from "../face.js";
import { examineText } from "../strings/examine/text.js";
import type { Language } from "../strings/text.js";
import { traceText, type TraceText } from "../strings/trace/text.js";
import type { FileLike } from "../data/readTable.js";
import { shown } from "../data/note.js";
import { DOCS } from "../extras/links.js";
import type { TracePanel } from "./panel.js";

/** Bytes of the beginning that are looked at. */
const HEAD = 256;

/** Whether a file is a trace or an event file: by its beginning, or where that says nothing by its name. */
export async function isTrace(file: FileLike): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  if (isEventFile(head)) return true;
  return /\.(jsonl|ndjson)$|tfevents/i.test(file.name) || /^\s*\{\s*"/.test(new TextDecoder().decode(head));
}

/** Where traces are shown, and who reads them. */
export interface TracePlace {
  readonly face: Face;
  readonly language: Language;
  readonly study: () => Promise<Study>;
}

/** Shows traces below the nets, one at a time. */
export class Traces {
  #panel: Promise<{ panel: TracePanel; says: TraceText }> | null = null;

  constructor(private readonly place: TracePlace) {}

  /** @returns what is to be said of the file where it was chosen */
  async show(file: FileLike): Promise<string> {
    const { panel, says } = await (this.#panel ??= this.#make());
    const fresh = !panel.root.isConnected;
    if (fresh) this.place.face.below.prepend(panel.root);
    const refused = await panel.show(file);
    if (refused === null) {
      panel.root.scrollIntoView({ block: "nearest" });
      return says("below", { name: shown(file.name) });
    }
    // What was shown before stays.
    if (fresh) panel.close();
    return refused;
  }

  close(): void {
    void this.#panel?.then(({ panel }) => panel.close());
  }

  async #make(): Promise<{ panel: TracePanel; says: TraceText }> {
    const { face, language, study } = this.place;
    // What draws the figures is of no use to who brings a table.
    const [{ TracePanel: Made }, says, doctor] = await Promise.all([
      import("./panel.js"),
      traceText(language),
      examineText(language),
    ]);
    const panel = new Made({ says, doctor, numbers: face.numbers, study: await study(), docs: DOCS });
    return { panel, says };
  }
}
