/** docs/sweep.md says what measures and studies there are: the tables are theirs. */
import { readFileSync } from "node:fs";
import { measures, studies } from "gradiometer/sweep";
import { describe, expect, it } from "vitest";
import { planOf } from "../../sdk/sweep/plan.js";

/** A table of the page, by the name of its first column: the cells of its rows. */
function table(first: string): string[][] {
  const lines = readFileSync(new URL("../../docs/sweep.md", import.meta.url), "utf8").split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${first} `));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

describe("docs/sweep.md", () => {
  it("has every measure with its meaning", () => {
    const escaped = (text: string) => text.replaceAll("|", "\\|");
    expect(table("measure")).toEqual(measures.map(({ name, meaning }) => [`\`${name}\``, escaped(meaning)]));
  });

  it("has every study with its question and its jobs", () => {
    expect(table("study")).toEqual(
      studies.map((study) => [`\`${study.name}\``, study.about, String(planOf(study).count)]),
    );
  });
});
