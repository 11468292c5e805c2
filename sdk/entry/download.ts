import { GradiometerError } from "../core/errors.js";

/** "\0asm", which every WebAssembly binary begins with. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

const WAY_OUT =
  "Serve gradiometer/gradiometer.wasm there, hand in load({ module }), or import gradiometer/inline, which carries it";

/**
 * The binary at a URL, which is a function because a bundler may leave nothing to make it of.
 *
 * @throws GradiometerError BAD_FILE that says which URL and what came: no URL, nothing, a status, or a page in its place.
 */
export async function download(locate: () => URL): Promise<Uint8Array> {
  let url = "module";
  const expected = (came: string, options?: ErrorOptions): GradiometerError =>
    new GradiometerError("BAD_FILE", `${url}: expected a WebAssembly binary, but got ${came}. ${WAY_OUT}.`, options);
  let response: Response;
  try {
    url = locate().href;
    response = await fetch(url);
  } catch (cause) {
    throw expected(String(cause), { cause });
  }
  const type = response.headers.get("content-type") ?? "no content type";
  if (!response.ok) throw expected(`status ${response.status} (${type})`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (MAGIC.some((byte, index) => bytes[index] !== byte))
    throw expected(`${bytes.length} bytes of something else (${type})`);
  return bytes;
}
