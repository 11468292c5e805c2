import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { homogeneousSlope, isBounded } from "../../nn/activation.js";
import { exp, ln } from "../../theory/elementary.js";
import { criticalPoint, meanField, varianceMap } from "../../theory/meanField.js";
import type { ActivationName } from "../../types.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Experiment, Measurement, Table } from "../types.js";
import { meanFieldClaims } from "./claims.js";
import { meanFieldFigures } from "./figures.js";
import { drawNet, type Measured, measurePoint, type Nets } from "./nets.js";
import { CHAOTIC, type Point, POINTS, pointName, RELU_HE, SIGMOID_CRITICAL, SIGMOID_USUAL } from "./points.js";

interface MeanFieldParameters {
  width: number;
  depth: number;
  nets: number;
  narrowWidth: number;
  narrowNets: number;
  weightScale: number;
  biasVariance: number;
  sigmoidBias: number;
  diagram: boolean;
  diagramActivation: ActivationName;
}

/** Those with a critical point at every σ_b² of the diagram. */
const DIAGRAM: readonly ActivationName[] = ["tanh", "softsign", "elu", "selu"];
const grid = (from: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.round(1000 * (from + step * index)) / 1000);
const WEIGHT_VARIANCES = grid(0.25, 0.25, 16);
const BIAS_VARIANCES = grid(0, 0.025, 9);

/** Mean squares of inputs from which the variance is followed to q*. */
const STARTS = [0.01, 1, 10];

/** Without a bias any q is fixed, or q runs to 0: there is nothing to stay at. */
const settles = ({ activation, biasVariance }: Point): boolean =>
  biasVariance > 0 || homogeneousSlope(activation) === null;

function chiTable(points: readonly Measured[]): Table {
  return table(
    "χ₁ of wide nets",
    [
      "activation",
      "σ_w²",
      "σ_b²",
      "theory: q*",
      "measured q over theory",
      "theory: standard deviation of it",
      "theory: χ₁",
      "measured χ₁",
      "standard error",
      ["theory: depth scale", "layers"],
      ["measured depth scale", "layers"],
    ],
    points.map(({ point, theory, variance, spread, chi, error }) => [
      point.activation,
      point.weightVariance,
      point.biasVariance,
      theory.q,
      variance,
      spread,
      theory.chi,
      chi,
      error,
      Math.abs(theory.chi - 1) < 1e-6 ? "Infinity" : theory.depthScale,
      1 / Math.abs(ln(chi)),
    ]),
  );
}

function profileTable(name: string, points: readonly Measured[]): Table {
  const headings = ["point", "layer", "one net", "geometric mean", "theory", "2 s.d. below", "2 s.d. above"];
  const rows = points.flatMap(({ point, profile }) =>
    profile.map(({ one, mean, line, std }, index): Cell[] => [
      pointName(point),
      index + 1,
      ...[one, mean, line, line - 2 * std, line + 2 * std].map(exp),
    ]),
  );
  return table(name, headings, rows);
}

/** χ₁ over the plane, and the line on which it is 1. */
async function phaseDiagram({ parameters, progress }: Bench<MeanFieldParameters>, at: number, total: number) {
  const { diagramActivation: activation } = parameters;
  const cells: Cell[][] = [];
  const line: Cell[][] = [];
  for (const biasVariance of BIAS_VARIANCES) {
    await progress(at, total, `phase diagram, σ_b² ${biasVariance}`);
    for (const weightVariance of WEIGHT_VARIANCES) {
      const { q, chi, depthScale } = meanField({ activation, weightVariance, biasVariance });
      cells.push([weightVariance, biasVariance, q, chi, depthScale]);
    }
    const point = criticalPoint({ activation, biasVariance });
    line.push([biasVariance, point.weightVariance, point.q]);
  }
  return [
    table(`phase diagram of ${activation}`, ["σ_w²", "σ_b²", "q*", "χ₁", ["depth scale", "layers"]], cells),
    table(`critical line of ${activation}`, ["σ_b²", "σ_w²", "q*"], line),
  ];
}

/** The way of the variance to q*, from weak inputs and strong ones. */
function approachTable({ lab }: Bench<MeanFieldParameters>, nets: Nets): Table {
  const { activation, weightVariance, biasVariance } = CHAOTIC;
  const { depth } = nets;
  const rows = STARTS.flatMap((inputMoment, start) => {
    const map = varianceMap({ activation, weightVariance, biasVariance, depth, inputMoment });
    const { q } = drawNet(coreOf(lab), CHAOTIC, inputMoment, nets, start);
    return q.map((value, index): Cell[] => [inputMoment, index + 1, value, elementAt(map, index).q]);
  });
  return table(
    `variance on its way to q*, ${pointName(CHAOTIC)}`,
    ["mean square of the input", "layer", "measured q", "theory"],
    rows,
  );
}

const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

async function measure(bench: Bench<MeanFieldParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { width, depth, nets: count, narrowWidth, narrowNets, weightScale, biasVariance, sigmoidBias } = parameters;
  const edge = criticalPoint({ activation: "tanh", biasVariance });
  const critical: Point = { activation: "tanh", weightVariance: edge.weightVariance, biasVariance };
  const plan = [critical, ...POINTS];
  const narrowPlan = [critical, CHAOTIC, RELU_HE];
  const total = plan.length + narrowPlan.length + 2;
  const wide: Nets = { width, depth, count, weightScale, seed };
  const narrow: Nets = { ...wide, width: narrowWidth, count: narrowNets };

  const points: Measured[] = [];
  for (const point of plan) {
    const report = (): Promise<void> => progress(points.length, total, `wide nets: ${pointName(point)}`);
    points.push(await measurePoint(lab, point, wide, report));
  }
  const strays: Measured[] = [];
  for (const point of narrowPlan) {
    const done = plan.length + strays.length;
    strays.push(
      await measurePoint(lab, point, narrow, () => progress(done, total, `narrow nets: ${pointName(point)}`)),
    );
  }
  const approach = approachTable(bench, wide);
  const diagram = parameters.diagram ? await phaseDiagram(bench, total - 1, total) : [];
  await progress(total, total, "done");

  const find = (point: Point): Measured => points.find((one) => one.point === point)!;
  const inside = strays.flatMap(({ nets, profile }) => {
    const { line, std } = elementAt(profile, 0);
    return nets.map(({ delta }) =>
      Math.abs(ln(elementAt(delta, 0) / elementAt(delta, depth - 1)) - line) <= 2 * std ? 1 : 0,
    );
  });
  return {
    tables: [
      chiTable(points),
      profileTable(
        `‖δ_l‖²/‖δ_L‖² in wide nets, ${width} units`,
        [critical, ...narrowPlan.slice(1), SIGMOID_USUAL].map(find),
      ),
      profileTable(`‖δ_l‖²/‖δ_L‖² in narrow nets, ${narrowWidth} units`, strays),
      approach,
      ...diagram,
    ],
    measured: {
      "C16.chi": largest(points.map(({ chi, theory }) => Math.abs(chi / theory.chi - 1))),
      "C16.variance": largest(
        points.filter(({ point }) => settles(point)).map(({ variance, spread }) => Math.abs(variance - 1) / spread),
      ),
      "C16.point": edge.weightVariance,
      "C16.critical": find(critical).chi,
      "C16.sigmoid": find(SIGMOID_USUAL).chi,
      "C16.sigmoid-point": criticalPoint({ activation: "sigmoid", biasVariance: sigmoidBias }).weightVariance,
      "C16.sigmoid-critical": find(SIGMOID_CRITICAL).chi,
      "C16.depth-scale": 1 / ln(find(CHAOTIC).chi),
      "C16.all-bounded": largest(points.filter(({ point }) => isBounded(point.activation)).map(({ chi }) => chi)),
      "C16.band": inside.reduce<number>((sum, one) => sum + one, 0) / inside.length,
    },
  };
}

const units = { type: "integer", minimum: 4, maximum: 2048, unit: "units" } as const;
const many = { type: "integer", minimum: 2, maximum: 10_000, unit: "nets" } as const;
const variance = { type: "number", minimum: 0, maximum: 10 } as const;

/** C16 and section 2: χ₁, theory beside nets. */
export const meanFieldExperiment: Experiment<MeanFieldParameters> = {
  id: "mean-field",
  title: "Mean field: one number decides",
  question:
    "Can it be computed before a net is built whether its gradients will vanish or explode, from the activation and the " +
    "variance of the weights alone?",
  claims: meanFieldClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      width: {
        ...units,
        default: 256,
        description: "units per layer of the nets that are to behave like infinitely wide ones",
      },
      depth: { type: "integer", minimum: 3, maximum: 200, default: 14, description: "layers", unit: "layers" },
      nets: { ...many, default: 6, description: "wide nets drawn at every point" },
      narrowWidth: { ...units, default: 64, description: "units per layer of the narrow nets" },
      narrowNets: { ...many, default: 48, description: "narrow nets drawn at each of three points" },
      weightScale: {
        type: "number",
        minimum: 0.01,
        maximum: 100,
        default: 1,
        description: "factor on σ_w² of the nets, of which the theory is not told",
      },
      biasVariance: { ...variance, default: 0.05, description: "σ_b² at which tanh's critical point is taken" },
      sigmoidBias: { ...variance, default: 0, description: "σ_b² at which the sigmoid's critical σ_w² is computed" },
      diagram: { type: "boolean", default: true, description: "whether the phase diagram is computed" },
      diagramActivation: {
        type: "string",
        enum: DIAGRAM,
        default: "tanh",
        description: "activation of the phase diagram",
      },
    },
  },
  measure,
  figures: meanFieldFigures,
};
