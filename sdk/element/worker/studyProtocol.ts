/** What the page and the study worker say to each other: the doctor's examinations, and the nets of its zoo. */
import type { Diagnosis } from "../../doctor/trace/types.js";
import type { NonFinite } from "../../doctor/trace/seen.js";
import type { ExamineProgress, Report, Treatment } from "../../doctor/types.js";
import type { FigureSpec } from "../../figureSpec.js";
import type { FileLike } from "../data/readTable.js";
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
  /** What a trace shows; the page's File goes to the worker as it is, and is read there. */
  | { readonly type: "diagnose"; readonly id: number; readonly file: FileLike }
  /** Ends an examination or the reading of a file: its answer is the error ABORTED. */
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

/** What a trace shows, with its figures. */
export interface Diagnosed {
  readonly diagnosis: Diagnosis;
  readonly figures: readonly FigureSpec[];
  /** What recorded it. */
  readonly source: string;
  /** What it held and was not understood. */
  readonly unread: readonly string[];
  readonly layers: number;
  readonly records: number;
  /** The first and the last. */
  readonly steps: readonly [number, number];
  readonly loss: readonly [number, number];
  /** The first thing that was no number, and its layer's name. */
  readonly broken: (NonFinite & { readonly name: string }) | null;
}

export type FromStudy =
  | { readonly type: "progress"; readonly id: number; readonly progress: ExamineProgress }
  | { readonly type: "report"; readonly id: number; readonly report: Studied }
  | { readonly type: "patient"; readonly id: number; readonly patient: StudyPatient }
  | { readonly type: "diagnosed"; readonly id: number; readonly diagnosed: Diagnosed }
  | { readonly type: "error"; readonly id: number; readonly code: string; readonly message: string };
