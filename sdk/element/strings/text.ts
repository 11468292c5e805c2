/**
 * Texts in the reader's language. What the first figure needs is inside in English; the rest of it, and the other languages,
 * are loaded.
 */
import type { en } from "./en.js";
import { lab } from "./en/lab.js";

export type Key = keyof typeof en;
export type Strings = Readonly<Record<Key, string>>;

export const LANGUAGES = ["en", "fr", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Fills `{name}` in a text. Numbers come already formatted (numbers.ts). */
export type Text = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/** Puts values in place of the `{name}`s of a text. */
export const fill = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));

/** A text that has not been loaded yet is empty. */
export function textOf(strings: Partial<Strings>): Text {
  return (key, values) => fill(strings[key] ?? "", values);
}

/** What is there at once: English, of the controls and the cards. */
export const FIRST: Partial<Strings> = lab;

/** The language of a tag such as "fr-CA"; English where there is none of ours. */
export const languageOf = (tag: string | null | undefined): Language =>
  LANGUAGES.find((one) => one === tag?.toLowerCase().split("-")[0]) ?? "en";
