/** Titles and sentences of the presets, in the reader's language; loaded with the list. */
import type { Language } from "../text.js";
import { ZOO_PREFIX } from "../../presets/zoo.js";
import type { presets as english } from "./en.js";

type English = typeof english;

export interface PresetStrings {
  readonly lectures: { readonly [Id in keyof English["lectures"]]: readonly [title: string, sentence: string] };
  readonly zoo: { readonly [Name in keyof English["zoo"]]: string };
}

const LOADERS: Readonly<Record<Language, () => Promise<{ presets: PresetStrings }>>> = {
  en: () => import("./en.js"),
  fr: () => import("./fr.js"),
  ko: () => import("./ko.js"),
};

export interface PresetText {
  readonly title: string;
  readonly sentence: string;
}

/** What a preset is called, and what it shows. @throws RangeError for what is no preset */
export async function presetTexts(language: Language): Promise<(id: string) => PresetText> {
  const { presets } = await LOADERS[language]();
  const lectures: Readonly<Record<string, readonly [string, string]>> = presets.lectures;
  const zoo: Readonly<Record<string, string>> = presets.zoo;
  return (id) => {
    const [title, sentence] = lectures[id] ?? [];
    if (title !== undefined && sentence !== undefined) return { title, sentence };
    const name = id.startsWith(ZOO_PREFIX) ? id.slice(ZOO_PREFIX.length) : id;
    const about = zoo[name];
    if (about === undefined) throw new RangeError(`expected the id of a preset, but got "${id}"`);
    return { title: name, sentence: about };
  };
}
