/** @module-tag package */
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("types/owned.ts", import.meta.url));

describe("types", () => {
  it.each(["ES2022", "ES2023"])("of what comes out are those that a browser's API takes: %s", (lib) => {
    const compiled = ts.createProgram([program], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      lib: [`lib.${lib.toLowerCase()}.d.ts`, "lib.dom.d.ts"],
      types: [],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
    });
    const messages = ts
      .getPreEmitDiagnostics(compiled)
      .map(
        ({ messageText, file, start }) =>
          `${file?.fileName ?? ""}:${start ?? 0} ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
      );
    expect(messages).toEqual([]);
  });
});
