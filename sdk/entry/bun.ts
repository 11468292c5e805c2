import type { Gradiometer, LoadOptions } from "../types.js";
import { binaryAt } from "./binaryAt.js";
import { compile, loadWith } from "./load.js";

export * from "./public.js";

declare const Bun: { file(url: URL): { arrayBuffer(): Promise<ArrayBuffer> } };

/**
 * Loads the binary that is shipped beside this file, or takes yours.
 *
 * @throws GradiometerError BAD_OPTION, BAD_FILE when there is no binary at its place, UNSUPPORTED where the engine lacks what the
 * variant needs.
 */
export function load(options?: LoadOptions): Promise<Gradiometer> {
  return loadWith(options, async (variant) => {
    const url = {
      simd: () => new URL("./gradiometer.wasm", import.meta.url),
      relaxed: () => new URL("./gradiometer-relaxed.wasm", import.meta.url),
    }[variant];
    const read = async (at: URL) => ({ bytes: new Uint8Array(await Bun.file(at).arrayBuffer()) });
    return compile(await binaryAt(url, read), variant);
  });
}
