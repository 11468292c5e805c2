import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The Markdown of the project's front, relative to its root: that of the root, and docs/ but for what typedoc writes. */
export function markdownPages(): string[] {
  const docs = readdirSync(`${root}docs`, { recursive: true, encoding: "utf8" })
    .map((file) => `docs/${file.replaceAll("\\", "/")}`)
    .filter((file) => !/^docs\/(api|\.vitepress)\//.test(file));
  return [...readdirSync(root), ...docs].filter((file) => file.endsWith(".md")).sort();
}
