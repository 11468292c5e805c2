/** A lab that stands still, as all exports see it. */
import type { FigureSpec } from "../../figureSpec.js";
import { writeLink } from "../state/link.js";
import type { LabState } from "../state/state.js";
import type { Language } from "../strings/text.js";
import type { NetTable } from "../table.js";
import type { NetReady, TakenNet } from "../worker/protocol.js";

/** One net that there is; a configuration that no net can be made of is left out. */
export interface SharedNet {
  readonly name: "A" | "B";
  readonly config: NetReady["config"];
  readonly training: NetReady["training"];
  /** Of the parameters at the snapshot's step, 64 hexadecimal digits; null before the first step, when none was taken. */
  readonly hash: string | null;
  readonly taken: TakenNet;
  /** Its rows are its own, and not the lab's: a remedy changed them. */
  readonly ownRows: boolean;
}

export interface Snapshot {
  readonly state: LabState;
  readonly step: number;
  readonly nets: readonly SharedNet[];
  readonly language: Language;
  /** What is drawn, each under a name that a file can have. */
  readonly figures: readonly { readonly name: string; readonly spec: FigureSpec }[];
  readonly tables: readonly NetTable[];
}

/** The state of a snapshot with the proof that a run came to the same bits. */
export function linkOf({ state, step, nets, language }: Snapshot): string {
  const hashes = nets.flatMap(({ hash }) => hash ?? []);
  const whole = hashes.length === (state.b === null ? 1 : 2);
  return writeLink(state, {
    proof: whole ? { step, hashes } : null,
    lang: language === "en" ? null : language,
  });
}
