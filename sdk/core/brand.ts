/**
 * What a value is, in whichever realm it was made: an iframe, a vm context or a test runner has constructors of its own, and
 * `instanceof` knows those of one realm alone. Internal slots are the same everywhere, so they are asked.
 */

/** The class of a typed array, such as "Float32Array", or undefined: for anything else, a DataView among it. */
export function typedArrayName(value: unknown): string | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(Uint8Array.prototype);
  return Reflect.get(prototype as object, Symbol.toStringTag, value) as string | undefined;
}

/** A Float32Array of any realm. */
export const isFloat32Array = (value: unknown): value is Float32Array =>
  value instanceof Float32Array || typedArrayName(value) === "Float32Array";

/** A Uint8Array of any realm, Node's Buffer among them, as one of this realm over the same bytes; undefined for anything else. */
export function asUint8Array(value: unknown): Uint8Array | undefined {
  if (typedArrayName(value) !== "Uint8Array") return undefined;
  const { buffer, byteOffset, byteLength } = value as Uint8Array;
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A compiled module of any realm. */
export function isModule(value: unknown): value is WebAssembly.Module {
  try {
    WebAssembly.Module.customSections(value as WebAssembly.Module, "");
    return true;
  } catch {
    return false;
  }
}
