/** A net file to begin with, from a table alone. */
import { GradiometerError } from "../core/errors.js";
import { InputError } from "./command.js";
import { planOf } from "./csv/plan.js";
import { profile, type TableOptions } from "./csv/profile.js";
import { readTable } from "./csv/table.js";
import { reading } from "./patient.js";
import { existsSync, writeFileSync } from "node:fs";

const HIDDEN = 16;
const ROWS_PER_STEP = 32;
/** About so many steps are a start. */
const STEPS = 1500;

/** The text of a commented net file for a table, and what was seen of the table. */
export function templateOf(
  path: string,
  name: string,
  options: TableOptions,
): { text: string; notes: readonly string[] } {
  return reading(path, () => {
    const found = profile(path, options);
    const plan = planOf(found, options, { outputs: undefined, classLoss: false });
    const yesOrNo = plan.classes?.length === 2;
    const outputs = plan.classes ? (yesOrNo ? 1 : plan.classes.length) : plan.targets.length;
    const { names, rows, notes } = readTable(found, plan, { ...options, missing: options.missing ?? "drop" }, outputs);
    const loss = plan.classes ? (yesOrNo ? "binary-cross-entropy" : "cross-entropy") : "mean-squared-error";
    const epochs = Math.max(1, Math.min(1000, Math.ceil((STEPS * ROWS_PER_STEP) / rows)));
    const text = `{
  "name": ${JSON.stringify(name)},
  "config": {
    // Units: ${names.length} inputs, one hidden layer, ${outputs} output${outputs === 1 ? "" : "s"}.
    "sizes": [${names.length}, ${HIDDEN}, ${outputs}],
    // Of the hidden layers: relu, tanh, sigmoid, gelu …; "output" is linear, the loss brings its own softmax or sigmoid.
    "activation": "relu",
    // he-normal suits relu, glorot-uniform tanh and sigmoid.
    "init": "he-normal"
  },
  "training": {
    // ${plan.classes ? `${plan.classes.length} classes` : "numbers"}: ${loss}. Others: mean-squared-error, cross-entropy, binary-cross-entropy.
    "loss": "${loss}",
    // sgd, adam, rmsprop, rprop, sign-sgd
    "optimizer": { "kind": "adam", "learningRate": 0.01 },
    // Every row is used so many times, ${ROWS_PER_STEP} in a step.
    "epochs": ${epochs},
    "batch": ${ROWS_PER_STEP}
  },
  // Share of the rows that are kept out, to see whether it learns or memorises.
  "holdout": ${rows >= 50 ? 0.2 : 0}
}
`;
    return { text, notes };
  });
}

/** Writes it where nothing is yet. @throws InputError */
export function writeTemplate(netPath: string, text: string): void {
  if (existsSync(netPath))
    throw new InputError(`${netPath} already exists, and --init overwrites nothing; choose another name`);
  try {
    writeFileSync(netPath, text, { flag: "wx" });
  } catch (thrown) {
    throw new GradiometerError(
      "BAD_OPTION",
      `--init: cannot write ${netPath}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
}
