import { checkInteger, checkKeys, checkNumber } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { permutation, Purpose, streamOf } from "../core/random.js";
import type { Gradiometer } from "../types.js";
import { CLASSES, IMAGES, PIXELS, readDigits } from "./digitsFile.js";
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

/** The images in the order that a seed gives them; the first are held out. */
export const orderOfDigits = (lab: Gradiometer, seed: number): Int32Array =>
  permutation(coreOf(lab), seed, streamOf(Purpose.Split, 0), IMAGES);

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

  const order = orderOfDigits(lab, seed);
  const held = Math.min(Math.round(share * IMAGES), IMAGES - 1);
  const { pixels, labels } = await readDigits();
  const part = (indices: Int32Array): LabelledRows => {
    const own = Uint8Array.from(indices, (index) => labels[index]!);
    return { x: takeRows(pixels, PIXELS, indices), y: oneHot(own, CLASSES), labels: own, count: indices.length };
  };
  return { train: part(order.subarray(held)), test: part(order.subarray(0, held)), attribution: ATTRIBUTION };
}
