import type { Gradiometer, LoadOptions } from "../types.js";
import { compile, loadWith } from "./load.js";

export * from "./public.js";

/**
 * Loads the binary that is shipped beside this file, or takes yours.
 *
 * @throws GradiometerError BAD_OPTION, or UNSUPPORTED where the engine lacks what the variant needs.
 * @example
 * ```js
 * import { load } from "gradiometer";
 * const lab = await load();
 * console.log(lab.variant); // simd
 * ```
 */
export function load(options?: LoadOptions): Promise<Gradiometer> {
  return loadWith(options, async (variant) => {
    const url = {
      simd: new URL("./gradiometer.wasm", import.meta.url),
      relaxed: new URL("./gradiometer-relaxed.wasm", import.meta.url),
    }[variant];
    // Not imported: the first built-in module that is costs 2 ms of every start.
    return compile(await process.getBuiltinModule("node:fs/promises").readFile(url), variant);
  });
}
