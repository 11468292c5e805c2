import { basename } from "node:path";
import { VERSION } from "../../build/generated/version.js";
import { findings as registry } from "../doctor/findings.js";
import { TraceCourse } from "../doctor/trace/course.js";
import { diagnosisOf } from "../doctor/trace/diagnose.js";
import { TraceReading } from "../doctor/trace/seen.js";
import { visibleHeader } from "../doctor/trace/visibleHeader.js";
import type { Diagnosis, TraceLine } from "../doctor/trace/types.js";
import { quoted } from "../figure/page/command.js";
import { tracePage } from "../figure/page/trace.js";
import { say } from "../doctor/words.js";
import { EXIT, type Context, InputError, type Register } from "./command.js";
import { reserveAll } from "./files.js";
import { visible } from "./terminal/escape.js";
import { paragraph } from "./terminal/screen.js";
import { areEvents, followedEvents, wholeEvents } from "./eventFiles.js";
import { followed, whole } from "./traceFile.js";

interface Options {
  json?: string;
  html?: string;
  watch?: boolean;
  lossTag?: string;
  rateTag?: string;
}

const NOTES = `
A trace is a file of JSON lines that a recorder writes during a training, in any framework; docs/trace.md describes the
format, and examples/ has recorders for PyTorch, Lightning, Keras, TensorFlow.js and jax-js. Event files of TensorBoard show
less: the loss, the rate, and histograms of weights, gradients and activations. Nothing is trained here: what is found are
suspicions.

--watch follows a file that still grows, and says when something begins; Ctrl-C ends it with the whole diagnosis.

Exit code: 0 healthy or at the noise floor, 1 sick, slow or unexplained, 2 bad input, 70 a bug in gradiometer.`;

/** JSON has no NaN and no infinities: they become words. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

const healthy = ({ verdict }: Diagnosis): boolean => verdict === "healthy" || verdict === "floor";

const because = (id: string): string => registry.find((row) => row.id === id)?.because ?? "";

const VERDICTS: Readonly<Record<Diagnosis["verdict"], string>> = {
  healthy: "It learns.",
  floor:
    "It beats every answer that ignores the input, and nothing is wrong with its signals. Whether more can be learnt, only a trial can tell.",
  slow: "It has not learnt yet: the loss was still falling.",
  sick: "",
  unexplained: "It does not learn, and this trace shows no cause.",
};

function diagnosisText(name: string, diagnosis: Diagnosis, reading: TraceReading, { out }: Context): string {
  const { colors, columns } = out;
  const seen = reading.seen();
  const title =
    diagnosis.verdict === "sick" ? `sick: ${diagnosis.findings.map(({ id }) => id).join(", ")}` : diagnosis.verdict;
  const paint = healthy(diagnosis) ? colors.green : colors.red;
  const course = seen
    ? `${seen.records} records of ${seen.header.layers.length} layers (${seen.header.source}), steps ${seen.first.step} to ${seen.last.step}; loss ${say(seen.start)} → ${say(seen.end)}.`
    : "";
  const cause = diagnosis.findings[0]
    ? `It does not learn as well as it could because ${because(diagnosis.findings[0].id)}.`
    : VERDICTS[diagnosis.verdict];
  const unread = seen?.header.unread ?? [];
  const blind = diagnosis.unseen.map(({ id, missing }) => paragraph(`${id}: it would take ${missing}.`, columns, "  "));
  return [
    `${colors.bold(visible(name))}: ${paint(title)}`,
    paragraph(course, columns),
    paragraph(cause, columns),
    ...diagnosis.findings.flatMap(({ id, evidence }) => ["", colors.bold(id), paragraph(evidence, columns, "  ")]),
    ...(blind.length > 0 ? ["", colors.bold("What this trace cannot show"), ...blind] : []),
    ...(unread.length > 0
      ? ["", paragraph(`Tags that say no layer, and were not read: ${unread.join(", ")}.`, columns)]
      : []),
    "",
  ].join("\n");
}

/** Says what begins and what is over, as records come. */
class Watch {
  private known = new Set<string>();
  private healthy = false;

  constructor(private readonly context: Context) {}

  look(step: number, reading: TraceReading): void {
    const diagnosis = diagnosisOf(reading);
    if (diagnosis === null) return;
    const now = new Set<string>(diagnosis.findings.map(({ id }) => id));
    for (const { id, evidence } of diagnosis.findings)
      if (!this.known.has(id)) this.say(`step ${step}: ${id} begins. ${evidence}`);
    for (const id of this.known) if (!now.has(id)) this.say(`step ${step}: ${id} is over.`);
    if (diagnosis.verdict === "healthy" && !this.healthy) this.say(`step ${step}: it learns.`);
    this.healthy = diagnosis.verdict === "healthy";
    this.known = now;
  }

  private say(text: string): void {
    this.context.out.write(`${paragraph(text, this.context.out.columns)}\n`);
  }
}

/** What is kept of the lines that have been read. */
interface Taken {
  readonly reading: TraceReading;
  readonly course: TraceCourse;
}

function take({ reading, course }: Taken, given: TraceLine): void {
  const line = "format" in given ? visibleHeader(given) : given;
  reading.add(line);
  course.add(line);
}

const taken = (lines: readonly TraceLine[] = []): Taken => {
  const all = { reading: new TraceReading(), course: new TraceCourse() };
  for (const line of lines) take(all, line);
  return all;
};

async function readEvents(path: string, options: Options, context: Context): Promise<Taken> {
  const { lossTag: loss, rateTag: rate } = options;
  const tags = { ...(loss !== undefined && { loss }), ...(rate !== undefined && { rate }) };
  if (!options.watch) return taken(await wholeEvents(path, tags, context.signal));
  const watch = new Watch(context);
  let last = taken();
  for await (const lines of followedEvents(path, tags, context.signal)) {
    last = taken(lines);
    watch.look(last.reading.seen()?.last.step ?? 0, last.reading);
  }
  return last;
}

async function readLines(path: string, options: Options, context: Context): Promise<Taken> {
  const [all, watch] = [taken(), new Watch(context)];
  const lines = options.watch ? followed(path, context.signal) : whole(path, context.signal);
  for await (const line of lines) {
    take(all, line);
    if (options.watch && "step" in line) watch.look(line.step, all.reading);
  }
  return all;
}

async function diagnoseFile(path: string, options: Options, context: Context): Promise<void> {
  const files = reserveAll({ "--json": options.json, "--html": options.html }, [path]);
  try {
    const read = areEvents(path) ? readEvents : readLines;
    const { reading, course } = await read(path, options, context);
    const diagnosis = diagnosisOf(reading);
    if (diagnosis === null)
      throw new InputError(`${path}: there is no record in it; it needs the header and at least one step`);
    const name = visible(basename(path));
    const seen = reading.seen();
    const written = files.write({
      "--json": () =>
        `${JSON.stringify({ name, records: seen?.records, header: seen?.header, ...diagnosis }, plain, 2)}\n`,
      "--html": () =>
        tracePage(diagnosis, {
          name,
          course,
          nonFinite: seen?.nonFinite ?? null,
          command: `npx gradiometer@${VERSION} diagnose ${visible(quoted(path))}`,
        }),
    });
    context.out.write(diagnosisText(name, diagnosis, reading, context));
    for (const file of written) context.out.write(`\nWrote ${visible(file)}\n`);
    if (!healthy(diagnosis)) process.exitCode = EXIT.alarm;
  } finally {
    files.discard();
  }
}

/** `gradiometer diagnose <run>`: what ails a training of any framework, from its trace or its event files. */
export const registerDiagnose: Register = (program, context) => {
  program
    .command("diagnose")
    .description("Says what is wrong with a training of any framework, from a trace of it.")
    .argument("<run>", "the trace, or an event file of TensorBoard, or the folder of a training's event files")
    .option("--watch", "follow a file that still grows, and say when something begins")
    .option("--loss-tag <tag>", "of event files: the tag of the loss, where it is not called so")
    .option("--rate-tag <tag>", "of event files: the tag of the learning rate")
    .option("--json <file>", "write the diagnosis as JSON")
    .option("--html <file>", "write the diagnosis as a page with figures")
    .addHelpText("after", NOTES)
    .action((path: string, options: Options) => diagnoseFile(path, options, context));
};
