import { describe, expect, it } from "vitest";
import { decimal } from "../../sdk/data/csv/decimal.js";

describe("numbers of a CSV have one grammar", () => {
  it.each(["0", "-0", "+1", "12", "1.5", "-1.5", ".5", "2.", "1e3", "1E-3", "-.5e+2", " 7 ", "\t7", "007", "1e400"])(
    "%j is one",
    (text) => {
      expect(decimal(text)).toBe(Number(text));
    },
  );

  it.each(["", " ", ".", "-", "e3", "1e", "1e+", "0x10", "0b1", "0o7", "1_000", "1,5", "1 000", "1.2.3", "--1", "NaN"])(
    "%j is none",
    (text) => {
      expect(decimal(text)).toBeNaN();
    },
  );

  it.each(["Infinity", "-Infinity", "inf", "null", "true", "1n", "½", "١", "１"])("nor is %j", (text) => {
    expect(decimal(text)).toBeNaN();
  });
});
