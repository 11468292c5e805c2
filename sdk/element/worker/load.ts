import { binaryGzipBase64 } from "../../../build/generated/binary.js";
import { compile, loadWith } from "../../entry/load.js";
import type { Gradiometer } from "../../types.js";

/**
 * The binary that the worker carries, packed: a page that is sent compressed is a tenth smaller than with the bare one.
 *
 * @throws GradiometerError UNSUPPORTED where nothing may be compiled
 */
export function load(): Promise<Gradiometer> {
  return loadWith(undefined, async (variant) => {
    const packed = Uint8Array.from(atob(binaryGzipBase64), (character) => character.charCodeAt(0));
    // Not through a Blob: WebKit cannot read one in a worker of a page from the disk.
    const stream = new Response(packed).body?.pipeThrough(new DecompressionStream("gzip"));
    return compile(new Uint8Array(await new Response(stream).arrayBuffer()), variant);
  });
}
