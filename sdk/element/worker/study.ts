/** The study worker: the doctor's examinations and the zoo, in a worker of its own that is loaded when somebody asks. */
import { coreOf } from "../../core/create.js";
import { GradiometerError } from "../../core/errors.js";
import { examine } from "../../doctor/examine.js";
import { checkPatient, patientOf } from "../../doctor/patient.js";
import { isRnnConfig } from "../../doctor/preflight.js";
import type { Patient, Treatment } from "../../doctor/types.js";
import { zoo, zooPatient } from "../../doctor/zoo.js";
import { load } from "./load.js";
import type { Gradiometer } from "../../types.js";
import type { PostedRows } from "./protocol.js";
import { batchOf, countOf } from "./rows.js";
import { netStateOf } from "./netState.js";
import { diagnoseFile } from "./traceFile.js";
import type { Cure, FromStudy, Studied, StudyPatient, ToStudy } from "./studyProtocol.js";

/** The rows of a patient as a lab's worker takes them. */
function rowsOf({ config, training, data }: Patient): PostedRows {
  const x = data.x as Float32Array | { values: Float32Array; time: number };
  const recurrent = isRnnConfig(config);
  const inputs = recurrent ? config.inputs : (config.sizes[0] ?? 0);
  const outputs = recurrent ? (config.outputs ?? config.hidden) : (config.sizes.at(-1) ?? 0);
  return {
    ...("time" in x ? { x: x.values, time: x.time } : { x }),
    y: data.y as Float32Array,
    inputs,
    outputs,
    task: training.loss === "cross-entropy" && outputs > 1 ? "classes" : "numbers",
  };
}

/** Steps of an epoch in a lab: a batch that is not full is left out. */
const stepsPerEpoch = (rows: PostedRows, batch: number | undefined): number =>
  Math.max(1, Math.floor(countOf(rows) / batchOf(rows, batch)));

/** A patient as a lab runs it. */
function studyPatientOf(patient: Patient): StudyPatient {
  const rows = rowsOf(patient);
  const { epochs, ...training } = patient.training;
  return { net: { config: patient.config, training }, rows, steps: epochs * stepsPerEpoch(rows, training.batch) };
}

/** @throws GradiometerError BAD_OPTION for a name that the zoo does not have */
export function zooNet(lab: Gradiometer, name: string): StudyPatient {
  const net = zoo.find((one) => one.name === name);
  if (!net) throw new GradiometerError("BAD_OPTION", `zoo: expected the name of a net, but got "${name}"`);
  const patient = zooPatient(lab, net);
  // The rows that are trained on: what is held out is drawn by the doctor.
  const { data } = patientOf(checkPatient(coreOf(lab), patient));
  return studyPatientOf({ ...patient, data });
}

function patientFrom({ net: { config, training }, rows, steps }: StudyPatient): Patient {
  const batch = batchOf(rows, training.batch);
  const { x, y, time } = rows;
  return {
    config,
    training: {
      ...training,
      ...(batch < countOf(rows) && { batch }),
      epochs: Math.max(1, Math.round(steps / stepsPerEpoch(rows, training.batch))),
    },
    data: { x: time === undefined ? x : { values: x, time }, y },
  };
}

const sameNumbers = (one: Float32Array, other: Float32Array): boolean =>
  one.length === other.length && one.every((value, index) => Object.is(value, other[index]));

function cureOf({ id, changes, losses, verdict, patient }: Treatment, rows: PostedRows): Cure {
  const { net, rows: own, steps } = studyPatientOf(patient);
  const same = sameNumbers(own.x, rows.x) && sameNumbers(own.y, rows.y);
  return {
    ...{ id, changes, losses, verdict, steps },
    own: same ? net : { ...net, rows: own },
    net: same ? netStateOf(net.config, net.training) : null,
  };
}

/** @throws GradiometerError as `examine` */
export async function study(
  lab: Gradiometer,
  patient: StudyPatient,
  options: Parameters<typeof examine>[2],
): Promise<Studied> {
  const report = await examine(lab, patientFrom(patient), options);
  const { verdict, healthy, loss, findings, withdrawn, untreated, trial, next, remedies } = report;
  const cures = remedies.map((one) => cureOf(one, patient.rows));
  return { verdict, healthy, loss, findings, withdrawn, untreated, trial, next, cures };
}

/** The doctor's own default. */
const SEEDS = 3;

type Question = Exclude<ToStudy, { type: "cancel" }>;

/** A worker's global scope, or what stands for it. */
export interface StudyScope {
  onmessage: ((event: { data: ToStudy }) => void) | null;
  postMessage(message: FromStudy): void;
}

export function studyMain(scope: StudyScope): void {
  let lab: Promise<Gradiometer> | undefined;
  const running = new Map<number, AbortController>();

  const answer = async (message: Question, signal: AbortSignal): Promise<FromStudy> => {
    const { id } = message;
    if (message.type === "diagnose") {
      const onProgress = (done: number, total: number): void =>
        scope.postMessage({ type: "progress", id, progress: { done, total, label: message.file.name } });
      return { type: "diagnosed", id, diagnosed: await diagnoseFile(message.file, { signal, onProgress }) };
    }
    lab ??= load();
    const opened = await lab;
    if (message.type === "zoo") return { type: "patient", id, patient: zooNet(opened, message.name) };
    const report = await study(opened, message.patient, {
      seeds: message.seeds ?? SEEDS,
      signal,
      onProgress: (progress) => scope.postMessage({ type: "progress", id, progress }),
    });
    return { type: "report", id, report };
  };

  scope.onmessage = ({ data: message }) => {
    const { id } = message;
    if (message.type === "cancel") {
      running.get(id)?.abort();
      return;
    }
    // Before anything is waited for: a cancel may be the next message.
    const ended = new AbortController();
    running.set(id, ended);
    void answer(message, ended.signal)
      .catch((error: unknown): FromStudy => {
        const code = error instanceof GradiometerError ? error.code : "ERROR";
        return { type: "error", id, code, message: error instanceof Error ? error.message : String(error) };
      })
      .then((said) => {
        running.delete(id);
        scope.postMessage(said);
      });
  };
}
