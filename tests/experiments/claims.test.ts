import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { experiments } from "gradiometer/experiments";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";

/** The project's claims, by their numbers: what each says, in a few words. */
const statements = JSON.parse(readFileSync(new URL("../claims.json", import.meta.url), "utf8")) as Record<
  string,
  string
>;
const page = fileURLToPath(new URL("../../docs/claims.md", import.meta.url));

/** `C15.standard` → `C15`. */
const numberOf = ({ id }: { id: string }): string => id.split(".")[0]!;

it("are numbered from C1 on, without a gap", () => {
  const numbers = Object.keys(statements);
  expect(numbers).toEqual(numbers.map((_, index) => `C${index + 1}`));
});

it.each(Object.keys(statements))("%s is measured by an experiment", (number) => {
  expect(experiments.flatMap(({ claims }) => claims.map(numberOf))).toContain(number);
});

it("no claim of an experiment is outside of them", () => {
  const strays = experiments.flatMap(({ claims }) => claims.filter((claim) => !(numberOf(claim) in statements)));
  expect(strays.map(({ id }) => id)).toEqual([]);
});

// `npx vitest run tests/experiments/claims.test.ts -u` writes the page
it("docs/claims.md says which experiment measures which", async () => {
  const rows = Object.entries(statements).map(([number, statement]) => {
    const measured = experiments.flatMap(({ id, claims }) => {
      const count = claims.filter((claim) => numberOf(claim) === number).length;
      return count > 0 ? [`\`${id}\` (${count})`] : [];
    });
    // An anchor that GitHub and the site both keep: the lab links to a claim.
    return `| <a id="${number.toLowerCase()}"></a>${number} | ${statement} | ${measured.join(", ")} |`;
  });
  const text = `# Which experiment measures which claim

In brackets: how many statements of the experiment, each with bounds, source and control, belong to the claim.
\`gradiometer run <experiment>\` measures them and says whether they hold.

| claim | what it says | measured by |
| - | - | - |
${rows.join("\n")}
`;
  const formatted = await format(text, { ...(await resolveConfig(page)), filepath: page });
  await expect(formatted).toMatchFileSnapshot(page);
});
