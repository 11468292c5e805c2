/** The nearest right word. */

/** As a word is compared: "learning_rate", "learningRate" and "LearningRate" are one. */
const plain = (word: string): string => word.toLowerCase().replace(/[_\-\s]|\(.*\)$/g, "");

/** Insertions, deletions, replacements and swaps of neighbours from a to b. Damerau 1964, restricted. */
function distance(a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

/** A third of the letters may be wrong. */
const NEAR = 3;

/**
 * What somebody may have meant, in quotes; undefined where nothing is near.
 *
 * @param right         the words that are known here.
 * @param translations  those of other libraries, with ours.
 */
export function suggest(
  word: string,
  right: readonly string[],
  translations: Readonly<Record<string, string>> = {},
): string | undefined {
  const own = plain(word);
  const same = right.find((one) => plain(one) === own);
  if (same !== undefined) return `"${same}"`;
  const translated = Object.hasOwn(translations, own) ? translations[own] : undefined;
  if (translated !== undefined) return translated;
  const ranked = right.map((one) => ({ one, far: distance(own, plain(one)) })).sort((a, b) => a.far - b.far);
  const [best] = ranked;
  return best && best.far <= Math.max(1, Math.floor(own.length / NEAR)) ? `"${best.one}"` : undefined;
}
