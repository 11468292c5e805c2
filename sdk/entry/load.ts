import { badOption } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { checkLoadOptions, openLab } from "../lab/gradiometer.js";
import type { Gradiometer, LoadOptions, Variant } from "../types.js";
import { platform } from "./platform.js";

/**
 * `load` of a runtime, from its way to get at a compiled binary. A module that the caller hands in goes before it.
 *
 * @throws GradiometerError BAD_OPTION, or what `compiled` throws.
 */
export async function loadWith(
  options: LoadOptions | undefined,
  compiled: (variant: Variant) => WebAssembly.Module | Promise<WebAssembly.Module>,
): Promise<Gradiometer> {
  const { variant, module } = checkLoadOptions(options);
  return openLab(module ?? (await compiled(variant)), variant, platform);
}

/** The module of an entry that carries one variant. @throws GradiometerError BAD_OPTION when the other one was asked for */
export function only<M>(carried: Variant, asked: Variant, module: M): M {
  if (asked === carried) return module;
  const expected = `a WebAssembly.Module of gradiometer/gradiometer-${asked}.wasm, which this entry does not carry`;
  throw badOption("module", expected, undefined);
}

/**
 * Compiles the bytes of a binary.
 *
 * @throws GradiometerError UNSUPPORTED where the engine lacks what the variant needs, or may not compile.
 */
export async function compile(bytes: Uint8Array, variant: Variant): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new GradiometerError("UNSUPPORTED", reason(bytes, variant, cause), { cause });
  }
}

function reason(bytes: Uint8Array, variant: Variant, cause: unknown): string {
  if (WebAssembly.validate(bytes))
    return `module: expected leave to compile WebAssembly (in a page, script-src 'wasm-unsafe-eval'), but got ${String(cause)}`;
  const hint = variant === "relaxed" ? `; use load({ variant: "simd" })` : "";
  return `variant: "${variant}" needs WebAssembly features that this engine lacks${hint} (${String(cause)})`;
}
