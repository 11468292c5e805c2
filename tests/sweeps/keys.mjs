/** The jobs' keys of the study, ascending, from a run of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderOf, run } from "./stage.mjs";

const folder = folderOf("keys");
await run(["sweep", "study.json", "--out", "out.jsonl"], { cwd: folder });
const lines = readFileSync(join(folder, "out.jsonl"), "utf8").trim().split("\n");

export const keys = lines.map((line) => JSON.parse(line).key);
