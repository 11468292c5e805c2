import { GradiometerError } from "../core/errors.js";
import { checkLoadOptions, openLab } from "../lab/gradiometer.js";
import type { Gradiometer, LoadOptions } from "../types.js";
import { platform } from "./platform.js";

export * from "./public.js";

const BINARIES = {
  simd: new URL("./gradiometer.wasm", import.meta.url),
  relaxed: new URL("./gradiometer-relaxed.wasm", import.meta.url),
} as const;

/**
 * Loads the binary that is shipped beside this file, or takes yours.
 *
 * @throws GradiometerError BAD_OPTION, or UNSUPPORTED where the engine lacks what the variant needs.
 */
export async function load(options: LoadOptions = {}): Promise<Gradiometer> {
  const { variant, module } = checkLoadOptions(options);
  if (module) return openLab(module, variant, platform);
  // Not imported: the first built-in module that is costs 2 ms of every start.
  const bytes = await process.getBuiltinModule("node:fs/promises").readFile(BINARIES[variant]);
  const compiled = await WebAssembly.compile(bytes).catch((cause: unknown) => {
    const hint = variant === "relaxed" ? `; use load({ variant: "simd" })` : "";
    const message = `variant: "${variant}" needs WebAssembly features that this engine lacks${hint}`;
    throw new GradiometerError("UNSUPPORTED", message, { cause });
  });
  return openLab(compiled, variant, platform);
}
