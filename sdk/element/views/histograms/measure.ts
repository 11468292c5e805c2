import type { FlowPart, Stats } from "../../../types.js";
import type { Look } from "../../worker/protocol.js";
import type { ViewOptions } from "../../state/state.js";
import type { Measured } from "../measures.js";
import { BINS, type ViewValues } from "../values.js";

const PART = { z: "z", delta: "delta", gradient: "weightGradient" } as const satisfies Record<
  ViewOptions["quantity"],
  FlowPart
>;

/** z, δ or ∂w of each layer, in bins from its least to its greatest entry. */
export function measureHistograms({ net, x, y, loss }: Measured, { options }: Look): ViewValues["histograms"] {
  const part = PART[options.quantity];
  const { layers } = net.flow(x, y, loss, { bins: BINS, only: [part] });
  const stats = layers.map((layer): Stats => layer[part]);
  const counts = new Float64Array(BINS * layers.length);
  stats.forEach(({ histogram }, layer) => histogram && counts.set(histogram.counts, BINS * layer));
  return {
    quantity: options.quantity,
    bins: BINS,
    counts,
    ranges: Float64Array.from(stats.flatMap(({ min, max }) => [min, max])),
    std: Float64Array.from(stats, ({ std }) => std),
    nonFinite: Float64Array.from(stats, ({ nonFinite }) => nonFinite),
  };
}
