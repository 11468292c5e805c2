/** The digits as rows that a page posts: nothing of the core is loaded for them. */
import { CLASSES, PIXELS, readDigits } from "../../data/digitsFile.js";
import { oneHot } from "../../data/rows.js";
import type { PostedRows } from "../worker/protocol.js";

/** All 1,797 images; the worker takes as many as the state says, in the seed's order. */
export async function digitRows(): Promise<PostedRows> {
  const { pixels, labels } = await readDigits();
  return { x: pixels, y: oneHot(labels, CLASSES), inputs: PIXELS, outputs: CLASSES, task: "classes" };
}
