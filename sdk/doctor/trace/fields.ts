/** What stands in the lines of a trace, field by field. */
import { type Fields, type LineReader, optional } from "./lineReader.js";
import {
  MOST_LAYERS,
  TRACE_FORMAT,
  type TraceHeader,
  type TraceLayer,
  type TraceOptimizer,
  type TraceStats,
  type TraceStep,
  type TraceStepLayer,
  type TraceTargets,
} from "./types.js";

const MOST_STEPS_OF_TIME = 1_000_000;
const MOST_UNREAD = 1000;

const NUMBERS = ["mean", "std", "norm", "min", "max"] as const satisfies readonly (keyof TraceStats)[];

function readStats(reader: LineReader, key: string, value: unknown): TraceStats {
  const fields = reader.object(key, value);
  const [mean, std, norm, min, max] = NUMBERS.map((name) => reader.number(`${key}.${name}`, fields.get(name))) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const nonFinite = reader.count(`${key}.nonFinite`, fields.get("nonFinite"));
  const zeros = optional(fields, ["zeros"], (name, given) => reader.count(`${key}.${name}`, given));
  return { mean, std, norm, min, max, nonFinite, ...zeros };
}

function readLayer(reader: LineReader, key: string, value: unknown): TraceLayer {
  const fields = reader.object(key, value);
  const activation = fields.get("activation");
  return {
    name: reader.text(`${key}.name`, fields.get("name")),
    kind: reader.text(`${key}.kind`, fields.get("kind")),
    in: reader.count(`${key}.in`, fields.get("in")),
    out: reader.count(`${key}.out`, fields.get("out")),
    ...(activation !== undefined && { activation: reader.text(`${key}.activation`, activation) }),
  };
}

function readOptimizer(reader: LineReader, value: unknown): TraceOptimizer | string {
  if (typeof value === "string") return reader.text("optimizer", value);
  const fields = reader.object("optimizer", value);
  const numbers = optional(fields, ["learningRate", "weightDecay", "momentum"], (key, one) =>
    reader.number(`optimizer.${key}`, one),
  );
  return { kind: reader.text("optimizer.kind", fields.get("kind")), ...numbers };
}

/** The first line. @throws GradiometerError BAD_FILE */
export function readHeader(reader: LineReader, fields: Fields): TraceHeader {
  if (fields.get("format") !== TRACE_FORMAT)
    throw reader.fault(
      "format",
      `"${TRACE_FORMAT}"; the first line of a trace describes the network`,
      fields.get("format"),
    );
  const layers = reader.list("layers", fields.get("layers"), MOST_LAYERS);
  if (layers.length === 0) throw reader.fault("layers", "at least one layer", layers);
  const get = (key: keyof TraceHeader): unknown => fields.get(key);
  const [loss, optimizer, reference] = [get("loss"), get("optimizer"), get("reference")];
  const [skips, attention, unread] = [get("skips"), get("attention"), get("unread")];
  if (attention !== undefined && typeof attention !== "boolean")
    throw reader.fault("attention", "true or false", attention);
  return {
    format: TRACE_FORMAT,
    source: reader.text("source", fields.get("source")),
    layers: layers.map((layer, index) => readLayer(reader, `layers[${index}]`, layer)),
    ...(loss !== undefined && { loss: reader.text("loss", loss) }),
    ...(optimizer !== undefined && { optimizer: readOptimizer(reader, optimizer) }),
    ...(reference !== undefined && { reference: reader.number("reference", reference) }),
    ...(skips !== undefined && { skips: reader.count("skips", skips) }),
    ...(attention !== undefined && { attention }),
    ...(unread !== undefined && {
      unread: reader.list("unread", unread, MOST_UNREAD).map((one, index) => reader.text(`unread[${index}]`, one)),
    }),
  };
}

function readTargets(reader: LineReader, value: unknown): TraceTargets {
  const fields = reader.object("y", value);
  const classes = fields.get("classes");
  if (Array.isArray(classes))
    return {
      classes: reader.list("y.classes", classes, MOST_LAYERS).map((one, i) => reader.count(`y.classes[${i}]`, one)),
    };
  if (classes !== undefined) return { classes: reader.count("y.classes", classes) };
  const numbers = optional(fields, ["mean", "min", "max"], (key, one) => reader.number(`y.${key}`, one));
  return { std: reader.number("y.std", fields.get("std")), ...numbers };
}

const SHARES = ["dead", "saturated", "update"] as const;
const TIMES = ["inTime", "hInTime"] as const;
const PARTS = ["u", "z", "delta", "weight", "weightGradient"] as const;

function readStepLayer(reader: LineReader, key: string, value: unknown): TraceStepLayer {
  const fields = reader.object(key, value);
  const list = (name: string, given: unknown): number[] =>
    reader
      .list(`${key}.${name}`, given, MOST_STEPS_OF_TIME)
      .map((one, t) => reader.number(`${key}.${name}[${t}]`, one));
  return {
    ...optional(fields, PARTS, (name, given) => readStats(reader, `${key}.${name}`, given)),
    ...optional(fields, SHARES, (name, given) => reader.least(`${key}.${name}`, given, 0)),
    ...optional(fields, TIMES, list),
  };
}

/** Any other line; `after` is the step of the one before. @throws GradiometerError BAD_FILE */
export function readStep(reader: LineReader, fields: Fields, header: TraceHeader, after: number): TraceStep {
  const step = reader.count("step", fields.get("step"));
  if (step <= after) throw reader.fault("step", `a step behind ${after}, the one before`, step);
  const layers = reader.list("layers", fields.get("layers"), MOST_LAYERS);
  if (layers.length !== header.layers.length)
    throw reader.fault("layers", `${header.layers.length} layers, as in the header`, layers);
  const [x, y] = [fields.get("x"), fields.get("y")];
  return {
    step,
    loss: reader.number("loss", fields.get("loss")),
    ...optional(fields, ["rate", "moved"], (key, value) => reader.number(key, value)),
    ...(x !== undefined && { x: readStats(reader, "x", x) }),
    ...(y !== undefined && { y: readTargets(reader, y) }),
    layers: layers.map((layer, index) => readStepLayer(reader, `layers[${index}]`, layer)),
  };
}
