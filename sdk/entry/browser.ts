import type { Gradiometer, LoadOptions } from "../types.js";
import { type Answer, binaryAt } from "./binaryAt.js";
import { hasDisk, readDisk } from "./disk.js";
import { download } from "./download.js";
import { compile, loadWith } from "./load.js";

export * from "./public.js";

/** From a server; from the disk where Node plays the browser: under Jest's jsdom there is no fetch, and none takes file: URLs. */
const read = (url: URL): Promise<Answer> => (url.protocol === "file:" && hasDisk() ? readDisk(url) : download(url));

/**
 * Fetches the binary that is served beside this file, or takes yours: pages, workers and service workers.
 *
 * @throws GradiometerError BAD_OPTION, BAD_FILE when there is no binary at its URL, UNSUPPORTED where the engine lacks what
 * the variant needs or the page's Content-Security-Policy does not say `'wasm-unsafe-eval'`.
 */
export function load(options?: LoadOptions): Promise<Gradiometer> {
  return loadWith(options, async (variant) => {
    const url = {
      simd: () => new URL("./gradiometer.wasm", import.meta.url),
      relaxed: () => new URL("./gradiometer-relaxed.wasm", import.meta.url),
    }[variant];
    return compile(await binaryAt(url, read), variant);
  });
}
