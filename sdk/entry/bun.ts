import type { Gradiometer, LoadOptions } from "../types.js";
import { compile, loadWith } from "./load.js";

export * from "./public.js";

declare const Bun: { file(url: URL): { arrayBuffer(): Promise<ArrayBuffer> } };

/**
 * Loads the binary that is shipped beside this file, or takes yours.
 *
 * @throws GradiometerError BAD_OPTION, or UNSUPPORTED where the engine lacks what the variant needs.
 */
export function load(options?: LoadOptions): Promise<Gradiometer> {
  return loadWith(options, async (variant) => {
    const url = {
      simd: new URL("./gradiometer.wasm", import.meta.url),
      relaxed: new URL("./gradiometer-relaxed.wasm", import.meta.url),
    }[variant];
    return compile(new Uint8Array(await Bun.file(url).arrayBuffer()), variant);
  });
}
