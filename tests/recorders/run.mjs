/**
 * The recorders of other JavaScript frameworks, for real: what they write of a net is what this library sees of the same net, and the
 * doctor finds what is wrong with it.
 *
 *     npm run test:recorders [part of a check's name]
 *
 * Prints a row for each check, and `N passed, N failed` last.
 */
import { load } from "gradiometer";
import { diagnose, readTrace, traceLines } from "gradiometer/doctor";
import { installTools } from "../harness/tools.mjs";
import * as checks from "./checks.mjs";
import * as jax from "./jax.mjs";
import { PATIENTS, prepared, TWINS } from "./nets.mjs";
import * as tfjs from "./tfjs.mjs";

const RECORDERS = { "TensorFlow.js": tfjs, "jax-js": jax };
/** Sums of a few hundred float32: errors of about 10⁻⁶ of the tensor's size. */
const CLOSE = 4e-6;
const RECORDS = 8;

const [part = ""] = process.argv.slice(2);
let [passed, failed] = [0, 0];

async function check(name, run) {
  if (!name.includes(part)) return;
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  try {
    const said = await run();
    passed++;
    console.log(`✓ ${name}${said ? `: ${said}` : ""} (${seconds()})`);
  } catch (error) {
    failed++;
    console.log(`✗ ${name} (${seconds()})\n    ${String(error.stack ?? error).replaceAll("\n", "\n    ")}`);
  }
}

async function linesOf(text) {
  const lines = [];
  for await (const line of readTrace([text])) lines.push(line);
  return lines;
}

/** The largest difference between two sets of statistics, as a share of the tensor. @throws Error naming the first that is too far */
function compare(ours, theirs) {
  let most = 0;
  const near = (what, own, other, size) => {
    const far = Math.abs(own - other) / size;
    if (!(far < CLOSE)) throw new Error(`${what}: ${other} instead of ${own}`);
    most = Math.max(most, far);
  };
  const same = (what, own, other) => {
    if (other === undefined) throw new Error(`${what} is missing`);
    const size = Math.max(Math.abs(own.min), Math.abs(own.max));
    for (const key of ["mean", "std", "min", "max"]) near(`${what}.${key}`, own[key], other[key], size);
    near(`${what}.norm`, own.norm, other.norm, own.norm);
    for (const key of ["nonFinite", "zeros"])
      if (own[key] !== other[key]) throw new Error(`${what}.${key}: ${other[key]} instead of ${own[key]}`);
  };
  near("loss", ours.loss, theirs.loss, ours.loss);
  near("rate", ours.rate, theirs.rate, ours.rate);
  same("x", ours.x, theirs.x);
  if (JSON.stringify(Object.keys(ours.y)) !== JSON.stringify(Object.keys(theirs.y)))
    throw new Error(`y: ${JSON.stringify(theirs.y)}`);
  ours.layers.forEach((own, i) => {
    const other = theirs.layers[i];
    for (const key of ["u", "z", "delta", "weight", "weightGradient"])
      same(`layers[${i}].${key}`, own[key], other[key]);
    for (const key of ["dead", "saturated"])
      if (other[key] !== undefined) near(`layers[${i}].${key}`, own[key], other[key], 1);
  });
  return most;
}

await installTools();
const lab = await load();

for (const [title, { record }] of Object.entries(RECORDERS)) {
  for (const twin of TWINS)
    await check(`${title}: ${twin.name}, every statistic as here`, async () => {
      const net = prepared(lab, twin);
      const { network, loss, rate, x, y, sizes, activation } = net;
      const optimizer = { kind: "sgd", learningRate: rate };
      const trainer = network.trainer({ loss, optimizer });
      const course = traceLines(network, trainer, { x, y, loss, optimizer, every: 1 });
      trainer.step(x, y);
      course.observe();
      const [header, first, second] = await linesOf(await record(net, { steps: 2, every: 1 }));
      const [, ...own] = course.lines;
      const layers = sizes.slice(1).map((out, i) => [sizes[i], out, i < sizes.length - 2 ? activation : "linear"]);
      const seen = header.layers.map((layer) => [layer.in, layer.out, layer.activation]);
      if (JSON.stringify(seen) !== JSON.stringify(layers)) throw new Error(`layers: ${JSON.stringify(header.layers)}`);
      if (header.loss !== loss || header.optimizer.kind !== "sgd") throw new Error(`header: ${JSON.stringify(header)}`);
      const most = Math.max(compare(own[0], first), compare(own[1], second));
      // A difference of nearly equal weights; of a large tensor, from every fifth of them.
      const far = Math.max(...sizes) > 128 ? 0.1 : 1e-3;
      if (!(Math.abs(own[1].moved / second.moved - 1) < far))
        throw new Error(`moved: ${second.moved} instead of ${own[1].moved}`);
      network.dispose();
      return `within ${most.toExponential(1)}`;
    });

  for (const patient of PATIENTS)
    await check(`${title}: ${patient.name}`, async () => {
      const net = prepared(lab, patient);
      const text = await record(net, { steps: patient.steps, every: Math.ceil(patient.steps / RECORDS) });
      const { verdict, findings } = await diagnose(readTrace([text]));
      net.network.dispose();
      const found = findings[0]?.id ?? verdict;
      if (found !== patient.expected)
        throw new Error(`${found} instead of ${patient.expected}: ${findings[0]?.evidence}`);
      return findings[0]?.evidence ?? verdict;
    });
}

for (const [name, run] of Object.entries(checks.all(lab))) await check(name, run);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
