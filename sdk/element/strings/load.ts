/** Where the texts of a language come from. Apart from text.ts, so that what only fills texts in does not know of the page. */
import type { Language, Strings } from "./text.js";

const ALL: Readonly<Record<Language, () => Promise<Strings>>> = {
  en: async () => (await import("./en.js")).en,
  fr: async () => (await import("./fr.js")).fr,
  ko: async () => (await import("./ko.js")).ko,
};

/** Every text of a language. */
export const stringsOf = (language: Language): Promise<Strings> => ALL[language]();

/** Those of the lab itself, the view that opens first and the badges; of English they come with the views. */
export const wordsOf = async (language: Language): Promise<Partial<Strings>> =>
  language === "en" ? (await import("../later.js")).words : stringsOf(language);
