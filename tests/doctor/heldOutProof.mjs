/**
 * Proves the held-out nets of tests/golden/heldOut/fourth.json and floor.json by counterfactual, without the doctor.
 *
 *     node tests/doctor/heldOutProof.mjs [name …] [--write]
 *
 * Trains each net, or those named, as it stands, without its cause, and with what else might ail it removed; prints losses over
 * that of the best constant answer. Exit code 1 when a proof falls short or, without --write, differs from the one in the file.
 * --write keeps the new numbers there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { load } from "gradiometer";
import { prove, shortcomings } from "./heldOut/proof.js";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: "boolean" } } });
const files = ["fourth", "floor"].map((name) => new URL(`../golden/heldOut/${name}.json`, import.meta.url));

const share = (loss, constant) =>
  typeof loss === "number" && constant > 0 ? String(Number((loss / constant).toPrecision(3))) : String(loss);
const shares = ({ losses, constant }) => losses.map((loss) => share(loss, constant)).join(" ");
const heldOut = ({ heldOut: losses, heldOutConstants }) =>
  losses ? `, kept out ${losses.map((loss, at) => share(loss, heldOutConstants[at])).join(" ")}` : "";

/** A line for each training of the proof. */
function linesOf({ asItStands, removed, others = [], rivals }) {
  const floor = asItStands.floor === undefined ? "" : `, the truth ${share(asItStands.floor, asItStands.constant)}`;
  const changes = removed ? [removed, ...others] : others;
  return [
    `as it stands      ${shares(asItStands)}${heldOut(asItStands)}${floor}`,
    ...changes.map((one) => `${shares(one)}${heldOut(one)} with ${JSON.stringify(one.changes)}`),
    ...(rivals ? [`of ${rivals.tried} other treatments these cure too: ${rivals.cures.join(", ") || "none"}`] : []),
  ];
}

const lab = await load();
let wrong = 0;
for (const file of files) {
  const rows = JSON.parse(readFileSync(file, "utf8"));
  for (const row of rows) {
    if (positionals.length > 0 && !positionals.includes(row.name)) continue;
    const proof = await prove(lab, row);
    const short = shortcomings(row, proof);
    const same = isDeepStrictEqual(proof, row.proof);
    const { verdict, findings } = row.expect;
    console.log(`${row.name}: ${verdict}${findings.length > 0 ? `, ${findings.join(", ")}` : ""}`);
    for (const line of linesOf(proof)) console.log(`    ${line}`);
    for (const what of short) console.log(`    falls short: ${what}`);
    if (!same) console.log(`    ${values.write ? "written" : "differs from the proof in the file"}`);
    if (short.length > 0 || (!same && !values.write)) wrong++;
    row.proof = proof;
  }
  if (values.write) writeFileSync(file, `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`);
}
process.exitCode = wrong > 0 ? 1 : 0;
