/** What golden files are made of: a file of tests/golden/ that a test compares with, and `npx vitest run NAME -u` writes. */
import { createHash } from "node:crypto";

/** Enough of a SHA-256 to tell any two texts of a file apart. */
export const short = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** JSON that can be read, line by line. */
export const asFile = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** JSON with all that JSON lacks: typed arrays as lists, and NaN and ±∞ as words. */
export const exactly = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => {
    if (ArrayBuffer.isView(one)) return Array.from(one as unknown as ArrayLike<number>);
    return typeof one === "number" && !Number.isFinite(one) ? String(one) : one;
  });
