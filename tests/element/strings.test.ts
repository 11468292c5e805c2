import { findings, remedies } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { en } from "../../sdk/element/strings/en.js";
import { examine as examineEn } from "../../sdk/element/strings/examine/en.js";
import { examine as examineFr } from "../../sdk/element/strings/examine/fr.js";
import { examine as examineKo } from "../../sdk/element/strings/examine/ko.js";
import { fr } from "../../sdk/element/strings/fr.js";
import { ko } from "../../sdk/element/strings/ko.js";
import { numbersOf } from "../../sdk/element/strings/numbers.js";
import { presets as presetsEn } from "../../sdk/element/strings/presets/en.js";
import { presets as presetsFr } from "../../sdk/element/strings/presets/fr.js";
import { presets as presetsKo } from "../../sdk/element/strings/presets/ko.js";
import { percent, share, short, whole, writeNumber } from "../../sdk/element/strings/said.js";
import { fill, LANGUAGES } from "../../sdk/element/strings/text.js";
import { tour as tourEn } from "../../sdk/element/strings/tour/en.js";
import { tour as tourFr } from "../../sdk/element/strings/tour/fr.js";
import { tour as tourKo } from "../../sdk/element/strings/tour/ko.js";
import { trace as traceEn } from "../../sdk/element/strings/trace/en.js";
import { trace as traceFr } from "../../sdk/element/strings/trace/fr.js";
import { trace as traceKo } from "../../sdk/element/strings/trace/ko.js";
import { examineText } from "../../sdk/element/strings/examine/text.js";

/** Every text of a table, by its path. */
function texts(table: object, path = ""): Map<string, string> {
  const found = Object.entries(table).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : [...texts(value as object, `${path}${key}.`)],
  );
  return new Map(found);
}

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([name]) => name).sort();

const TABLES = {
  lab: [en, fr, ko],
  tour: [tourEn, tourFr, tourKo],
  presets: [presetsEn, presetsFr, presetsKo],
  examine: [examineEn, examineFr, examineKo],
  trace: [traceEn, traceFr, traceKo],
} as const;

describe("strings", () => {
  it.each(Object.entries(TABLES))("%s: the same keys and placeholders in every language", (_name, tables) => {
    const [english, ...others] = tables.map((table) => texts(table));
    for (const other of others) {
      expect([...other.keys()].sort()).toEqual([...english!.keys()].sort());
      for (const [key, text] of other) {
        expect([key, text !== "", placeholders(text)]).toEqual([key, true, placeholders(english!.get(key)!)]);
      }
    }
  });

  it.each(Object.entries(TABLES))(
    "%s: French and Korean are no copies of English",
    (_name, [first, french, korean]) => {
      const english = texts(first);
      const long = [...english].filter(([, text]) => /[a-z]+ [a-z]+ [a-z]+/.test(text)).map(([key]) => key);
      for (const other of [french, korean]) {
        const own = texts(other);
        expect(long.filter((key) => own.get(key) === english.get(key))).toEqual([]);
      }
      const hangul = [...texts(korean)].filter(([key, text]) => long.includes(key) && !/[가-힣]/.test(text));
      expect(hangul).toEqual([]);
    },
  );

  it("names every finding and every remedy of the doctor, and nothing else", async () => {
    expect(Object.keys(examineEn.findings).sort()).toEqual(findings.map(({ id }) => id as string).sort());
    expect(Object.keys(examineEn.remedies).sort()).toEqual(remedies.map(({ id }) => id).sort());
    for (const language of LANGUAGES) {
      const says = await examineText(language);
      expect(says.remedy("he-init + adam").title).toContain(" + ");
      expect(() => says.remedy("prayer")).toThrow(/remedy/);
    }
  });

  it("fills in values and leaves what is not given", () => {
    expect(fill("{a} and {b}", { a: 1 })).toBe("1 and {b}");
    expect(fill("{toString}")).toBe("{toString}");
  });
});

describe("numbers", () => {
  const [english, french, korean] = LANGUAGES.map((language) => numbersOf(language));
  const all = [english!, french!, korean!];

  it("groups: thin spaces in English, narrow no-break ones in French, commas in Korean", () => {
    expect(all.map((numbers) => numbers.whole(259798749))).toEqual([
      "259\u202f798\u202f749",
      "259\u202f798\u202f749",
      "259,798,749",
    ]);
    expect(all.map((numbers) => writeNumber(numbers, share(1 / 259798749)))).toEqual([
      "1\u202f/\u202f259\u202f798\u202f749",
      "1\u202f/\u202f259\u202f798\u202f749",
      "1\u202f/\u202f259,798,749",
    ]);
  });

  it("three digits, a decimal comma in French, powers of ten at both ends", () => {
    expect(all.map((numbers) => numbers.short(0.14159))).toEqual(["0.142", "0,142", "0.142"]);
    expect(english!.short(2.6e8)).toBe("2.6\u202f·\u202f10⁸");
    expect(french!.short(2.6e-9)).toBe("2,6\u202f·\u202f10⁻⁹");
    expect(english!.short(0)).toBe("0");
    expect(english!.power(-12)).toBe("10⁻¹²");
    expect(english!.percent(0.995)).toMatch(/^99\.5\s?%$/);
    expect(french!.percent(0.995)).toMatch(/^99,5\s%$/);
  });

  it("says what is no number", () => {
    for (const numbers of all) {
      for (const said of [short, whole, percent, share]) expect(writeNumber(numbers, said(NaN))).toBe("NaN");
      expect(numbers.short(Infinity)).toBe("∞");
      expect(numbers.whole(-Infinity)).toBe("−∞");
    }
  });

  it("a share is one in so many; 0 and what is no small part are as they are", () => {
    const say = (value: number): string => writeNumber(english!, share(value));
    expect([0, 0.25, 0.7, 22, 1e-17].map(say)).toEqual([
      "0",
      "1\u202f/\u202f4",
      "0.7",
      "22",
      "1\u202f/\u202f1\u202f·\u202f10¹⁷",
    ]);
  });
});
