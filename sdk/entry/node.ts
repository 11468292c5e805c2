import type { Gradiometer, LoadOptions } from "../types.js";
import { type Answer, binaryAt } from "./binaryAt.js";
import { compile, loadWith } from "./load.js";

export * from "./public.js";

/** What to do about a bundler for servers, which moves this file and leaves the binary, or puts a path of its site for the URL. */
const EXTERNAL =
  'Did a bundler move this file? Keep the package out of the bundle: serverExternalPackages: ["gradiometer"] in the ' +
  "configuration of Next.js, --external:gradiometer for esbuild";

async function read(url: URL): Promise<Answer> {
  if (url.protocol !== "file:") return { refused: "the address of a site where a file should be" };
  // Not imported: the first built-in module that is costs 2 ms of every start.
  const { readFile } = process.getBuiltinModule("node:fs/promises");
  return { bytes: await readFile(url) };
}

/**
 * Loads the binary that is shipped beside this file, or takes yours.
 *
 * @throws GradiometerError BAD_OPTION, BAD_FILE when there is no binary at its place, UNSUPPORTED where the engine lacks what the
 * variant needs.
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
      simd: () => new URL("./gradiometer.wasm", import.meta.url),
      relaxed: () => new URL("./gradiometer-relaxed.wasm", import.meta.url),
    }[variant];
    return compile(await binaryAt(url, read, EXTERNAL), variant);
  });
}
