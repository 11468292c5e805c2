/** What the worker measures for the view that is open. */
import type { Gradiometer, Loss, Mlp } from "../../types.js";
import type { ViewId } from "../state/state.js";
import type { Look, PostedRows } from "../worker/protocol.js";
import { measureChain } from "./chain/measure.js";
import { measureCorrelation } from "./correlation/measure.js";
import { measureGallery } from "./gallery/measure.js";
import { measureHistograms } from "./histograms/measure.js";
import { measureLag } from "./lag/measure.js";
import { measureRatio } from "./ratio/measure.js";
import { measureSpectrumView } from "./spectrum/measure.js";
import { measureTime } from "./time/measure.js";
import { measureUnits } from "./units/measure.js";
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

/** One row per view. */
const MEASURES: { readonly [Id in ViewId]: Measure<Id> } = {
  time: measureTime,
  histograms: measureHistograms,
  ratio: measureRatio,
  units: measureUnits,
  spectrum: measureSpectrumView,
  correlation: measureCorrelation,
  chain: measureChain,
  lag: measureLag,
  gallery: measureGallery,
};

/** What costs as much as many steps: not in every frame, and the page keeps the last. */
const COSTLY: ReadonlySet<ViewId> = new Set(["spectrum"]);

/** @param whole  a frame that also has the map: one in several, and every one at rest. */
export function measureView(look: Look, subject: Measured, whole: boolean): Partial<ViewValues> {
  if (!whole && COSTLY.has(look.view)) return {};
  return { [look.view]: MEASURES[look.view](subject, look) };
}
