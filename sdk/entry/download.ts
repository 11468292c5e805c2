import { GradiometerError } from "../core/errors.js";

/** "\0asm", which every WebAssembly binary begins with. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

const WAY_OUT =
  "Serve gradiometer/gradiometer.wasm there, hand in load({ module }), or import gradiometer/inline, which carries it";

/**
 * The binary at a URL.
 *
 * @throws GradiometerError BAD_FILE that says which URL and what came: nothing, a status, or a page in its place.
 */
export async function download(url: URL): Promise<Uint8Array> {
  const expected = (came: string, options?: ErrorOptions): GradiometerError =>
    new GradiometerError(
      "BAD_FILE",
      `${url.href}: expected a WebAssembly binary, but got ${came}. ${WAY_OUT}.`,
      options,
    );
  const response = await fetch(url).catch((cause: unknown) => {
    throw expected(String(cause), { cause });
  });
  const type = response.headers.get("content-type") ?? "no content type";
  if (!response.ok) throw expected(`status ${response.status} (${type})`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (MAGIC.some((byte, index) => bytes[index] !== byte))
    throw expected(`${bytes.length} bytes of something else (${type})`);
  return bytes;
}
