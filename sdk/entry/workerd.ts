import type { Gradiometer, LoadOptions } from "../types.js";
import binary from "./gradiometer.wasm";
import { loadWith, only } from "./load.js";

export * from "./public.js";

/**
 * Takes the binary that was compiled when the worker was deployed, or yours: no byte is compiled in a request.
 *
 * @throws GradiometerError BAD_OPTION, also for `"relaxed"` without a module: import gradiometer/gradiometer-relaxed.wasm.
 */
export function load(options?: LoadOptions): Promise<Gradiometer> {
  return loadWith(options, (variant) => only("simd", variant, binary));
}
