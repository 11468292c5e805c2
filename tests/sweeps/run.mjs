/**
 * Sweeps for real: the same file from every way of running a study, and nothing lost when what runs it dies.
 *
 *     npm run test:sweep [-- words of some titles]
 *
 * Installs Debian's redis-server and chromium where they are missing. The last line is `N passed, N failed`.
 */
import { installDebian, installTools } from "../harness/tools.mjs";
import { places } from "./checks/places.mjs";
import { queue } from "./checks/queue.mjs";

const words = process.argv.slice(2);
const checks = Object.entries({ ...places, ...queue }).filter(([title]) => words.every((word) => title.includes(word)));

await installTools();
await installDebian(["redis-server", "chromium"]);

let passed = 0;
for (const [title, check] of checks) {
  try {
    const found = await check();
    passed++;
    console.log(`ok ${title}${found === undefined ? "" : `: ${found}`}`);
  } catch (error) {
    console.log(`FAIL ${title}\n     ${String(error?.stack ?? error).replaceAll("\n", "\n     ")}`);
  }
}
console.log(`${passed} passed, ${checks.length - passed} failed`);
process.exit(passed === checks.length ? 0 : 1);
