import { instantiateSync } from "@assemblyscript/loader";
import { VERSION } from "../../build/generated/version.js";
import type { Gradiometer, Variant } from "../types.js";
import { Arena } from "./arena.js";
import { GradiometerError } from "./errors.js";
import type { Exports } from "./exports.js";
import type { Platform } from "./platform.js";

/** An instance of the binary and the memory that it works on. */
export interface Core {
  readonly wasm: Exports;
  readonly arena: Arena;
  readonly variant: Variant;
  readonly platform: Platform;
  /** Scratch of the matrix product and of a digest, WORKSPACE_BYTES long; free between calls. */
  readonly workspace: number;
}

const INITIAL_PAGES = 16;

/** @throws GradiometerError UNSUPPORTED unless the binary is of this version, as it says in a section of its own */
function checkVersion(module: WebAssembly.Module): void {
  const [section] = WebAssembly.Module.customSections(module, "gradiometer");
  const version = section && String.fromCharCode(...new Uint8Array(section));
  if (version === VERSION) return;
  const found =
    version === undefined ? "another module, or one without the section that says so" : `that of ${version}`;
  throw new GradiometerError(
    "UNSUPPORTED",
    `module: expected the binary of gradiometer ${VERSION}, as its package holds it, but got ${found}`,
  );
}

function reserve(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: 65536 });
  } catch (cause) {
    const expected = `memory: expected room for ${INITIAL_PAGES * 64} KiB`;
    throw new GradiometerError("OUT_OF_MEMORY", `${expected}, but the engine has none: ${String(cause)}`, { cause });
  }
}

/**
 * Instantiates the binary over a memory of its own.
 *
 * @throws GradiometerError UNSUPPORTED when the module is not the binary of this version or the engine refuses it, BAD_OPTION
 * when it was built as the other variant, OUT_OF_MEMORY.
 */
export function createCore(module: WebAssembly.Module, variant: Variant, platform: Platform): Core {
  checkVersion(module);
  const memory = reserve();
  let wasm: Exports;
  try {
    // Not `instantiate`, which asks for the global Response: in Node that alone loads an HTTP client, 20 ms.
    // And the instance's own exports: the loader wraps each in a function that spreads its arguments.
    wasm = instantiateSync(module, { env: { memory } }).instance.exports as Exports;
  } catch (cause) {
    throw new GradiometerError("UNSUPPORTED", `module: the engine does not instantiate it: ${String(cause)}`, {
      cause,
    });
  }
  const built: Variant = wasm.FUSED.value ? "relaxed" : "simd";
  if (built !== variant) {
    throw new GradiometerError(
      "BAD_OPTION",
      `variant: expected "${built}", as the module was built, but got "${variant}"`,
    );
  }
  const arena = new Arena(memory, wasm.dataEnd());
  const workspace = arena.allocate(Number(wasm.WORKSPACE_BYTES.value), "workspace");
  return { wasm, arena, variant, platform, workspace };
}

const cores = new WeakMap<Gradiometer, Core>();

/** Remembers which core stands behind a Gradiometer, for the layers above. */
export function bindCore(lab: Gradiometer, core: Core): void {
  cores.set(lab, core);
}

/**
 * The core behind a Gradiometer.
 *
 * @throws GradiometerError BAD_OPTION when `lab` did not come from `load()` of this package.
 */
export function coreOf(lab: Gradiometer): Core {
  const core = cores.get(lab);
  if (!core) throw new GradiometerError("BAD_OPTION", "lab: expected what load() of this package returned");
  return core;
}
