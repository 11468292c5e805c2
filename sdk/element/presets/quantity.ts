/** Numbers of a net that sentences speak of, from what the worker sent. */
import { elementAt } from "../../core/element.js";
import { FIELDS, type Field, type Frame, type NetFrame, type NetReady } from "../worker/protocol.js";

/** A lab at one step, with what was known before its first. */
export interface Watched {
  readonly ready: readonly NetReady[];
  /** Before training. */
  readonly first: Frame;
  readonly frame: Frame;
}

/** One net of it. */
export interface WatchedNet {
  readonly step: number;
  readonly ready: NetReady;
  readonly first: NetFrame;
  readonly frame: NetFrame;
}

export function watchedNet({ ready, first, frame }: Watched, index: number): WatchedNet {
  const own = [ready, first.nets, frame.nets].map((list) => list[index]);
  if (own.includes(undefined)) throw new RangeError(`net ${index}: expected one of ${ready.length}`);
  return {
    step: frame.step,
    ready: elementAt(ready, index),
    first: elementAt(first.nets, index),
    frame: elementAt(frame.nets, index),
  };
}

/** Layers of a frame, or steps of time. */
export const rowsOf = ({ layers }: NetFrame): number => layers.length / FIELDS.length;

/** A column of a frame's table in one layer; from the end where `layer` is negative. */
export const entryOf = (frame: NetFrame, field: Field, layer: number): number =>
  frame.layers.at((layer < 0 ? rowsOf(frame) + layer : layer) * FIELDS.length + FIELDS.indexOf(field)) ?? Number.NaN;

/** ‖δ‖ of layer 1 over that of the output: the share of the error that it hears. */
export const hears = (frame: NetFrame): number => entryOf(frame, "delta", 0) / entryOf(frame, "delta", -1);

/** The largest of a column over the hidden layers. */
function largest(frame: NetFrame, field: Field): number {
  const hidden = Array.from({ length: Math.max(rowsOf(frame) - 1, 0) }, (_, layer) => entryOf(frame, field, layer));
  return Math.max(...hidden);
}

/** The first of some norms over the last: what is left at the far end. */
export const lagOf = (norms: Float64Array): number => (norms.at(0) ?? Number.NaN) / (norms.at(-1) ?? Number.NaN);

const QUANTITIES = {
  /** Before training. */
  hears: ({ first }: WatchedNet) => hears(first),
  hearsAfter: ({ frame }: WatchedNet) => hears(frame),
  loss: ({ frame }: WatchedNet) => frame.loss,
  /** Loss in units of the best constant's. */
  ofGuessing: ({ frame, ready }: WatchedNet) => frame.loss / ready.guess,
  /** Loss in units of that before training. */
  ofStart: ({ first, frame }: WatchedNet) => frame.loss / first.loss,
  right: ({ frame }: WatchedNet) => frame.accuracy,
  /** The first step with a number that is none, counted from 1; ∞ where all are. */
  brokenAt: ({ frame }: WatchedNet) => (frame.firstNonFinite ? frame.firstNonFinite.step + 1 : Infinity),
  /** Of the layer in which it is largest; they are measured while the table is open. */
  deadAtFirst: ({ first }: WatchedNet) => largest(first, "dead"),
  deadAtLast: ({ frame }: WatchedNet) => largest(frame, "dead"),
  saturatedAtFirst: ({ first }: WatchedNet) => largest(first, "saturated"),
  /** Of the view "lag": ‖∂J/∂h₁‖ over that of the last step. */
  lag: ({ frame }: WatchedNet) => (frame.view.lag ? lagOf(frame.view.lag.norms) : Number.NaN),
  clipped: ({ frame }: WatchedNet) => frame.clippedFraction,
} as const;

export type Quantity = keyof typeof QUANTITIES;

export const quantityOf = (what: Quantity, watched: WatchedNet): number => QUANTITIES[what](watched);
