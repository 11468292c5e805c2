/**
 * Does the main job come out as expected, and does docs/guide/index.md show what it prints?
 *
 *     node scripts/checkStart.mjs
 *
 * Runs `npm start`'s program in full, for about a minute and a half, and looks for every line of the guide's excerpt in what it
 * printed. Exit code 1 and one line for each thing that is wrong.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const PROGRAM = "examples/node/digits.js";
const GUIDE = "docs/guide/index.md";
const CLAIMS = 15;

/** The lines of the guide's excerpt: its first block of plain text. */
function excerptOf(guide) {
  const lines = /```text\n([^]*?)```/.exec(guide)?.[1]?.split("\n") ?? [];
  return lines.filter((line) => line !== "");
}

function* problemsOf({ status, stdout, stderr, error }, excerpt) {
  if (error) yield `${PROGRAM} did not start: ${error.message}`;
  if (status !== 0) yield `${PROGRAM} ended with exit code ${status}`;
  if (stderr !== "") yield `${PROGRAM} complained: ${stderr.trim()}`;
  if (!stdout.includes(`All ${CLAIMS} claims came out as expected`))
    yield `not all ${CLAIMS} claims came out as expected`;
  for (const line of stdout.split("\n").filter((one) => one.includes("ALARM"))) yield line.trim();
  if (stdout.includes("\u001b")) yield `${PROGRAM} printed colours into a pipe`;
  if (excerpt.length === 0) yield `${GUIDE} has no excerpt, a block that begins with \`\`\`text`;
  const printed = new Set(stdout.split("\n"));
  for (const line of excerpt) if (!printed.has(line)) yield `${GUIDE} shows what was not printed: ${line}`;
}

const excerpt = excerptOf(readFileSync(GUIDE, "utf8"));
const job = spawnSync(process.execPath, [PROGRAM], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const problems = [...problemsOf({ ...job, stdout: job.stdout ?? "", stderr: job.stderr ?? "" }, excerpt)];
for (const problem of problems) console.error(`start: ${problem}`);
if (problems.length === 0)
  console.log(`start: ${CLAIMS} claims as expected, ${excerpt.length} lines of ${GUIDE} as printed`);
process.exitCode = problems.length > 0 ? 1 : 0;
