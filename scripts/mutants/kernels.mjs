/**
 * Wrong kernels, written by hand: one wrong sign, index or constant each. The binary is built with it, in a copy of the project,
 * and the tests must fail.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { copyProject } from "../plain/package.mjs";

/** [what is wrong, file, right, wrong]: `right` occurs exactly once in its file. */
const MUTANTS = [
  [
    "gemm: the last row of four side by side is taken from the one before",
    "gemm/micro.ts",
    "c31 = multiplyAdd(s3, b1, c31);\n      a += aStep",
    "c31 = multiplyAdd(s2, b1, c31);\n      a += aStep",
  ],
  [
    "gemm: the last row of a tile is taken from the one before",
    "gemm/micro.ts",
    "c31 = multiplyAdd(s3, b1, c31);\n      b += bStep",
    "c31 = multiplyAdd(s2, b1, c31);\n      b += bStep",
  ],
  [
    "gemm: one row reads the end of its first panel twice",
    "gemm/micro.ts",
    "c3 = multiplyAdd(s, v128.load(b + bPanel, 16), c3)",
    "c3 = multiplyAdd(s, v128.load(b, 16), c3)",
  ],
  [
    "gemm: the second block of k starts from the bias again",
    "gemm/gemm.ts",
    "init + (init ? j << 2 : 0) : c + (j << 2)",
    "init + (init ? j << 2 : 0) : init + (j << 2)",
  ],
  [
    "gemm: a panel's columns are swapped",
    "gemm/pack.ts",
    "v128.shuffle<f32>(a, b, 2, 3, 6, 7)",
    "v128.shuffle<f32>(a, b, 2, 3, 7, 6)",
  ],
  [
    "loss: the gradient of the cross-entropy has the target's sign wrong",
    "nn/loss.ts",
    "f32x4.sub(toward, away)",
    "f32x4.add(toward, away)",
  ],
  [
    "loss: the largest exponential is taken from the total, which loses digits",
    "nn/loss.ts",
    "without(e, top, others, total)",
    "f32x4.sub(total, e)",
  ],
  [
    "loss: the difference of two outputs is rounded",
    "math/exp.ts",
    "v128.and(lost, f32x4.gt(difference, lowest))",
    "v128.and(lost, f32x4.lt(difference, lowest))",
  ],
  [
    "dense: δ of the layer below is cut short",
    "nn/dense.ts",
    "activationBackward(batch * fanIn,",
    "activationBackward(batch * fanIn - 1,",
  ],
  [
    "optimizer: nesterov looks ahead from the gradient",
    "nn/optimizer.ts",
    "nesterov ? multiplyAdd(mu, held, v) : held",
    "nesterov ? multiplyAdd(mu, v, held) : held",
  ],
  [
    "optimizer: Rprop+ takes its step back the wrong way",
    "nn/optimizer.ts",
    "f32x4.mul(s, step)), back)",
    "f32x4.mul(s, step)), f32x4.neg(back))",
  ],
  [
    "reduce: a bias's gradient misses one of four rows",
    "vector/reduce.ts",
    "s3 = f32x4.add(s3, v128.load(from + 3 * step))",
    "s3 = f32x4.add(s3, v128.load(from + 2 * step))",
  ],
  ["hash: NaN with another payload is another number", "hash/sha256.ts", "f32x4.eq(x, x)", "i32x4.eq(x, x)"],
  ["hash: the mark takes the place of the length", "hash/sha256.ts", "filled > LAST", "filled > LAST + 4"],
  ["random: PCG's multiplier is off by two", "random/pcg.ts", "6364136223846793005", "6364136223846793007"],
  [
    "activation: the slope of ReLU at 0 is 1",
    "nn/activation.ts",
    "keep(slope, v128.and(f32x4.gt(a, zero), one)",
    "keep(slope, v128.and(f32x4.ge(a, zero), one)",
  ],
  [
    "jacobi: a rotation turns one vector the wrong way",
    "spectrum/jacobi.ts",
    "combine(step, xi, xj, cos, -cos * r * tan,",
    "combine(step, xi, xj, cos, cos * r * tan,",
  ],
  [
    "norm: the gradient of an RMS norm loses its mean too",
    "nn/norm.ts",
    "centred ? <f32>(sum / count) : 0",
    "<f32>(sum / count)",
  ],
  [
    "norm: behind the last whole vector of a row, zeros count as numbers",
    "nn/norm.ts",
    "v128.load32_lane(u + j, pivot, 0)",
    "v128.load32_zero(u + j)",
  ],
  [
    "norm: the shift of the first columns serves a whole row",
    "nn/normMap.ts",
    "if (along) shift += step",
    "shift += 0",
  ],
  [
    "norm: the part of the gradient along x̂ is added",
    "nn/normMap.ts",
    "f32x4.sub(f32x4.sub(g, mean), slanted)",
    "f32x4.add(f32x4.sub(g, mean), slanted)",
  ],
  [
    "norm: a batch's variance is taken round its first row",
    "nn/normColumns.ts",
    "f64x2.sub(squares, f64x2.mul(sum, beyond))",
    "squares",
  ],
  [
    "norm: the running variance is the biased one",
    "nn/normColumns.ts",
    "unbiased * <f64>f32.load(batchVariance + at)",
    "<f64>f32.load(batchVariance + at)",
  ],
  ["lstm: the gradient of later cells is dropped", "nn/lstm.ts", "squashedSlope, dc, dc)", "squashedSlope, 0, dc)"],
  [
    "lstm: the forget gate learns from the cell that it made",
    "nn/lstm.ts",
    "product(hidden, dc, cellBefore, slopes + width",
    "product(hidden, dc, squashed, slopes + width",
  ],
  [
    "lstm: the forget gate of the second row is left open",
    "nn/lstm.ts",
    "? 3 * hidden : hidden",
    "? 2 * hidden : hidden",
  ],
  ["gru: 1 − z loses its digits where z is close to 1", "nn/gru.ts", "f32x4.splat(0.5)", "f32x4.splat(2)"],
  [
    "gru: the update gate's gradient has the candidate's sign wrong",
    "nn/gru.ts",
    "scale(hidden, -1, candidate, rest)",
    "scale(hidden, 1, candidate, rest)",
  ],
  [
    "gru: the reset gate learns from another product",
    "nn/gru.ts",
    "product(hidden, delta + 2 * width, products + 2 * width",
    "product(hidden, delta + 2 * width, products + width",
  ],
  ["product: the third factor runs ahead at the end", "vector/product.ts", "c += taken", "c += 16"],
  ["exp: the constant coefficient of its polynomial is off by 2⁻¹³", "math/exp.ts", "0.4999999701976776", "0.49990"],
];

/** Tests of what stands above the kernels: slow, and not meant to find what is wrong in one of them. */
const SLOW = ["cli/*", "examples/*", "experiments/*", "figure/*", "package/*", "doctor/cli*"].map(
  (files) => `--exclude=tests/${files}`,
);

/** Builds the binaries of the copy; throws when the mutant does not compile. */
function compile(copy) {
  for (const target of ["simd", "elementary"]) {
    const entry = target === "elementary" ? "assembly/elementary.ts" : "assembly/index.ts";
    const stamp = ["--transform", "./scripts/stampVersion.mjs"];
    const args = [
      "node_modules/assemblyscript/bin/asc.js",
      entry,
      "--target",
      target,
      ...stamp,
      "--disableWarning",
      "112",
    ];
    execFileSync(process.execPath, args, { cwd: copy, stdio: "pipe" });
  }
}

/** The first test that fails, or undefined if all pass. */
function firstFailure(copy) {
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--mode=package",
    "--bail=1",
    "--reporter=json",
    "--no-color",
    ...SLOW,
  ];
  const { stdout } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8", maxBuffer: 2 ** 28 });
  const report = JSON.parse(stdout.slice(stdout.indexOf('{"numTotalTestSuites"')));
  for (const { name, status, assertionResults } of report.testResults) {
    const failed = assertionResults.find((test) => test.status === "failed");
    if (failed) return failed.fullName;
    if (status === "failed") return name;
  }
  return undefined;
}

/** The first of the kernels' own specs that fails: for what no network of the tests comes near. */
function firstFailingSpec(copy) {
  const args = ["node_modules/@as-pect/cli/bin/asp.js", "--summary"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status === 0) return undefined;
  // A line with the file, then one with each test that failed.
  const lines = stripVTControlCharacters(stderr).split("\n");
  return lines.findLast((line) => line.includes("❌"))?.trim() ?? "the specs do not run";
}

/** Tries those whose name contains one of the words, or all; whether the tests saw every one. */
export async function tryKernels(words) {
  const chosen = MUTANTS.filter(([name]) => words.length === 0 || words.some((word) => name.includes(word)));
  const copy = await copyProject("mutants");
  let survivors = 0;
  try {
    for (const [name, file, right, wrong] of chosen) {
      const path = join(copy, "assembly", file);
      const source = await readFile(path, "utf8");
      if (source.split(right).length !== 2) throw new Error(`${name}: "${right}" is not once in assembly/${file}`);
      await writeFile(path, source.replace(right, wrong));
      compile(copy);
      await cp(join(copy, "build/gradiometer.wasm"), join(copy, "dist/gradiometer.wasm"));
      const failure = firstFailure(copy) ?? firstFailingSpec(copy);
      if (failure === undefined) survivors++;
      console.log(failure === undefined ? `LIVES  ${name}` : `killed ${name}\n         by: ${failure}`);
      await writeFile(path, source);
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  console.log(`${chosen.length - survivors} of ${chosen.length} wrong kernels killed`);
  return survivors === 0;
}
