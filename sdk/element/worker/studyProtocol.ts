/** What the page and the study worker say to each other: the doctor's examinations, and the nets of its zoo. */
import type { ExamineProgress, Report, Treatment } from "../../doctor/types.js";
import type { NetState } from "../state/net.js";
import type { OwnNet, PostedRows } from "./protocol.js";

/** A net with its rows and the steps of its training. */
export interface StudyPatient {
  readonly net: OwnNet;
  readonly rows: PostedRows;
  readonly steps: number;
}

export type ToStudy =
  | { readonly type: "examine"; readonly id: number; readonly patient: StudyPatient; readonly seeds?: number }
  /** A net of the zoo by its name. */
  | { readonly type: "zoo"; readonly id: number; readonly name: string }
  /** Ends an examination: its answer is the error ABORTED. */
  | { readonly type: "cancel"; readonly id: number };

/** A remedy that was run, and the net that it made. */
export interface Cure extends Pick<Treatment, "id" | "changes" | "losses" | "verdict"> {
  /** Its rows are there where the remedy changed them. */
  readonly own: OwnNet;
  /** The same net as the controls say it; null where they cannot. */
  readonly net: NetState | null;
  readonly steps: number;
}

/** A report without the rows and curves of its remedies. */
export interface Studied extends Pick<
  Report,
  "verdict" | "healthy" | "loss" | "findings" | "withdrawn" | "untreated" | "trial" | "next"
> {
  readonly cures: readonly Cure[];
}

/** What a question is answered with. */
export interface Answers {
  readonly examine: Studied;
  readonly zoo: StudyPatient;
}

export type FromStudy =
  | { readonly type: "progress"; readonly id: number; readonly progress: ExamineProgress }
  | { readonly type: "report"; readonly id: number; readonly report: Studied }
  | { readonly type: "patient"; readonly id: number; readonly patient: StudyPatient }
  | { readonly type: "error"; readonly id: number; readonly code: string; readonly message: string };
