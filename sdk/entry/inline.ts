import { binaryBase64 } from "../../build/generated/binary.js";
import type { Gradiometer, LoadOptions } from "../types.js";
import { compile, loadWith, only } from "./load.js";

export * from "./public.js";

/**
 * Compiles the binary that this file carries as text, or takes yours: nothing is fetched, so it works in a page that was
 * opened from a disk, and behind a bundler that leaves the binary behind. One third larger than the binary itself.
 *
 * @throws GradiometerError BAD_OPTION, also for `"relaxed"` without a module; UNSUPPORTED where nothing may be compiled.
 */
export function load(options?: LoadOptions): Promise<Gradiometer> {
  return loadWith(options, async (variant) => {
    const bytes = Uint8Array.from(atob(binaryBase64), (character) => character.charCodeAt(0));
    return only("simd", variant, await compile(bytes, variant));
  });
}
