/** Every view of the lab by its id. */
import type { ViewId } from "../state/state.js";
import { createChain } from "./chain/draw.js";
import { createCorrelation } from "./correlation/draw.js";
import { createGallery } from "./gallery/draw.js";
import { createHistograms } from "./histograms/draw.js";
import { createLag } from "./lag/draw.js";
import { createRatio } from "./ratio/draw.js";
import { createSpectrum } from "./spectrum/draw.js";
import { createTime } from "./time/draw.js";
import { createUnits } from "./units/draw.js";
import type { ViewRow } from "./view.js";

export const VIEW_ROWS = {
  time: { id: "time", create: createTime, shared: false },
  histograms: { id: "histograms", create: createHistograms, shared: false },
  ratio: { id: "ratio", create: createRatio, shared: false },
  units: { id: "units", create: createUnits, shared: false },
  spectrum: { id: "spectrum", create: createSpectrum, shared: false },
  correlation: { id: "correlation", create: createCorrelation, shared: false },
  chain: { id: "chain", create: createChain, shared: false },
  lag: { id: "lag", create: createLag, shared: true },
  gallery: { id: "gallery", create: createGallery, shared: false },
} as const satisfies { readonly [Id in ViewId]: ViewRow & { readonly id: Id } };
