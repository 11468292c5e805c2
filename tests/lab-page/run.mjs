/**
 * The lab in browsers: what it weighs, what a frame costs, where it works, that it shows the same bits and numbers everywhere,
 * who can use it.
 *
 *     npm run test:lab                     every check, installing browsers and fonts that are missing
 *     npm run test:lab -- --only where     checks whose group or name has one of these words in it
 *
 * The last line is `N passed, N failed`.
 */
import { parseArgs } from "node:util";
import { installDebian, installTools } from "../harness/tools.mjs";
import { WEBKIT } from "../harness/webkit.mjs";
import { groups } from "./checks/index.mjs";
import { Stage } from "./stage.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string", multiple: true, default: [] } },
});
const words = [...values.only, ...positionals];
const chosen = groups
  .flatMap(({ title, checks }) => checks.map((check) => ({ ...check, name: `${title} › ${check.name}` })))
  .filter(({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())));
if (chosen.length === 0) {
  console.error(
    `no check has ${words.join(" or ")} in its name: the groups are ${groups.map(({ title }) => title).join(", ")}`,
  );
  process.exit(2);
}

await installTools();
await installDebian(["chromium", "firefox-esr", ...WEBKIT, "fonts-dejavu-core", "fonts-noto-cjk"]);
const stage = await Stage.open();
let failed = 0;
try {
  for (const { name, run } of chosen) {
    const from = performance.now();
    try {
      const found = await run(stage);
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      console.log(`ok   ${name}${found ? `: ${found}` : ""} (${seconds} s)`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n     ${(error.stack ?? String(error)).replaceAll("\n", "\n     ")}`);
    }
    await stage.clear();
  }
} finally {
  await stage.close();
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
