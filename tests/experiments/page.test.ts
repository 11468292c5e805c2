import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { experiments } from "gradiometer/experiments";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";

const page = fileURLToPath(new URL("../../docs/experiments.md", import.meta.url));
/** What a person wrote: how to run them, and how to read what comes out. */
const introduction = /^.*?(?=<!-- experiments -->)/s;

/** A sentence as Markdown has it, without a mark that Markdown would take for its own. */
const plain = (text: string) => text.replaceAll(/[\\|<>*_[\]`{}]/g, "\\$&");

// `npx vitest run tests/experiments/page.test.ts -u` writes the part below the marker
it("docs/experiments.md has every experiment, with its question and its claims", async () => {
  const sections = experiments.map(({ id, title, question, claims }) =>
    [
      `## ${plain(title)}`,
      `\`npx gradiometer run ${id}\``,
      plain(question),
      `${claims.length} claims:`,
      claims.map(({ id: name, statement }) => `- \`${name}\`: ${plain(statement)}`).join("\n"),
    ].join("\n\n"),
  );
  const [before] = introduction.exec(readFileSync(page, "utf8"))!;
  const text = `${before}<!-- experiments -->\n\n${sections.join("\n\n")}\n`;
  const formatted = await format(text, { ...(await resolveConfig(page)), filepath: page });
  await expect(formatted).toMatchFileSnapshot(page);
});
