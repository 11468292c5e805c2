import { GradiometerError } from "../../core/errors.js";
import type { MlpConfig, RnnConfig } from "../../types.js";
import { findings } from "../findings.js";
import type { FindingId, Patient } from "../types.js";
import type { ZooData } from "../zooData.js";
import { slipsOf } from "./check.js";
import { parseJsonc } from "./jsonc.js";

/** A network in a file: what `gradiometer doctor` reads, and the animals of the zoo. */
export interface NetFile {
  /** A word or a few. */
  name: string;
  /** What it shows, in a sentence. */
  about?: string;
  /** A recurrent one has `hidden`, the other `sizes`. */
  config: MlpConfig | RnnConfig;
  /** As the patient's. */
  training: Patient["training"];
  /** As the patient's. */
  holdout?: number;
  /** Without a data file: data by the name of their generator. */
  data?: ZooData;
  /** `cure`: id of a remedy, or of two behind each other, "a + b". */
  expect?: { findings: FindingId[]; cure?: string };
  /** Of the parameters after the training. */
  hash?: string;
}

/** A net that brings its data and whose findings are known. */
export type KnownNet = NetFile & Required<Pick<NetFile, "data" | "expect">>;

const KEYS = ["name", "about", "config", "training", "holdout", "data", "expect", "hash"];

const bad = (where: string, why: string): GradiometerError => new GradiometerError("BAD_FILE", `${where}: ${why}`);

function parse(text: string): unknown {
  try {
    return parseJsonc(text);
  } catch (cause) {
    throw bad("net file", `not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/**
 * The nets of a file: one, or a list of them, each with its data's generator and what must be found in it.
 *
 * @throws GradiometerError BAD_FILE naming what is wrong, and in which net of a list.
 */
export function parseNets(text: string): KnownNet[] {
  const given = parse(text);
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw bad("net file", "expected at least one net in the list");
  return list.map((one, index) => {
    const where = Array.isArray(given) ? `net file: net ${index + 1} of ${list.length}` : "net file";
    const net = checkNet(one, where);
    const { name, data, expect: expected } = net;
    if (data && expected) return { ...net, data, expect: expected };
    throw bad(where, `${name}: expected "data" and "expect"`);
  });
}

/**
 * A net from the text of its file: JSON, in which comments and trailing commas may stand. Words that no network knows are named, each
 * with the nearest right one or the translation from PyTorch and Keras; values are checked where they are used.
 *
 * @param name  what the net is called when the file does not say.
 * @throws GradiometerError BAD_FILE naming what is wrong, all of it in one line.
 */
export function parseNet(text: string, name?: string): NetFile {
  return checkNet(parse(text), "net file", name);
}

function checkNet(given: unknown, where: string, defaultName?: string): NetFile {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw bad(where, "expected an object { name, config, training }");
  const net = given as Readonly<Record<string, unknown>>;
  const slips = slipsOf(net, KEYS);
  if (slips.length > 0) throw bad(where, slips.join("; "));
  const { name = defaultName, config, training, expect } = net;
  if (typeof name !== "string" || name === "") throw bad(where, `expected a "name"`);
  for (const [key, value] of Object.entries({ config, training })) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw bad(where, `expected an object "${key}" beside the name; { name, config, training } is the least`);
  }
  if (expect !== undefined) {
    const found = typeof expect === "object" && expect !== null && "findings" in expect ? expect.findings : undefined;
    const known = findings.map(({ id }) => id);
    if (!Array.isArray(found) || !found.every((id) => known.includes(id as FindingId)))
      throw bad(where, `expect.findings is a list of ${known.join(", ")}`);
  }
  return { ...net, name } as NetFile;
}
