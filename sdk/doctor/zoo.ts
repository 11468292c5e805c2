import { zooFiles } from "../../build/generated/zoo.js";
import { badOption } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { Gradiometer } from "../types.js";
import { dataFacts } from "./dataFacts.js";
import { examine } from "./examine.js";
import { type KnownNet, type NetFile, parseNet } from "./netFile/net.js";
import { type Case, checkPatient } from "./patient.js";
import { remedies } from "./remedies.js";
import { type RunHooks, train } from "./training.js";
import type { ExamineOptions, FindingId, Patient, ReportVerdict, Verdict } from "./types.js";
import { judge, relative } from "./verdict.js";
import { makeData } from "./zooData.js";

/** A net of the zoo: everything that a NetFile may leave out is there. */
export type ZooNet = Required<Omit<NetFile, "holdout">> & Pick<NetFile, "holdout">;

/** Named nets, sick and healthy, each with what must be found in it and its hash after the training. */
export const zoo: readonly ZooNet[] = zooFiles.map((text) => parseNet(text) as ZooNet);

/** A net of the zoo with its data made. @throws GradiometerError BAD_OPTION when its data are not named rightly */
export function zooPatient(lab: Gradiometer, net: NetFile): Patient {
  if (net.data === undefined) throw badOption("data", `"data" in the net, or a data file beside it`, net.data);
  const { config, training, holdout } = net;
  return { config, training, data: makeData(lab, net.data), ...(holdout !== undefined && { holdout }) };
}

const SEEDS = 3;

/** What became of one net of the zoo. */
export interface ZooVisit {
  /** The net. */
  net: KnownNet;
  /** What is to be thought of it. */
  verdict: ReportVerdict;
  /** Ids of the findings. */
  found: FindingId[];
  /** The remedy that did most, and what it did; null where none was run. */
  best: { id: string; verdict: Verdict } | null;
  /** Over all data, before and after the training. */
  loss: { start: number; end: number };
  /** Of the parameters after it. */
  hash: string;
  /** The first finding is one of those expected, or there are neither. */
  asExpected: boolean;
  /** The hash is the one in the file, if there is one. */
  sameHash: boolean;
}

/** Examines one net, of the zoo or like them, and says what was found; from one seed when `seeds` is not given. */
export async function visit(
  lab: Gradiometer,
  net: KnownNet,
  options: Pick<ExamineOptions, "seeds" | "remedies" | "signal" | "onProgress"> = {},
): Promise<ZooVisit> {
  const {
    verdict,
    findings: named,
    loss,
    remedies: run,
    examined,
  } = await examine(lab, zooPatient(lab, net), {
    seeds: 1,
    ...options,
  });
  const found = named.map(({ id }) => id);
  const { findings: wanted } = net.expect;
  const [first] = found;
  const asExpected =
    wanted.length === 0 ? verdict === "healthy" || verdict === "floor" : first !== undefined && wanted.includes(first);
  const [best] = run;
  return {
    net,
    verdict,
    found,
    best: best ? { id: best.id, verdict: best.verdict } : null,
    loss: { start: loss.start, end: loss.end },
    hash: examined.hash,
    asExpected,
    sameHash: (net.hash ?? examined.hash) === examined.hash,
  };
}

/** Runs the cure that a net's file names ("a + b" for two behind each other), from three seeds; null where it names none. @throws GradiometerError BAD_FILE */
export async function proveCure(lab: Gradiometer, net: KnownNet, hooks: RunHooks = {}): Promise<Verdict | null> {
  const { cure } = net.expect;
  if (cure === undefined) return null;
  const core = coreOf(lab);
  const subject = checkPatient(core, zooPatient(lab, net));
  // One remedy, or two behind each other.
  const treated = cure
    .split(" + ")
    .reduce<Case | null>(
      (one, name) => one && (remedies.find(({ id }) => id === name)?.apply(one, null) ?? null),
      subject,
    );
  if (!treated)
    throw new GradiometerError("BAD_FILE", `expect.cure: expected the id of a remedy that applies, but got ${cure}`);
  const { constant } = dataFacts(core, treated);
  const scoreFrom = async (index: number): Promise<number> => {
    const run = await train(lab, treated, subject.config.seed + index, hooks);
    return relative({ ...run, constant, end: run.heldOut ?? run.end });
  };
  const scores: number[] = [];
  for (let index = 0; index < SEEDS; index++) scores.push(await scoreFrom(index));
  return judge(
    scores.map(() => 1),
    scores,
  );
}

/** What was expected (rows) against what was found (columns): counts of nets, by their first finding or "healthy". */
export function confusion(visits: readonly ZooVisit[], ids: readonly string[]): number[][] {
  const name = (found: readonly FindingId[]): string => found[0] ?? "healthy";
  const seen = ({ found, verdict }: ZooVisit): string => found[0] ?? (verdict === "unexplained" ? verdict : "healthy");
  // Of several findings the order says nothing: when they are the expected ones the net stands on the diagonal.
  const column = (one: ZooVisit): string => (one.asExpected ? name(one.net.expect.findings) : seen(one));
  return ids.map((row) =>
    ids.map((other) => visits.filter((one) => name(one.net.expect.findings) === row && column(one) === other).length),
  );
}
