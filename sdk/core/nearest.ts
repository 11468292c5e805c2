/** Longer words are cut: the table of edits has as many cells as both words have letters, multiplied. */
const LONGEST = 40;

/** A word without case and punctuation. */
const plain = (word: string): string =>
  word
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

/** The first letters of a word's parts: "mse" of "mean-squared-error", "lr" of "learningRate". */
const initials = (word: string): string =>
  word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/([a-z0-9])[a-z0-9]*[^a-z0-9]*/g, "$1");

/** Insertions, deletions, substitutions and swaps of neighbours that make b of a (Damerau 1964, optimal string alignment). */
function edits(a: string, b: string): number {
  const width = b.length + 1;
  const table = new Uint8Array((a.length + 1) * width);
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      const at = i * width + j;
      if (i === 0 || j === 0) {
        table[at] = i + j;
        continue;
      }
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? table[at - 2 * width - 2]! + 1 : Infinity;
      table[at] = Math.min(table[at - width]! + 1, table[at - 1]! + 1, table[at - width - 1]! + same, swap);
    }
  }
  return table[table.length - 1]!;
}

/** 0 for the same but for case and punctuation and for the initials, ½ for a beginning, else the number of edits. */
function distance(word: string, candidate: string): number {
  const [own, other] = [plain(word), plain(candidate)];
  if (own === other || (own.length > 1 && own === initials(candidate))) return 0;
  if (own.length > 1 && other.startsWith(own)) return 0.5;
  const changes = edits(own, other);
  return 3 * changes <= Math.max(own.length, other.length) ? changes : Infinity;
}

/**
 * The word that was probably meant: the nearest of `words`, or the one that another name stands for. Nothing when a third
 * of the letters would have to change.
 *
 * @param others  name elsewhere → what it is called here: "swish" → "silu".
 */
export function nearest(
  word: string,
  words: readonly string[],
  others: Readonly<Record<string, string>> = {},
): string | undefined {
  let [least, found] = [Infinity, undefined as string | undefined];
  for (const [said, meant] of [...words.map((own) => [own, own] as const), ...Object.entries(others)]) {
    const far = distance(word, said);
    if (far < least) [least, found] = [far, meant];
  }
  return found;
}
