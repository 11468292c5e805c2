/** The grammar of numbers in a CSV and on the command line. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The number that a text stands for: an optional sign, decimal digits with at most one point among or beside them, and an optional
 * exponent (`-1.5`, `.5`, `2.`, `1e-3`); white space round it does not count. NaN for everything else: no hexadecimal digits, no
 * thousands separators, no decimal comma, no "Infinity".
 */
export function decimal(text: string): number {
  const trimmed = text.trim();
  return DECIMAL.test(trimmed) ? Number(trimmed) : NaN;
}
