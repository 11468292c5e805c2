/** Every view of the lab by its id; what draws it is loaded when it is first opened, the one that opens first with the list. */
import type { ViewId } from "../state/state.js";
import { createTime } from "./time/draw.js";
import type { ViewRow } from "./view.js";

type Row<Id extends ViewId> = Pick<ViewRow, "shared"> & {
  readonly id: Id;
  readonly load: () => Promise<ViewRow["create"]>;
};

export const VIEWS_BY_ID: { readonly [Id in ViewId]: Row<Id> } = {
  time: { id: "time", shared: false, load: () => Promise.resolve(createTime) },
  histograms: {
    id: "histograms",
    shared: false,
    load: async () => (await import("./histograms/draw.js")).createHistograms,
  },
  ratio: { id: "ratio", shared: false, load: async () => (await import("./ratio/draw.js")).createRatio },
  units: { id: "units", shared: false, load: async () => (await import("./units/draw.js")).createUnits },
  spectrum: { id: "spectrum", shared: false, load: async () => (await import("./spectrum/draw.js")).createSpectrum },
  correlation: {
    id: "correlation",
    shared: false,
    load: async () => (await import("./correlation/draw.js")).createCorrelation,
  },
  chain: { id: "chain", shared: false, load: async () => (await import("./chain/draw.js")).createChain },
  lag: { id: "lag", shared: true, load: async () => (await import("./lag/draw.js")).createLag },
  gallery: { id: "gallery", shared: false, load: async () => (await import("./gallery/draw.js")).createGallery },
};

export type ViewTable = typeof VIEWS_BY_ID;
