import { badOption } from "../core/check.js";
import type { Gradiometer, LoadOptions } from "../types.js";
import { loadWith } from "./load.js";

export * from "./public.js";

/**
 * As `load` of `gradiometer`, with your own compiled binary: nothing is fetched or read, nothing happens at import time.
 * The variant must be the one that the module was built as.
 *
 * @throws GradiometerError BAD_OPTION without a module, UNSUPPORTED when it is not a Gradiometer binary.
 */
export function load(options: LoadOptions & { module: WebAssembly.Module }): Promise<Gradiometer> {
  return loadWith(options, () => {
    throw badOption("module", "a WebAssembly.Module, compiled from gradiometer/gradiometer.wasm", undefined);
  });
}
