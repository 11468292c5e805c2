import { globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const scripts = ["**/*.js", "**/*.mjs"];
const nodeGlobals = [
  ...["Buffer", "Request", "Response", "URL", "URLSearchParams", "WebAssembly", "console", "fetch", "performance"],
  ...["clearTimeout", "process", "setInterval", "setTimeout"],
];
const webGlobals = ["MessageChannel", "Response", "Worker", "navigator", "postMessage", "skipWaiting"];
const pageGlobals = [
  ...["Blob", "DOMParser", "DataTransfer", "DragEvent", "File", "MutationObserver", "TextDecoder", "addEventListener"],
  ...["atob", "document", "getComputedStyle"],
];

/** The layers that must run anywhere. sdk/tsconfig.json takes their globals away; this takes the modules of Node. */
const portable = "sdk/{core,nn,probe,lab,theory,experiments,doctor,figure,data,hashes,io}/**/*.ts";

const noDefaultExport = {
  selector: "ExportDefaultDeclaration",
  message: "Export by name: the name is then the same everywhere.",
};
const noFolderExport = {
  selector: "ExportAllDeclaration[exportKind='value'][source.value=/(^|\\u002f)(index(\\.js)?|\\.)$/]",
  message: "Name what is exported: a folder's contents are no contract.",
};

/**
 * `array[index]!` hides a slip until its undefined is a NaN somewhere else, so it is elementAt() and lastOf() of
 * sdk/core/element.ts. Numbers of a typed array, or of an ArrayLike<number>, may be read with `!`: through a function that sees
 * several kinds of array a read takes three times as long (3 ns for 1), and these stand in the innermost loops.
 */
const indexHelper = {
  meta: { type: "problem", schema: [], messages: { use: "Use {{helper}} of sdk/core/element.ts, which throws." } },
  create(context) {
    const { program, esTreeNodeToTSNodeMap } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const typeOf = (node) => checker.getTypeAtLocation(esTreeNodeToTSNodeMap.get(node));
    const holdsNumbers = (type) =>
      /^((Big)?(Ui|I)nt|Float)\d+(Clamped)?Array$|^ArrayLike$/.test(type.symbol?.name ?? "");
    return {
      "TSNonNullExpression > MemberExpression[computed=true]"(node) {
        const index = checker.typeToString(checker.getBaseTypeOfLiteralType(typeOf(node.property)));
        if (index === "number" && !holdsNumbers(typeOf(node.object)))
          context.report({ node, messageId: "use", data: { helper: "elementAt()" } });
      },
      "TSNonNullExpression > CallExpression[callee.property.name='at']"(node) {
        context.report({ node, messageId: "use", data: { helper: "lastOf()" } });
      },
    };
  },
};

export default tseslint.config(
  globalIgnores([
    "dist/",
    "build/",
    "coverage/",
    "reports/",
    "docs/api/",
    "tests/golden/",
    "tests/bundlers/typescript/",
    "tests/harness/frameworks/work/",
    "tests/package/types/",
  ]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["sdk/**/*.ts", "examples/**/*.ts", "tests/**/*.ts", "vitest.config.ts"],
    ignores: ["tests/assembly/**"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-non-null-assertion": "off", // an index that a loop has just bounded
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    files: ["sdk/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", noDefaultExport, noFolderExport], "no-console": "error" },
  },
  {
    files: ["sdk/{core,theory,figure,experiments,io,data}/**/*.ts"],
    plugins: { gradiometer: { rules: { "index-helper": indexHelper } } },
    rules: { "gradiometer/index-helper": "error" },
  },
  { files: ["sdk/entry/wasm.d.ts"], rules: { "no-restricted-syntax": "off" } }, // how the edge hands over a module
  { files: ["sdk/cli/**/*.ts"], rules: { "no-console": "off" } },
  { files: ["tests/**/*.ts"], rules: { "@typescript-eslint/unbound-method": "off" } }, // a kernel knows no `this`
  {
    files: [portable],
    rules: { "no-restricted-imports": ["error", { patterns: ["node:*"] }] },
  },
  {
    files: ["sdk/globals.d.ts"],
    rules: { "@typescript-eslint/no-extraneous-class": "off", "@typescript-eslint/no-unused-vars": "off" },
  },
  {
    // AssemblyScript: the syntax is checked, the types are asc's own.
    files: ["assembly/**/*.ts", "tests/assembly/**/*.ts", "bench/**/*.ts"],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { allowInvalidAST: true } },
    rules: {
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-ignore": { descriptionFormat: "^: decorator$" } }],
      "@typescript-eslint/prefer-ts-expect-error": "off",
      "@typescript-eslint/no-inferrable-types": "off", // 0 is an i32 here
      "@typescript-eslint/no-loss-of-precision": "off",
      "no-restricted-syntax": ["error", noDefaultExport, noFolderExport],
      "prefer-const": "error",
    },
  },
  {
    files: scripts,
    extends: [tseslint.configs.strict],
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, "readonly"])) },
    rules: { "no-undef": "error" },
  },
  {
    // Functions that are sent into a page.
    files: ["tests/lab-page/**/*.mjs"],
    languageOptions: { globals: Object.fromEntries(pageGlobals.map((name) => [name, "readonly"])) },
  },
  { files: ["examples/deno/**/*.js"], languageOptions: { globals: { Deno: "readonly" } } },
  { files: ["examples/edge/**/*.js"], languageOptions: { globals: { TextDecoder: "readonly" } } },
  {
    files: ["tests/runtimes/{pages,workers}/**/*.js"],
    languageOptions: { globals: Object.fromEntries(webGlobals.map((name) => [name, "readonly"])) },
  },
  {
    files: ["tests/runtimes/pages/*worker.js"],
    languageOptions: { globals: { oninstall: "writable", onmessage: "writable" } },
  },
);
