import { GradiometerError } from "../core/errors.js";

/** "\0asm", which every WebAssembly binary begins with. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

const WAY_OUT =
  "Put gradiometer/gradiometer.wasm there, hand in load({ module }), or import gradiometer/inline, which carries it";

/** What came when a binary was asked for: its bytes, or in words what came in their place. `type` is what they were said to be. */
export interface Answer {
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly refused?: string;
  readonly type?: string;
}

/**
 * The binary at a URL, which is a function because a bundler may leave nothing to make it of.
 *
 * @param advice  what else can be done where it is not there, after what can be done everywhere.
 * @throws GradiometerError BAD_FILE that says which URL and what came: no URL, nothing, a refusal, or something else in its place.
 */
export async function binaryAt(
  locate: () => URL,
  read: (url: URL) => Promise<Answer>,
  advice?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  let place = "module";
  const way = advice === undefined ? WAY_OUT : `${WAY_OUT}. ${advice}`;
  const expected = (came: string, options?: ErrorOptions): GradiometerError =>
    new GradiometerError("BAD_FILE", `${place}: expected a WebAssembly binary, but got ${came}. ${way}.`, options);
  let answer: Answer;
  try {
    const url = locate();
    place = url.href;
    answer = await read(url);
  } catch (cause) {
    throw expected(String(cause), { cause });
  }
  const { bytes, refused, type } = answer;
  if (!bytes) throw expected(refused ?? "nothing");
  if (MAGIC.some((byte, index) => bytes[index] !== byte))
    throw expected(`${bytes.length} bytes of something else${type ? ` (${type})` : ""}`);
  return bytes;
}
