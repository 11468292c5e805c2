import { visible } from "../../core/visible.js";
import type { TraceHeader } from "./types.js";

/** A header whose texts do nothing where they are shown. */
export function visibleHeader(header: TraceHeader): TraceHeader {
  const { optimizer } = header;
  return {
    ...header,
    source: visible(header.source),
    layers: header.layers.map((layer) => ({
      ...layer,
      name: visible(layer.name),
      kind: visible(layer.kind),
      ...(layer.activation !== undefined && { activation: visible(layer.activation) }),
    })),
    ...(header.unread && { unread: header.unread.map(visible) }),
    ...(header.loss !== undefined && { loss: visible(header.loss) }),
    ...(optimizer !== undefined && {
      optimizer: typeof optimizer === "string" ? visible(optimizer) : { ...optimizer, kind: visible(optimizer.kind) },
    }),
  };
}
