import { instantiateSync } from "@assemblyscript/loader";
import { VERSION } from "../../build/generated/version.js";
import type { Gradiometer, Variant } from "../types.js";
import { Arena } from "./arena.js";
import { isModule } from "./brand.js";
import { badOption } from "./check.js";
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

/** Where an engine has WebAssembly and yet there is none: what took it away. */
const NO_WEBASSEMBLY =
  "WebAssembly: expected an engine that has it, but there is none here. Likely reasons: Node or Chromium started with " +
  "--jitless; Lockdown Mode of iOS and macOS; the enhanced security mode of Edge; a sandbox that removed the global";

/** @throws GradiometerError UNSUPPORTED where there is no WebAssembly at all, with what that is likely to come from */
export function checkEngine(): void {
  if (typeof WebAssembly !== "object") throw new GradiometerError("UNSUPPORTED", NO_WEBASSEMBLY);
}

/** A compiled module of any realm. @throws GradiometerError BAD_OPTION */
export function checkModule(module: unknown): WebAssembly.Module {
  if (isModule(module)) return module;
  throw badOption("module", "a WebAssembly.Module, as WebAssembly.compile gives", module);
}

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

/** Its exports, over the memory. The loader takes a module of another realm for bytes: such a one goes past it. */
function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): WebAssembly.Exports {
  const imports = { env: { memory } };
  if (!(module instanceof WebAssembly.Module)) return new WebAssembly.Instance(module, imports).exports;
  // Not its `instantiate`, which asks for the global Response: in Node that alone loads an HTTP client, 20 ms.
  // And the instance's own exports: the loader wraps each in a function that spreads its arguments.
  return instantiateSync(module, imports).instance.exports;
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
    wasm = instantiate(module, memory) as Exports;
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

/** Under which a lab holds its core: the same in every copy of the package that a program has. */
const CORE = Symbol.for("gradiometer.core");

/** What stands there: the version first, since all else may differ from version to version. */
interface Bound {
  readonly version: string;
  readonly core: Core;
}

/** Puts the core behind a Gradiometer, for the layers above and for those of another copy. */
export function bindCore(lab: Gradiometer, core: Core): void {
  const bound: Bound = { version: VERSION, core };
  Object.defineProperty(lab, CORE, { value: bound });
}

/**
 * The core behind a Gradiometer, which may come from another copy of this version.
 *
 * @throws GradiometerError BAD_OPTION when `lab` did not come from `load()`, or came from that of another version.
 */
export function coreOf(lab: Gradiometer): Core {
  const given: unknown = lab;
  const bound = typeof given === "object" && given !== null && CORE in given ? (given[CORE] as Bound) : undefined;
  if (bound === undefined) throw badOption("lab", "what load() of this package resolved to", lab);
  if (bound.version === VERSION) return bound.core;
  const came = `one of ${bound.version}: two versions are installed, and "npm ls gradiometer" shows where`;
  throw new GradiometerError("BAD_OPTION", `lab: expected one of gradiometer ${VERSION}, but got ${came}`);
}
