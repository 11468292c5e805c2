/** @module-tag package */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { rollup, type RollupOptions } from "rollup";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const printer = ts.createPrinter({ removeComments: true });

type ExportList = ts.ExportDeclaration & { readonly exportClause: ts.NamedExports };

const isList = (statement: ts.Statement): statement is ExportList =>
  ts.isExportDeclaration(statement) &&
  statement.exportClause !== undefined &&
  ts.isNamedExports(statement.exportClause);

/** Where the names of a list come from; the files of sdk/types/ are one module. */
const sourceOf = ({ moduleSpecifier }: ExportList): string | undefined =>
  moduleSpecifier && ts.isStringLiteral(moduleSpecifier)
    ? moduleSpecifier.text.replace(/\btypes\/\w+\.d\.js$/, "types.d.js")
    : undefined;

/** One list a source, sorted, in the place of its last. */
function gathered(statements: readonly ts.Statement[]): ts.Statement[] {
  const lists = statements.filter(isList);
  return statements.flatMap((statement) => {
    if (!isList(statement)) return [statement];
    const source = sourceOf(statement);
    const own = lists.filter((list) => sourceOf(list) === source && list.isTypeOnly === statement.isTypeOnly);
    if (own.at(-1) !== statement) return [];
    const names = own.flatMap(({ exportClause }) => [...exportClause.elements]);
    names.sort((one, other) => (one.name.text < other.name.text ? -1 : 1));
    const from = source === undefined ? undefined : ts.factory.createStringLiteral(source);
    const clause = ts.factory.createNamedExports(names);
    return [ts.factory.createExportDeclaration(undefined, statement.isTypeOnly, clause, from)];
  });
}

/** A module's declarations alone: no comments, and no imports, which say where a type is and not what. */
function bare(name: string, code: string): string {
  const file = ts.createSourceFile(`${name}.ts`, code, ts.ScriptTarget.Latest);
  const statements = file.statements.filter((statement) => !ts.isImportDeclaration(statement));
  return printer.printFile(ts.factory.updateSourceFile(file, gathered(statements)));
}

/** Name → declarations: what the build bundles into dist/*.d.ts, left in the modules that it comes from. */
async function declarations(): Promise<Map<string, string>> {
  const { default: configsOf } = (await import(`${root}rollup.config.mjs`)) as {
    default: (args: object) => RollupOptions[];
  };
  const configs = configsOf({});
  const { output, ...options } = configs.at(-1)!;
  expect(output).toMatchObject({ dir: "dist" });
  const bundle = await rollup({ ...options });
  const modules = await bundle.generate({ preserveModules: true, preserveModulesRoot: "build/tsc/sdk" });
  const codes = new Map(
    modules.output.map((module) => [
      module.fileName.replace(/(\.d)+\.ts$/, ""),
      module.type === "chunk" ? module.code : "",
    ]),
  );
  const files = Array.from(
    readFileSync(`${root}sdk/types.ts`, "utf8").matchAll(/"\.\/(types\/\w+)\.js"/g),
    ([, name]) => name!,
  );
  codes.set("types", files.map((name) => codes.get(name) ?? "").join("\n"));
  for (const name of files) codes.delete(name);
  const printed = Array.from(codes, ([name, code]) => [name, bare(name, code)] as const);
  return new Map(printed.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Entries for which package.json declares the types of Node's. */
const runtimes = ["deno", "bun", "browser", "workerd", "edgeLight"];
const entry = (runtime: string) => bare(runtime, readFileSync(`${root}build/tsc/sdk/entry/${runtime}.d.ts`, "utf8"));

describe("the public types", () => {
  let modules: Map<string, string>;
  beforeAll(async () => {
    modules = await declarations();
  }, 240_000);

  it("are the same in every runtime", () => {
    for (const runtime of runtimes) expect(entry(runtime), runtime).toBe(entry("node"));
  });

  /** A change that is meant: `npx vitest run tests/package/api.test.ts --update`, and a line in CHANGELOG.md. */
  it("are those of tests/golden/api.txt", async () => {
    const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
      exports: Record<string, string | { types: string }>;
    };
    const named = Object.values(exports).flatMap((target) =>
      typeof target === "string" ? [] : [basename(target.types, ".d.ts")],
    );
    const shared = [...modules.keys()].filter(
      (name) => name.includes("/") || name === "types" || name === "figureSpec",
    );
    // Those of what is no module of the SDK are written by the build.
    const generated = named.filter((name) => name.startsWith("gradiometer"));
    for (const name of generated) modules.set(name, readFileSync(`${root}dist/${name}.d.ts`, "utf8"));
    const text = [...named, ...shared].map((name) => `// ${name}\n${modules.get(name) ?? ""}`).join("\n");
    expect(named.every((name) => modules.has(name))).toBe(true);
    const formatted = await format(text, { parser: "typescript", printWidth: 120 });
    await expect(formatted).toMatchFileSnapshot("../golden/api.txt");
  });
});
