import { readFileSync } from "node:fs";
import { type Core, createCore } from "../../sdk/core/create.js";

/** The built binary, compiled. */
export const openModule = (): WebAssembly.Module =>
  new WebAssembly.Module(readFileSync(new URL("../../build/gradiometer.wasm", import.meta.url)));

/** A core over the built binary, for tests of what has no public entry. */
export function openCore(): Core {
  return createCore(openModule(), "simd", { now: () => 0, pause: () => Promise.resolve() });
}
