/** Numbers as a language writes them. */
import type { Language } from "./text.js";

/** The group mark of English in the lab, a thin space as in ISO 80000-1, at which no line ends; the others have their own. */
const THIN = "\u202f";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export interface Numbers {
  /** 259 798 749 */
  whole(value: number): string;
  /** Three significant digits; powers of ten beyond a million and below a thousandth: 2.6 · 10⁸. */
  short(value: number): string;
  /** 99 %, 99.5 % */
  percent(share: number): string;
  /** 10⁻⁹ */
  power(exponent: number): string;
}

const raised = (exponent: number): string =>
  String(exponent).replace(/[-\d]/g, (digit) => (digit === "-" ? "⁻" : SUPERSCRIPTS.charAt(Number(digit))));

export function numbersOf(language: Language): Numbers {
  const grouped = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const three = new Intl.NumberFormat(language, { maximumSignificantDigits: 3, useGrouping: false });
  const two = new Intl.NumberFormat(language, { maximumSignificantDigits: 2, useGrouping: false });
  const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const thin = (text: string): string => (language === "en" ? text.replaceAll(",", THIN) : text);
  const broken = (value: number): string | null =>
    Number.isNaN(value) ? "NaN" : Number.isFinite(value) ? null : value > 0 ? "∞" : "−∞";
  return {
    whole: (value) => broken(value) ?? thin(grouped.format(value)),
    short: (value) => {
      const said = broken(value);
      if (said !== null) return said;
      const size = Math.abs(value);
      if (size === 0 || (size >= 1e-3 && size < 1e6)) return three.format(value).replace("-", "−");
      const exponent = Math.floor(Math.log10(size));
      const digits = two.format(value / 10 ** exponent).replace("-", "−");
      return `${digits}${THIN}·${THIN}10${raised(exponent)}`;
    },
    percent: (value) => broken(value) ?? share.format(value),
    power: (exponent) => `10${raised(exponent)}`,
  };
}
