/** Where the texts of a language come from. Apart from text.ts, so that what only fills texts in does not know of the page. */
import type { Language, Strings } from "./text.js";

const LOADERS: Readonly<Record<Language, () => Promise<Strings>>> = {
  en: async () => (await import("../later.js")).en,
  fr: async () => (await import("./fr.js")).fr,
  ko: async () => (await import("./ko.js")).ko,
};

export const stringsOf = (language: Language): Promise<Strings> => LOADERS[language]();
