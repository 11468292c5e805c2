/** The file of the digits as it is, without a lab: a page reads it while the core is in a worker. */
import { gunzipSync, strFromU8 } from "fflate/browser";
import { GradiometerError } from "../core/errors.js";

export const IMAGES = 1797;
export const PIXELS = 64;
export const CLASSES = 10;
const DARKEST = 16;

/**
 * All images in the order of the file: pixels [1797, 64] from 0 (paper) to 1 (ink), and the digit of each.
 *
 * @throws GradiometerError BAD_FILE when the bundled data were damaged.
 */
export async function readDigits(): Promise<{ pixels: Float32Array; labels: Uint8Array }> {
  const { digitsGzipBase64 } = await import("../../build/generated/digits.js");
  return digitsOf(digitsGzipBase64);
}

/** The same, of the file packed by gzip and written in base64. @throws GradiometerError BAD_FILE */
export function digitsOf(gzipBase64: string): { pixels: Float32Array; labels: Uint8Array } {
  return parse(strFromU8(gunzipSync(decodeBase64(gzipBase64))));
}

/** One image a line: 64 grey levels 0 … 16, then the digit. */
function parse(csv: string): { pixels: Float32Array; labels: Uint8Array } {
  const lines = csv.trimEnd().split("\n");
  if (lines.length !== IMAGES) throw damaged(`expected ${IMAGES} lines, but got ${lines.length}`);
  const pixels = new Float32Array(IMAGES * PIXELS);
  const labels = new Uint8Array(IMAGES);
  lines.forEach((line, row) => {
    const fields = line.split(",");
    if (fields.length !== PIXELS + 1)
      throw damaged(`line ${row + 1}: expected ${PIXELS + 1} fields, but got ${fields.length}`);
    fields.forEach((field, column) => {
      const value = Number(field);
      const highest = column < PIXELS ? DARKEST : CLASSES - 1;
      if (field.trim() === "" || !Number.isInteger(value) || value < 0 || value > highest) {
        throw damaged(
          `line ${row + 1}, field ${column + 1}: expected an integer from 0 to ${highest}, but got ${field}`,
        );
      }
      if (column < PIXELS) pixels[row * PIXELS + column] = value / DARKEST;
      else labels[row] = value;
    });
  });
  return { pixels, labels };
}

function damaged(what: string): GradiometerError {
  return new GradiometerError("BAD_FILE", `digits.csv: ${what}`);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** RFC 4648, §4. Written out because ECMAScript has no decoder and this layer uses nothing else. */
function decodeBase64(text: string): Uint8Array {
  const values = new Uint8Array(128);
  for (let index = 0; index < ALPHABET.length; index++) values[ALPHABET.charCodeAt(index)] = index;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let read = 0, write = 0; read < text.length; read += 4, write += 3) {
    let quad = 0;
    for (let k = 0; k < 4; k++) quad = (quad << 6) | values[text.charCodeAt(read + k)]!;
    for (let k = 0; k < 3; k++) bytes[write + k] = quad >> (16 - 8 * k); // beyond the end: dropped by the array
  }
  return bytes;
}
