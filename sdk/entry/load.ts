import { badOption } from "../core/check.js";
import { checkModule } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { checkLoadOptions, openLab } from "../lab/gradiometer.js";
import type { Bytes, Gradiometer, LoadOptions, Variant } from "../types.js";
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
  return openLab(module ?? checkModule(await compiled(variant)), variant, platform);
}

/** The module of an entry that carries one variant. @throws GradiometerError BAD_OPTION when the other one was asked for */
export function only<M>(carried: Variant, asked: Variant, module: M): M {
  if (asked === carried) return module;
  const expected = `a WebAssembly.Module of gradiometer/gradiometer-${asked}.wasm, which this entry does not carry`;
  throw badOption("module", expected, undefined);
}

/** A function that gives back a v128, up to its body. */
const PROBE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10];
/** Bodies with one instruction of what a variant needs: i8x16.popcnt, i8x16.relaxed_swizzle. */
const NEEDS: Record<Variant, number[]> = {
  simd: [10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
  relaxed: [15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
};

/**
 * Compiles the bytes of a binary.
 *
 * @throws GradiometerError UNSUPPORTED where the engine lacks what the variant needs, or may not compile; BAD_FILE when they are
 * damaged.
 */
export async function compile(bytes: Bytes, variant: Variant): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw failure(bytes, variant, cause);
  }
}

function failure(bytes: Bytes, variant: Variant, cause: unknown): GradiometerError {
  const error = (code: "UNSUPPORTED" | "BAD_FILE", message: string) =>
    new GradiometerError(code, `${message} (${String(cause)})`, { cause });
  if (WebAssembly.validate(bytes)) {
    const leave = "module: expected leave to compile WebAssembly; a page needs script-src 'wasm-unsafe-eval'";
    return error("UNSUPPORTED", leave);
  }
  if (WebAssembly.validate(Uint8Array.from([...PROBE, ...NEEDS[variant]])))
    return error("BAD_FILE", `module: expected the "${variant}" binary, but got ${bytes.length} damaged bytes`);
  const hint = variant === "relaxed" ? `; use load({ variant: "simd" })` : "";
  return error("UNSUPPORTED", `variant: "${variant}" needs WebAssembly features that this engine lacks${hint}`);
}
