import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { markdownPages } from "../support/pages.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pages = markdownPages();

/** What is outside of code blocks and code spans. */
const proseOf = (page: string): string =>
  readFileSync(root + page, "utf8")
    .replaceAll(/^```.*?^```$/gms, "")
    .replaceAll(/`[^`\n]*`/g, "code");

/** The anchors of a page, as GitHub makes them of plain headings. */
const anchorsOf = (page: string): string[] =>
  [...readFileSync(root + page, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );

/** Links and images inside the project. */
const links = pages.flatMap((page) =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path, anchor] = target.split("#");
      const to = path === "" ? page : posix.join(posix.dirname(page), path!);
      return { page, target, to, anchor };
    }),
);

describe("the links of the pages", () => {
  it("lead from README.md to every page", () => {
    const seen = new Set(["README.md"]);
    for (const from of seen) {
      for (const { page, to } of links) if (page === from && to.endsWith(".md")) seen.add(to);
    }
    expect(pages.filter((page) => !seen.has(page))).toEqual([]);
  });

  it.each(links)("$page: $target is there", ({ to, anchor }) => {
    expect(existsSync(root + to)).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(to)).toContain(anchor);
  });
});
