import type { FigureSpec } from "../../figureSpec.js";
import { curves, magnitude, quantity, type Row, rowsOf, text, textsOf } from "../tools/figures.js";
import type { Result } from "../types.js";

const name = (row: Row): string => text(row["initialisation"]);
const panel = (row: Row): string => text(row["activation"]);
const of =
  (column: string) =>
  (row: Row): ReturnType<typeof quantity> =>
    quantity(row[column]);

/** Ten digits, so that guessing is right once in ten times. */
const CHANCE = 0.1;

/** ‖δ‖ over the layers of the deepest nets. */
function layers(rows: readonly Row[]): FigureSpec[] {
  const deepest = rows.reduce((most, row) => Math.max(most, Number(row["depth"])), 0);
  if (deepest < 2) return [];
  const deep = rows.filter((row) => row["depth"] === deepest);
  return [
    {
      kind: "lines",
      title: `What reaches each layer of ${deepest}: ‖δ‖ before training`,
      description:
        "The norm of the back-propagated error in each layer, one panel for every activation and one line for every initialisation.",
      note: "The error enters at the right and is carried back to the left. Level lines are healthy.",
      x: { label: "layer" },
      y: { label: "‖δ‖", scale: "log" },
      series: curves(deep, { name, panel, x: of("layer"), y: of("‖δ‖") }),
    },
  ];
}

function overDepth(rows: readonly Row[]): FigureSpec[] {
  if (textsOf(rows, "depth").length < 2) return [];
  const common = { name, panel, x: of("depth") };
  const depth = { label: "hidden layers" };
  const trained = rows.some((row) => row["accuracy"] !== null);
  return [
    {
      kind: "lines",
      title: "How much of the error arrives: first layer over last",
      description: "‖δ₁‖/‖δ_L‖ before training over the depth, by activation and initialisation.",
      x: depth,
      y: { label: "‖δ₁‖/‖δ_L‖", scale: "log" },
      references: [{ value: 1, label: "nothing lost" }],
      series: curves(rows, { ...common, y: (row) => magnitude(row["‖δ₁‖/‖δ_L‖"]) }),
    },
    {
      kind: "lines",
      title: "How far the product of the bounds overshoots",
      description:
        "Decades by which Π max|φ'| ‖W‖₂ exceeds the measured ‖δ₁‖/‖δ_L‖, over the depth, by activation and initialisation.",
      note: "Each bound holds; their product says the less the deeper the net, unless the weights are orthogonal.",
      x: depth,
      y: { label: "bound too high by", unit: "decades" },
      series: curves(rows, { ...common, y: of("bound too high by") }),
    },
    ...(trained
      ? ([
          {
            kind: "lines",
            title: "Which nets learn to read digits",
            description:
              "Accuracy on the held-out fifth after training, over the depth, by activation and initialisation.",
            x: depth,
            y: { label: "accuracy on the held-out fifth", from: 0, to: 1 },
            references: [{ value: CHANCE, label: "guessing" }],
            series: curves(rows, { ...common, y: of("accuracy") }),
          },
        ] satisfies FigureSpec[])
      : []),
  ];
}

function races(rows: readonly Row[], target: string): FigureSpec[] {
  if (rows.length === 0) return [];
  const values = (column: string) => rows.map((row) => quantity(row[column]));
  return [
    {
      kind: "bars",
      title: `Small gradients cost time: steps to a training loss of ${target}`,
      description: "Median and fewest training steps that each activation needed.",
      categories: rows.map((row) => `${panel(row)}, ${name(row)}`),
      value: { label: "training steps" },
      missing: "did not arrive",
      series: [
        { name: "median", values: values("median") },
        { name: "fewest", values: values("fewest") },
      ],
    },
  ];
}

/** The figures of `depth-sweep`. */
export function depthSweepFigures(result: Result): FigureSpec[] {
  return [
    ...layers(rowsOf(result, "layers before training")),
    ...overDepth(rowsOf(result, "nets")),
    ...races(rowsOf(result, "steps to a training loss"), text(result.parameters["targetLoss"] as number)),
  ];
}
