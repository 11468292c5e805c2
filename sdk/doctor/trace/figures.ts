/** The figures of a trace, as plain specifications. */
import { elementAt, lastOf } from "../../core/element.js";
import type { FigureSpec } from "../../figureSpec.js";
import { quantity } from "../figures.js";
import { type CoursePoint, type CourseRecord, legend, spread, type TraceCourse } from "./course.js";
import type { TraceHeader } from "./types.js";

/** Lines that can still be told apart. */
const LINES = 6;

interface Part {
  readonly title: string;
  readonly description: string;
  readonly label: string;
}

const PARTS = {
  signal: { title: "The signal", description: "RMS of z, what the next layer receives.", label: "RMS of z" },
  gradient: {
    title: "The gradient",
    description: "RMS of δ, the gradient of the loss at what the layer puts out.",
    label: "RMS of δ",
  },
  weightGradient: {
    title: "The gradient of the weights",
    description: "RMS of ∂W, the gradient of the loss by the layer's matrices.",
    label: "RMS of ∂W",
  },
  weight: { title: "The weights", description: "‖W‖ of the layer's matrices.", label: "‖W‖" },
  update: {
    title: "What one step changes",
    description: "‖ΔW‖/‖W‖ of one update; about 10⁻³ is healthy.",
    label: "‖ΔW‖/‖W‖",
  },
} as const satisfies Record<keyof CoursePoint, Part>;

const at = (record: CourseRecord, layer: number, part: keyof CoursePoint): number =>
  elementAt(record.layers, layer)[part];

const isThere = (records: readonly CourseRecord[], layer: number, part: keyof CoursePoint): boolean =>
  records.some((record) => !Number.isNaN(at(record, layer, part)));

/** What is compared between layers. */
type OverLayers = "signal" | "gradient" | "weightGradient";

function overTime(header: TraceHeader, records: readonly CourseRecord[], part: keyof CoursePoint): FigureSpec[] {
  const { title, description, label } = PARTS[part];
  const layers = spread(header.layers.length, header.layers.length).filter((layer) => isThere(records, layer, part));
  if (layers.length === 0) return [];
  const shown = spread(layers.length, LINES).map((index) => elementAt(layers, index));
  const some = shown.length < layers.length ? ` ${shown.length} of ${layers.length} layers are drawn.` : "";
  return [
    {
      kind: "loss",
      title: `${title} over the training`,
      description: `${description}${some}`,
      x: { label: "step" },
      y: { label, scale: "log" },
      series: shown.map((layer) => {
        const own = records.filter((record) => !Number.isNaN(at(record, layer, part)));
        return {
          name: legend(header, layer),
          x: own.map(({ step }) => step),
          y: own.map((record) => quantity(at(record, layer, part))),
        };
      }),
    },
  ];
}

/** What was not recorded is no measurement. */
const missing = (value: number) => (Number.isNaN(value) ? null : quantity(value));

function overLayers(header: TraceHeader, all: readonly CourseRecord[], part: OverLayers): FigureSpec[] {
  const x = spread(header.layers.length, 200);
  const records = all.filter((record) => x.some((layer) => !Number.isNaN(at(record, layer, part))));
  if (header.layers.length < 3 || records.length === 0) return [];
  const { title, description, label } = PARTS[part];
  const ends = records.length > 1 ? [elementAt(records, 0), lastOf(records)] : [elementAt(records, 0)];
  return [
    {
      kind: "lines",
      title: `${title}, layer by layer`,
      description: `${description} At the first and the last record. Level is healthy.`,
      x: { label: "layer" },
      y: { label, scale: "log" },
      series: ends.map((record) => ({
        name: `step ${record.step}`,
        x: x.map((layer) => layer + 1),
        y: x.map((layer) => missing(at(record, layer, part))),
      })),
    },
  ];
}

/** Loss; signal, gradient, weights and update-to-weight of the layers over time; signal and gradient over the layers. */
export function traceFigures(course: TraceCourse): FigureSpec[] {
  const { header } = course;
  const records = course.records();
  if (header === null || records.length === 0) return [];
  const loss: FigureSpec = {
    kind: "loss",
    title: "The loss",
    description: "Loss of the batch at every record.",
    x: { label: "step" },
    y: { label: "loss" },
    series: [{ name: "loss", x: records.map(({ step }) => step), y: records.map((one) => quantity(one.loss)) }],
  };
  // Where δ was not recorded, the gradients of the weights tell of it.
  const gradient = header.layers.some((_, layer) => isThere(records, layer, "gradient"))
    ? "gradient"
    : "weightGradient";
  return [
    loss,
    ...(["signal", gradient] as const).flatMap((part) => overLayers(header, records, part)),
    ...(["signal", gradient, "weight", "update"] as const).flatMap((part) => overTime(header, records, part)),
  ];
}
