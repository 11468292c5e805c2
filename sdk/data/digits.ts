import { gunzipSync, strFromU8 } from "fflate/browser";
import { checkInteger, checkKeys, checkNumber } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { permutation, Purpose, streamOf } from "../core/random.js";
import type { Gradiometer } from "../types.js";
import { type LabelledRows, oneHot, takeRows } from "./rows.js";

/** What `digits` takes. */
export interface DigitsOptions {
  /** Of the split, integer ≥ 0, default 0. */
  seed?: number;
  /** Share of the images held out for the test, 0 ≤ test < 1; default .2. */
  test?: number;
}

/** The digits, split; every image is in exactly one half. */
export interface Digits {
  /** To learn from. */
  readonly train: LabelledRows;
  /** Held out. */
  readonly test: LabelledRows;
  /** To be shown wherever the data are. */
  readonly attribution: string;
}

const ATTRIBUTION =
  "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, " +
  "https://doi.org/10.24432/C50P49, CC BY 4.0";

const IMAGES = 1797;
const PIXELS = 64;
const CLASSES = 10;
const DARKEST = 16;

/**
 * 1,797 handwritten digits of 8 × 8 pixels, shuffled and split by the seed. Their file, 59 kB, is a module of its own that the
 * first call imports; each call decompresses it (some milliseconds).
 *
 * Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits" (the test set), UCI Machine Learning
 * Repository, 1998. Licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. Changed: grey levels divided by 16.
 *
 * @returns x [count, 64], pixels row by row from 0 (paper) to 1 (ink); y one-hot [count, 10]; the arrays are the caller's.
 * @throws GradiometerError BAD_OPTION, or BAD_FILE when the bundled data were damaged.
 */
export async function digits(lab: Gradiometer, options: DigitsOptions = {}): Promise<Digits> {
  const given = checkKeys("options", options, ["seed", "test"]);
  const seed = checkInteger("seed", given["seed"] ?? 0, 0);
  const share = checkNumber(
    "test",
    given["test"] ?? 0.2,
    "a number with 0 ≤ test < 1",
    (value) => value >= 0 && value < 1,
  );

  const order = permutation(coreOf(lab), seed, streamOf(Purpose.Split, 0), IMAGES);
  const held = Math.min(Math.round(share * IMAGES), IMAGES - 1);
  const { digitsGzipBase64 } = await import("../../build/generated/digits.js");
  const { pixels, labels } = parse(strFromU8(gunzipSync(decodeBase64(digitsGzipBase64))));
  const part = (indices: Int32Array): LabelledRows => {
    const own = Uint8Array.from(indices, (index) => labels[index]!);
    return { x: takeRows(pixels, PIXELS, indices), y: oneHot(own, CLASSES), labels: own, count: indices.length };
  };
  return { train: part(order.subarray(held)), test: part(order.subarray(0, held)), attribution: ATTRIBUTION };
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
