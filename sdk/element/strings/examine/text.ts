/** What the doctor says, in the reader's language; loaded with its panel. */
import type { FindingId } from "../../../doctor/types.js";
import { fill, type Language } from "../text.js";
import type { examine as english } from "./en.js";

type English = typeof english;
export type ExamineKey = keyof English["ui"];
export type RemedyId = keyof English["remedies"];
type Named = readonly [title: string, sentence: string];

export interface ExamineStrings {
  readonly ui: Readonly<Record<ExamineKey, string>>;
  readonly findings: Readonly<Record<FindingId, Named>>;
  readonly remedies: Readonly<Record<RemedyId, Named>>;
}

export interface ExamineText {
  (key: ExamineKey, values?: Readonly<Record<string, string | number>>): string;
  finding(id: FindingId): { readonly title: string; readonly sentence: string };
  /** Of one remedy, or of two behind each other, "a + b". */
  remedy(id: string): { readonly title: string; readonly sentence: string };
}

const LOADERS: Readonly<Record<Language, () => Promise<{ examine: ExamineStrings }>>> = {
  en: () => import("./en.js"),
  fr: () => import("./fr.js"),
  ko: () => import("./ko.js"),
};

export async function examineText(language: Language): Promise<ExamineText> {
  const { examine } = await LOADERS[language]();
  const known: Readonly<Record<string, Named>> = examine.remedies;
  const text = (key: ExamineKey, values?: Readonly<Record<string, string | number>>): string =>
    fill(examine.ui[key], values);
  return Object.assign(text, {
    finding: (id: FindingId) => {
      const [title, sentence] = examine.findings[id];
      return { title, sentence };
    },
    remedy: (id: string) => {
      const parts = id.split(" + ").map((one): Named => {
        const named = known[one];
        if (!named) throw new RangeError(`expected the id of a remedy, but got "${one}"`);
        return named;
      });
      return {
        title: parts.map(([title]) => title).join(" + "),
        sentence: parts.map(([, sentence]) => sentence).join(" "),
      };
    },
  });
}
