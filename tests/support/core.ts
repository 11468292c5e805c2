import { readFileSync } from "node:fs";
import { type Core, createCore } from "../../sdk/core/create.js";

/** A core over the built binary, for tests of what has no public entry. */
export function openCore(): Core {
  const bytes = readFileSync(new URL("../../build/gradiometer.wasm", import.meta.url));
  return createCore(new WebAssembly.Module(bytes), "simd", { now: () => 0, pause: () => Promise.resolve() });
}
