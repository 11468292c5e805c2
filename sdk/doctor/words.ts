import type { Preflight } from "./types.js";

/** Numbers in sentences: three digits, the same in every engine. */
export function say(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  return text.replace("-", "−").replace("e−", "e-").replace("e+", "e");
}

/** A share as per cent. */
export const percent = (share: number): string => `${say(Number((100 * share).toPrecision(3)))} %`;

/** A layer as people count. */
export const layerName = (layer: number): string => `layer ${layer + 1}`;

/** What theory says before the first step. */
export function expected({ findings, depthScale, underflowDepth }: Preflight, recurrent: boolean): string {
  const layers = recurrent ? "steps" : "layers";
  const course =
    depthScale === 0
      ? "no gradient gets through"
      : depthScale === Infinity
        ? "the gradient keeps its size at any depth"
        : underflowDepth === Infinity
          ? `the gradient's variance grows by e every ${say(depthScale)} ${layers}`
          : `the gradient's variance shrinks by e every ${say(depthScale)} ${layers}; a gradient of size 1 is 0 in float32 after ${say(underflowDepth)}`;
  return `Before step 1 theory expects ${findings.length > 0 ? findings.join(", ") : "nothing bad"}: ${course}.`;
}
