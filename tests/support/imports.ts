import { readFileSync } from "node:fs";
import ts from "typescript";

/** What a file imports, as written there: static, re-exported, for types only, and dynamic. */
export function imports(path: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, "utf8"), true, false);
  return importedFiles.map(({ fileName }) => fileName);
}
