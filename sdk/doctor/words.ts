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
