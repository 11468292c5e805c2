import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);

/**
 * Finds the markers `<!-- name -->` and `<!-- /name -->` of a Markdown file, and returns a function that writes a text between them.
 * Prettier has the last word about its form.
 */
export function openMarkers(page, name) {
  const file = fileURLToPath(new URL(page, root));
  const [START, END] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const find = () => {
    const content = readFileSync(file, "utf8");
    const [start, end] = [content.indexOf(START), content.indexOf(END)];
    if (start < 0 || end < start) throw new Error(`${page}: expected ${START} and, after it, ${END}`);
    return { content, start, end };
  };
  find();
  return (text) => {
    const { content, start, end } = find();
    writeFileSync(file, `${content.slice(0, start + START.length)}\n\n${text}\n\n${content.slice(end)}`);
    const prettier = fileURLToPath(new URL("node_modules/prettier/bin/prettier.cjs", root));
    execFileSync(process.execPath, [prettier, "--write", "--log-level", "warn", file]);
  };
}
