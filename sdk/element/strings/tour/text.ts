/** The tour's texts in the reader's language; loaded with the tour. */
import { fill, type Language } from "../text.js";
import type { tour as english } from "./en.js";

export type TourKey = keyof typeof english;
export type TourStrings = Readonly<Record<TourKey, string>>;

type TitleOf<Key> = Key extends `${infer Id}.title` ? Id : never;
export type SceneId = TitleOf<TourKey>;

/** Sentences of "what you saw": numbers alone are filled in. */
export type SawKey = Extract<TourKey, `saw${Capitalize<string>}` | `${"a" | "b"}${Capitalize<string>}`>;

export type TourText = (key: TourKey, values?: Readonly<Record<string, string | number>>) => string;

const LOADERS: Readonly<Record<Language, () => Promise<{ tour: TourStrings }>>> = {
  en: () => import("./en.js"),
  fr: () => import("./fr.js"),
  ko: () => import("./ko.js"),
};

export async function tourText(language: Language): Promise<TourText> {
  const { tour } = await LOADERS[language]();
  return (key, values) => fill(tour[key], values);
}
