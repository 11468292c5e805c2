import type { Gradiometer, LoadOptions } from "../types.js";
import binary from "./gradiometer.wasm?module";
import { loadWith, only } from "./load.js";

export * from "./public.js";

/**
 * Takes the binary that was compiled when the function was deployed, or yours: no byte is compiled in a request.
 *
 * @throws GradiometerError BAD_OPTION, also for `"relaxed"` without a module: import gradiometer/gradiometer-relaxed.wasm.
 */
export function load(options?: LoadOptions): Promise<Gradiometer> {
  return loadWith(options, (variant) => only("simd", variant, binary));
}
