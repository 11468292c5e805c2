/** What the page and the worker say to each other. Version 1; both come from one build, so it is not negotiated. */
import type { FindingId } from "../../doctor/types.js";
import type { FirstNonFinite, MlpConfig, RnnConfig, TrainerConfig } from "../../types.js";
import type { DataState } from "../state/data.js";
import type { NetState } from "../state/net.js";
import type { ViewId, ViewOptions } from "../state/state.js";
import type { ViewValues } from "../views/values.js";

/** A net that the controls cannot describe: the zoo's, or what a remedy made. */
export interface OwnNet {
  readonly config: MlpConfig | RnnConfig;
  readonly training: TrainerConfig & { readonly batch?: number };
  /** Its own rows, where they are not the lab's (a remedy that scales the inputs). */
  readonly rows?: PostedRows;
}

/** Rows that the page posts, since the worker loads nothing. */
export interface PostedRows {
  /** [count, inputs]; of a recurrent net [time, count, inputs]. */
  readonly x: Float32Array;
  /** [count, outputs]: one-hot where there are classes. */
  readonly y: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
  /** Classes are compared by cross-entropy, numbers by the mean squared error. */
  readonly task: "classes" | "numbers";
  /** Steps of a sequence; absent for plain rows. */
  readonly time?: number;
}

export type NetChoice = { readonly net: NetState } | { readonly own: OwnNet };

/** What a lab asks for. */
export interface Start {
  readonly type: "start";
  readonly id: number;
  /** Counts the starts of a lab; every answer carries it, so that what comes too late is known. */
  readonly run: number;
  readonly nets: readonly NetChoice[];
  readonly data: DataState;
  /** With the data "digits", "rows" and "zoo". */
  readonly rows?: PostedRows;
  readonly seed: number;
  readonly look: Look;
}

/** What is measured beside the cards: a flow costs two to three steps, so only what is open. */
export interface Look {
  readonly view: ViewId;
  readonly options: ViewOptions;
  /** Every column of the table, and not the cards' alone. */
  readonly table: boolean;
}

export type ToWorker =
  | Start
  /** Trains until `max`, `speed` steps per frame; a frame is sent while fewer than CREDIT are unacknowledged. */
  | { readonly type: "play"; readonly id: number; readonly speed: number; readonly max: number }
  | { readonly type: "pause"; readonly id: number }
  | { readonly type: "step"; readonly id: number; readonly count: number }
  | { readonly type: "ack"; readonly id: number }
  | { readonly type: "look"; readonly id: number; readonly look: Look }
  /** Parameters and the rows of a net, for exports and the doctor. */
  | { readonly type: "take"; readonly id: number }
  | { readonly type: "stop"; readonly id: number };

/** Frames on the way at most. */
export const CREDIT = 2;

/** Columns of `NetFrame.layers`, layer after layer. What is not measured is NaN. */
export const FIELDS = ["delta", "gradient", "weight", "ratio", "saturated", "dead", "mean", "std"] as const;
export type Field = (typeof FIELDS)[number];

/** Edge of the decision map. */
export const MAP = 40;
/** A cell of the map where the output is not finite; other cells are 0 (surely the first class) … 254. */
export const MAP_BROKEN = 255;

/** One net at one step. */
export interface NetFrame {
  readonly loss: number;
  /** Share of the rows that are right; NaN where there are no classes. */
  readonly accuracy: number;
  /** [layers, FIELDS]; of a recurrent net [steps of time, FIELDS], with δ alone. */
  readonly layers: Float64Array;
  /** MAP × MAP, row by row from the top; null where there is none, or none in this frame. */
  readonly map: Uint8Array | null;
  readonly firstNonFinite: FirstNonFinite | null;
  readonly skippedSteps: number;
  readonly clippedFraction: number;
  readonly view: Partial<ViewValues>;
}

/** What is known of a net before its first step. */
export interface NetReady {
  /** Why there is no net: the message of the error. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly parameters: number;
  /** Layers, or steps of time. */
  readonly axis: "layer" | "time";
  /** ‖δ‖ of each layer as theory has it, from the output's measured one down. */
  readonly theory: Float64Array;
  /** By what ‖δ‖ changes from one layer to the next below, the median of theory's factors. */
  readonly factor: number;
  readonly findings: readonly FindingId[];
  /** The loss of the best constant. */
  readonly guess: number;
  readonly config: MlpConfig | RnnConfig;
  readonly training: TrainerConfig & { readonly batch?: number };
}

export type FromWorker =
  | {
      readonly type: "ready";
      readonly id: number;
      readonly run: number;
      readonly nets: readonly NetReady[];
      /** The plane of the map: its points, their classes, and where it begins and ends; null where inputs are not two. */
      readonly plane: {
        readonly x: Float32Array;
        readonly labels: Uint8Array;
        readonly bounds: readonly [number, number, number, number];
      } | null;
      readonly rows: number;
      readonly inputs: number;
      readonly outputs: number;
      readonly frame: Frame;
    }
  | ({ readonly type: "frame"; readonly id: number; readonly run: number } & { readonly frame: Frame })
  /** After `pause`, the last step or `max`: the hashes of the parameters. */
  | {
      readonly type: "done";
      readonly id: number;
      readonly run: number;
      readonly step: number;
      readonly hashes: readonly string[];
    }
  | {
      readonly type: "taken";
      readonly id: number;
      readonly run: number;
      readonly nets: readonly TakenNet[];
    }
  /** Nothing can be computed at all: no WebAssembly, no leave to compile it, or a message that is no message. */
  | { readonly type: "error"; readonly id: number | null; readonly code: string; readonly message: string };

export interface Frame {
  readonly step: number;
  readonly nets: readonly NetFrame[];
}

export interface TakenNet {
  readonly parameters: Readonly<Record<string, { shape: readonly number[]; values: Float32Array }>>;
  readonly rows: PostedRows;
}

/** Whoever serves: a worker's global scope, or a stand-in on the page. */
export interface Port {
  post(message: FromWorker, transfer?: readonly ArrayBufferLike[]): void;
}
