import { nearest } from "../../core/nearest.js";

/** As a word is looked up: "learning_rate", "learningRate" and "LearningRate()" are one. */
const plain = (word: string): string => word.toLowerCase().replace(/[_\-\s]|\(.*\)$/g, "");

/**
 * What somebody may have meant, in quotes; undefined where nothing is near.
 *
 * @param right         the words that are known here.
 * @param translations  those of other libraries, with ours in a phrase.
 */
export function suggest(
  word: string,
  right: readonly string[],
  translations: Readonly<Record<string, string>> = {},
): string | undefined {
  const own = plain(word);
  const same = right.find((one) => plain(one) === own);
  if (same !== undefined) return `"${same}"`;
  if (Object.hasOwn(translations, own)) return translations[own];
  const found = nearest(word, right);
  return found === undefined ? undefined : `"${found}"`;
}
