/** The texts about a trace, in the reader's language; loaded with the first trace. */
import { fill, type Language } from "../text.js";
import type { trace as english } from "./en.js";

export type TraceKey = keyof typeof english;
export type TraceStrings = Readonly<Record<TraceKey, string>>;
export type TraceText = (key: TraceKey, values?: Readonly<Record<string, string | number>>) => string;

const LOADERS: Readonly<Record<Language, () => Promise<{ trace: TraceStrings }>>> = {
  en: () => import("./en.js"),
  fr: () => import("./fr.js"),
  ko: () => import("./ko.js"),
};

export async function traceText(language: Language): Promise<TraceText> {
  const { trace } = await LOADERS[language]();
  return (key, values) => fill(trace[key], values);
}
