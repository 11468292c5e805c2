import { coreOf } from "../../core/create.js";
import { meanField } from "../../theory/index.js";
import { median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Experiment, Measurement } from "../types.js";
import { columnSumClaims } from "./claims.js";
import { columnSumFigures } from "./figures.js";
import { type Judged, judgeProduct } from "./product.js";

interface ColumnSumsParameters {
  width: number;
  layers: number;
  gains: number[];
  edge: number;
  edgeLayers: number;
  products: number;
  column: number[];
}

/** The products of one gain and depth. */
interface Group {
  readonly gain: number;
  readonly layers: number;
  readonly chi: number;
  readonly products: readonly Judged[];
}

/** Share of the cases in which a rule said what the error then did. */
function agreement(
  groups: readonly Group[],
  right: (one: Judged, group: Group) => number,
  of: (one: Judged) => number,
) {
  const total = (count: (one: Judged, group: Group) => number): number =>
    groups.reduce((sum, group) => sum + group.products.reduce((all, one) => all + count(one, group), 0), 0);
  return total(right) / total(of);
}

const grows = ({ growth }: Judged): boolean => growth > 1;
const one = (): number => 1;

const layerRule = (groups: readonly Group[]): number =>
  agreement(
    groups,
    (judged) => (grows(judged) ? judged.above : judged.columns - judged.above),
    ({ columns }) => columns,
  );
const productRule = (groups: readonly Group[]): number =>
  agreement(
    groups,
    (judged) => (grows(judged) ? judged.productAbove : judged.productColumns - judged.productAbove),
    ({ productColumns }) => productColumns,
  );
const normRule = (groups: readonly Group[]): number =>
  agreement(groups, (judged) => Number(judged.largest > 1 === grows(judged)), one);
const chiRule = (groups: readonly Group[]): number =>
  agreement(groups, (judged, { chi }) => Number(chi > 1 === grows(judged)), one);

async function measure({ lab, parameters, seed, progress }: Bench<ColumnSumsParameters>): Promise<Measurement> {
  const core = coreOf(lab);
  const { width, layers, gains, edge, edgeLayers, products, column } = parameters;
  const plan = [...gains.map((gain) => ({ gain, layers })), { gain: edge, layers: edgeLayers }];
  const groups: Group[] = [];
  for (const [index, { gain, layers: depth }] of plan.entries()) {
    const judged: Judged[] = [];
    for (let product = 0; product < products; product++) {
      await progress(index * products + product, plan.length * products, `gain ${gain}, product ${product + 1}`);
      const own = (seed * plan.length + index) * products + product;
      judged.push(judgeProduct(lab, core, { width, gain, layers: depth, seed: own }));
    }
    const { chi } = meanField({ activation: "linear", weightVariance: gain * gain, biasVariance: 0 });
    groups.push({ gain, layers: depth, chi, products: judged });
  }
  await progress(plan.length * products, plan.length * products, "done");
  const deep = groups.slice(0, -1);
  const open = groups.slice(-1);
  const sum = Math.abs(column.reduce((total, value) => total + value, 0));
  const gain = Math.sqrt(column.reduce((total, value) => total + value * value, 0));
  const named = (name: string, chosen: readonly Group[]) => [
    name,
    layerRule(chosen),
    productRule(chosen),
    normRule(chosen),
    chiRule(chosen),
  ];
  return {
    tables: [
      table(
        "how often each rule is right",
        ["products", "column sums of the layers", "column sums of the product", "σ_max of the product", "χ₁"],
        [
          ...groups.map((group) => named(`gain ${group.gain}, ${group.layers} layers`, [group])),
          named(`all of ${layers} layers`, deep),
        ],
      ),
      table(
        "products",
        ["gain", "layers", "χ₁", "products that grow", "median ‖δ₀‖/‖δ_L‖", "median σ_max", "layer columns above 1"],
        groups.map((group) => [
          group.gain,
          group.layers,
          group.chi,
          group.products.filter(grows).length / group.products.length,
          median(group.products.map(({ growth }) => growth)),
          median(group.products.map(({ largest }) => largest)),
          group.products.reduce((all, { above }) => all + above, 0) /
            group.products.reduce((all, { columns }) => all + columns, 0),
        ]),
      ),
      table(
        "every product",
        ["gain", "layers", "share of the layers' columns above 1", "σ_max", "‖δ₀‖/‖δ_L‖"],
        groups.flatMap((group) =>
          group.products.map((judged) => [
            group.gain,
            group.layers,
            judged.above / judged.columns,
            judged.largest,
            judged.growth,
          ]),
        ),
      ),
      table("one column", ["column", "|sum|", "gain"], [[column.join(", "), sum, gain]]),
    ],
    measured: {
      "C28.criterion": layerRule(deep),
      "C28.half": layerRule(deep),
      "C28.product": productRule(open),
      "C28.cancel": sum / gain,
      "C28.sigma-max": normRule(deep),
      "C28.chi": chiRule(deep),
    },
  };
}

const gain = { type: "number", exclusiveMinimum: 0, maximum: 1000 } as const;

/** C28: a criterion that is taught, beside the two that decide. */
export const columnSums: Experiment<ColumnSumsParameters> = {
  id: "column-sums",
  title: "Do column sums tell whether gradients explode?",
  question:
    "It is taught that exploding is a problem when |Σ_y ∂y/∂x| > 1. Draw many products of layers, carry an error back through " +
    "each, and count: how often does the sum over a column say what then happens, and how often σ_max and χ₁?",
  claims: columnSumClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      width: {
        type: "integer",
        minimum: 2,
        maximum: 256,
        default: 32,
        description: "units of every layer",
        unit: "units",
      },
      layers: {
        type: "integer",
        minimum: 1,
        maximum: 1000,
        default: 50,
        description: "layers of a product",
        unit: "layers",
      },
      gains: {
        type: "array",
        items: gain,
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        default: [0.9, 1.1],
        description: "σ_w of the layers, W ~ N(0, σ_w²/n): as many products with each",
      },
      edge: { ...gain, default: 1, description: "σ_w of the short products, whose growth is an open question" },
      edgeLayers: {
        type: "integer",
        minimum: 1,
        maximum: 1000,
        default: 2,
        description: "layers of a short product",
        unit: "layers",
      },
      products: { type: "integer", minimum: 1, maximum: 10_000, default: 50, description: "products for each gain" },
      column: {
        type: "array",
        items: { type: "number", minimum: -1000, maximum: 1000 },
        minItems: 1,
        maxItems: 100,
        default: [10, -10],
        description: "∂y/∂x of one input x by several outputs y; not all of them 0",
      },
    },
  },
  measure,
  figures: columnSumFigures,
};
