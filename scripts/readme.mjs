import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Finds the markers `<!-- name -->` and `<!-- /name -->` of a Markdown file, and gives back what puts a text between them.
 * Prettier has the last word about its form.
 */
export function openReadme(file, name) {
  const [START, END] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const content = readFileSync(file, "utf8");
  const [start, end] = [content.indexOf(START), content.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${file}: expected ${START} and, behind it, ${END}`);
  return (text) => {
    writeFileSync(file, `${content.slice(0, start + START.length)}\n\n${text}\n\n${content.slice(end)}`);
    const prettier = fileURLToPath(new URL("../node_modules/prettier/bin/prettier.cjs", import.meta.url));
    execFileSync(process.execPath, [prettier, "--write", "--log-level", "warn", file]);
  };
}
