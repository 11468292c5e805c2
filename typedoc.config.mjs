/** `npm run docs`: the public entries, as package.json has them, into docs/api/. What is undocumented fails. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Converter, ReflectionKind } from "typedoc";
import { entries } from "./rollup.config.mjs";

const { name, exports } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
/** Module of the SDK → what people import it as. Binaries and the classic script have their types from the build. */
const specifiers = new Map(
  Object.entries(exports)
    .map(([entry, { types }]) => [entries[basename(types ?? "", ".d.ts")], `${name}${entry.slice(1)}`])
    .filter(([module]) => module !== undefined),
);

/**
 * What has a name must be documented; members of a type without one are described where that type stands. Those of a
 * parameter's are not asked for anyway.
 */
function describedByOwner(member) {
  if (!member.parent?.kindOf(ReflectionKind.TypeLiteral)) return false;
  const owners = [];
  for (let owner = member.parent; owner; owner = owner.parent) owners.push(owner);
  const inParameter = owners.some((owner) => owner.kindOf(ReflectionKind.Parameter));
  return !inParameter && owners.some((owner) => owner.hasComment() && !owner.kindOf(ReflectionKind.SomeModule));
}

function nameEntries(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module))
      module.name = specifiers.get(module.name) ?? specifiers.get(`${module.name}/index`) ?? module.name;
  });
}

function excuseNameless(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    const members = project.getReflectionsByKind(ReflectionKind.Property).filter((member) => !member.hasComment());
    const names = members.filter(describedByOwner).map((member) => member.getFriendlyFullName());
    app.options.setValue("intentionallyNotDocumented", [...new Set(names)]);
  });
}

/** @type {import("typedoc").TypeDocOptions} */
const config = {
  name: "Gradiometer",
  readme: "README.md",
  tsconfig: "tsconfig.build.json",
  entryPoints: [...specifiers.keys()].map((module) => `sdk/${module}.ts`),
  out: "docs/api",
  disableSources: true,
  plugin: ["./scripts/apiTheme.mjs", nameEntries, excuseNameless],
  theme: "api",
  navigation: { includeFolders: false },
  hideGenerator: true,
  customCss: "scripts/apiTheme.css",
  favicon: "docs/.vitepress/icon.svg",
  treatWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  intentionallyNotExported: [
    // Rows of registries, whose insides are no contract.
    ...["findings/evidence.ts:FindingRow", "remedies/remedy.ts:Remedy", "training.ts:RunHooks"].map(
      (name) => `sdk/doctor/${name}`,
    ),
    ...["Threshold", "ThresholdName"].map((name) => `sdk/doctor/thresholds.ts:${name}`),
  ],
};

export default config;
