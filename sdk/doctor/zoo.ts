import { zooFiles } from "../../build/generated/zoo.js";
import { badOption } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { Gradiometer } from "../types.js";
import { takeChart } from "./chart.js";
import { dataChart } from "./dataChart.js";
import { diagnose } from "./findings.js";
import { type KnownNet, type NetFile, parseNet } from "./net.js";
import { admit } from "./patient.js";
import { remedies } from "./remedies.js";
import { type Attendance, treat } from "./treat.js";
import type { FindingId, Patient, Verdict } from "./types.js";
import { judge, type Outcome } from "./verdict.js";
import { makeData } from "./zooData.js";

/** A net of the zoo: everything that a NetFile may leave out is there. */
export type ZooNet = Required<Omit<NetFile, "about">> & { about: string };

/** Named nets, sick and healthy, each with what must be found in it and its hash after the training. */
export const zoo: readonly ZooNet[] = zooFiles.map((text) => parseNet(text) as ZooNet);

/** A net of the zoo with its data made. @throws GradiometerError BAD_OPTION when its data are not named rightly */
export function zooPatient(lab: Gradiometer, net: NetFile): Patient {
  if (net.data === undefined) throw badOption("data", `"data" in the net, or a data file beside it`, net.data);
  return { config: net.config, training: net.training, data: makeData(lab, net.data) };
}

const SEEDS = 3;

/** What became of one net of the zoo. */
export interface ZooVisit {
  /** The net. */
  net: KnownNet;
  /** Ids of the findings. */
  found: FindingId[];
  /** Over all data, before and after the training. */
  loss: { start: number; end: number };
  /** Of the parameters after it. */
  hash: string;
  /** What was found is what was expected, in whatever order. */
  asExpected: boolean;
  /** The hash is the one in the file, if there is one. */
  sameHash: boolean;
}

/** Trains one net, of the zoo or like them, once and says what was found. */
export async function visit(lab: Gradiometer, net: KnownNet, attendance: Attendance = {}): Promise<ZooVisit> {
  const chart = await takeChart(lab, admit(zooPatient(lab, net)), attendance);
  const found = diagnose(chart).map(({ id }) => id);
  const { start, end, hash } = chart.course;
  const asExpected = [...found].sort().join() === [...net.expect.findings].sort().join();
  return { net, found, loss: { start, end }, hash, asExpected, sameHash: (net.hash ?? hash) === hash };
}

/** Runs the cure that a net's file names, from three seeds; null where it names none. @throws GradiometerError BAD_FILE */
export async function proveCure(lab: Gradiometer, net: KnownNet, attendance: Attendance = {}): Promise<Verdict | null> {
  const { cure } = net.expect;
  if (cure === undefined) return null;
  const sick = admit(zooPatient(lab, net));
  const treated = remedies.find(({ id }) => id === cure)?.apply(sick);
  if (!treated)
    throw new GradiometerError("BAD_FILE", `expect.cure: expected the id of a remedy that applies, but got ${cure}`);
  const { constant } = dataChart(coreOf(lab), treated);
  const outcomes: Outcome[] = [];
  for (let index = 0; index < SEEDS; index++)
    outcomes.push({ ...(await treat(lab, treated, sick.config.seed + index, attendance)), constant });
  return judge(outcomes, outcomes);
}

/** What was expected (rows) against what was found (columns): counts of nets, by their first finding or "healthy". */
export function confusion(visits: readonly ZooVisit[], ids: readonly string[]): number[][] {
  const name = (found: readonly FindingId[]): string => found[0] ?? "healthy";
  // Of several findings the order says nothing: when they are the expected ones the net stands on the diagonal.
  const column = (one: ZooVisit): string => (one.asExpected ? name(one.net.expect.findings) : name(one.found));
  return ids.map((row) =>
    ids.map((other) => visits.filter((one) => name(one.net.expect.findings) === row && column(one) === other).length),
  );
}
