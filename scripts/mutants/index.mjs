/**
 * Are the tests able to see a fault? First wrong kernels, written by hand, then random slips in sdk/, drawn by a seed.
 *
 *     npm run mutants                                     both; 100 random ones of seed 1
 *     npm run mutants -- --kernels [word …]               the kernels alone, or those whose name contains a word
 *     npm run mutants -- --random [--seed 7 …] [--count 20] random ones alone, for one seed or several
 *
 * `--at sdk/nn/mlp.ts:12` draws from those in that line alone; a file or a folder does as well. `--keep FOLDER` keeps the run that
 * says which tests run what, and the next time counts only the tests anew that have changed since.
 *
 * Exit code: 0 when the tests see every wrong kernel and 95 % of the random mutants, else 1.
 *
 * Own code in place of StrykerJS, because that never changes a number, leaves processes that a test starts without the mutant (the
 * whole command line), and asks all tests about whatever runs when a module is loaded, which here is every table and registry.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { tryKernels } from "./kernels.mjs";
import { tryRandom } from "./random.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kernels: { type: "boolean", default: false },
    random: { type: "boolean", default: false },
    seed: { type: "string", multiple: true, default: ["1"] },
    count: { type: "string", default: "100" },
    at: { type: "string", multiple: true },
    keep: { type: "string" },
  },
});
const count = Number(values.count);
if (!Number.isSafeInteger(count) || count < 1)
  throw new Error(`--count: expected an integer from 1, but got ${values.count}`);

const both = values.kernels === values.random;
const verdicts = [];
if (both || values.kernels) verdicts.push(await tryKernels(positionals));
if (both || values.random)
  verdicts.push(await tryRandom({ seeds: values.seed, count, keep: values.keep, only: values.at }));
process.exitCode = verdicts.every(Boolean) ? 0 : 1;
