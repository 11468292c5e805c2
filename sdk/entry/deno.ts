import type { Gradiometer, LoadOptions } from "../types.js";
import { binaryAt } from "./binaryAt.js";
import { download } from "./download.js";
import { compile, loadWith } from "./load.js";

export * from "./public.js";

/**
 * Loads the binary that stands beside this file, on disk (which needs `--allow-read` of it) or on a server, or takes yours.
 *
 * @throws GradiometerError BAD_OPTION, BAD_FILE when there is no binary at its URL, UNSUPPORTED where the engine lacks what
 * the variant needs. Deno's own error when it may not read.
 */
export function load(options?: LoadOptions): Promise<Gradiometer> {
  return loadWith(options, async (variant) => {
    const url = {
      simd: () => new URL("./gradiometer.wasm", import.meta.url),
      relaxed: () => new URL("./gradiometer-relaxed.wasm", import.meta.url),
    }[variant];
    return compile(await binaryAt(url, download), variant);
  });
}
