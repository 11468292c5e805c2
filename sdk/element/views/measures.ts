/** What the worker measures for the view that is open. */
import type { Gradiometer, Loss, Mlp } from "../../types.js";
import type { ViewId } from "../state/state.js";
import type { Look, PostedRows } from "../worker/protocol.js";
import type { ViewValues } from "./values.js";

/** A net as it stands, and the rows that are looked at. */
export interface Measured {
  readonly lab: Gradiometer;
  readonly net: Mlp;
  /** [rows, inputs] */
  readonly x: Float32Array;
  /** [rows, outputs] */
  readonly y: Float32Array;
  readonly rows: PostedRows;
  readonly loss: Loss;
}

export type Measure<Id extends ViewId> = (subject: Measured, look: Look) => ViewValues[Id];

const nothing = (): null => null;

const MEASURES: { readonly [Id in ViewId]?: Measure<Id> } = {
  time: nothing,
  ratio: nothing,
};

export function measureView(look: Look, subject: Measured): Partial<ViewValues> {
  const measure = MEASURES[look.view];
  return measure ? { [look.view]: measure(subject, look) } : {};
}
