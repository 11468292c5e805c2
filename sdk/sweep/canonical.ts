/** One text for one value, so that its SHA-256 is a name. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** JSON without spaces, the keys of every object in the order of their UTF-16 code units; undefined members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (ArrayBuffer.isView(value)) return canonicalJson(Object.values(value));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${membersOf(value).map(textOf).join(",")}}`;
}

/** What stands before and after the value of `key` in the canonical JSON of an object that has it: the same for any value of it. */
export function canonicalAround(key: string, value: object): readonly [before: string, after: string] {
  const members = membersOf({ ...value, [key]: null });
  const at = members.findIndex(([name]) => name === key);
  const before = [...members.slice(0, at).map(textOf), `${JSON.stringify(key)}:`].join(",");
  return [`{${before}`, `${["", ...members.slice(at + 1).map(textOf)].join(",")}}`];
}

const textOf = ([key, member]: [string, unknown]): string => `${JSON.stringify(key)}:${canonicalJson(member)}`;

const membersOf = (value: object): [string, unknown][] =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** SHA-256 of a text in UTF-8, 64 hex digits. */
export const sha256Text = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));
