import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { exp } from "../../theory/elementary.js";
import { residualGrowth } from "../../theory/depth.js";
import { spread } from "../tools/draws.js";
import { median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Experiment, Measurement } from "../types.js";
import { shatteredClaims } from "./claims.js";
import { shatteredFigures } from "./figures.js";
import { type Body, gradientCosine, gradientLine, growthOf } from "./nets.js";
import { correlationThrough } from "./theory.js";

interface ShatteredParameters {
  depths: number[];
  width: number;
  nets: number;
  inputCorrelation: number;
  identityGain: number;
  scaledGain: number;
  blocks: number;
  growthNets: number;
  lineDepth: number;
  lineNets: number;
  points: number;
}

type Part = Measurement;

/** Without skips, and with skips of the gain `scaledGain`/√blocks. */
const bodies = ({ width, scaledGain }: ShatteredParameters, depth: number): { name: string; body: Body }[] => [
  { name: "plain", body: { width, depth, gain: null } },
  ...(depth > 1 ? [{ name: "scaled skips", body: { width, depth, gain: scaledGain / Math.sqrt(depth - 1) } }] : []),
];

async function measureCorrelation({ lab, parameters, seed, progress }: Bench<ShatteredParameters>): Promise<Part> {
  const { nets, inputCorrelation } = parameters;
  const depths = [...parameters.depths].sort((a, b) => a - b);
  const rows: Cell[][] = [];
  const found = new Map<string, number>();
  for (const [place, depth] of depths.entries()) {
    for (const { name, body } of bodies(parameters, depth)) {
      const values: number[] = [];
      for (let index = 0; index < nets; index++) {
        if (index % 8 === 0) await progress(place, depths.length + 2, `two inputs, ${name}, depth ${depth}`);
        values.push(gradientCosine(lab, body, inputCorrelation, seed, index));
      }
      const { mean, std } = spread(values);
      const theory = correlationThrough(depth, body.gain, inputCorrelation);
      rows.push([name, depth, mean, std / Math.sqrt(nets), theory, name === "plain" ? exp(-depth * Math.LN2) : null]);
      found.set(`${name} ${depth}`, mean);
    }
  }
  const deepest = lastOf(depths);
  return {
    tables: [
      table(
        "correlation of the gradients at two inputs",
        ["net", "depth", "measured", "standard error", "theory", "2^−L"],
        rows,
      ),
    ],
    measured: {
      "C17.one": found.get("plain 1"),
      "C17.two": found.get("plain 2"),
      "C17.three": found.get("plain 3"),
      "C17.halving": found.get(`plain ${deepest}`)! * exp(deepest * Math.LN2),
      "C17.skips": found.get(`scaled skips ${deepest}`),
    },
  };
}

async function measureLine({ lab, parameters, seed, progress }: Bench<ShatteredParameters>): Promise<Part> {
  const { lineDepth, lineNets, points, depths, scaledGain } = parameters;
  const width = Math.min(parameters.width, 128);
  const kinds: { name: string; body: Body }[] = [
    { name: "1 layer", body: { width, depth: 1, gain: null } },
    { name: `${lineDepth} layers, plain`, body: { width, depth: lineDepth, gain: null } },
    {
      name: `${lineDepth} layers, scaled skips`,
      body: { width, depth: lineDepth, gain: scaledGain / Math.sqrt(lineDepth - 1) },
    },
  ];
  const lines: Cell[][] = [];
  const rows: Cell[][] = [];
  const middles: number[] = [];
  for (const { name, body } of kinds) {
    await progress(depths.length, depths.length + 2, `along a line, ${name}`);
    const nets = Array.from({ length: lineNets }, (_, index) => gradientLine(lab, body, points, seed, index));
    const { x, gradient } = elementAt(nets, 0);
    for (const [at, value] of x.entries()) lines.push([name, value, gradient[at]!]);
    const all = nets.map(({ neighbours }) => neighbours);
    middles.push(median(all));
    rows.push([name, median(all), Math.min(...all), Math.max(...all)]);
  }
  return {
    tables: [
      table(
        `correlation of the gradient between neighbours of ${points} inputs`,
        ["net", "median", "least", "most"],
        rows,
      ),
      table("the gradient along a line of inputs", ["net", "input", "gradient over its RMS"], lines),
    ],
    measured: { "C17.noise": elementAt(middles, 2) - elementAt(middles, 1) },
  };
}

async function measureGrowth({ lab, parameters, seed, progress }: Bench<ShatteredParameters>): Promise<Part> {
  const { blocks, growthNets, identityGain, scaledGain, depths, width } = parameters;
  const kinds = [
    { name: "identity skips", gain: identityGain, foreseen: 1 },
    { name: "scaled skips", gain: scaledGain / Math.sqrt(blocks), foreseen: 1 / Math.sqrt(blocks) },
  ];
  const rows: Cell[][] = [];
  const ends: number[] = [];
  for (const { name, gain, foreseen } of kinds) {
    const nets: number[][] = [];
    for (let index = 0; index < growthNets; index++) {
      if (index % 4 === 0) await progress(depths.length + 1, depths.length + 2, `growth, ${name}`);
      nets.push(growthOf(coreOf(lab), { width, depth: blocks + 1, gain }, seed, index));
    }
    for (let block = 0; block <= blocks; block++) {
      const { mean, std } = spread(nets.map((logs) => elementAt(logs, block)));
      const theory = residualGrowth({ gain: foreseen, depth: block });
      rows.push([name, block, exp(mean), theory, exp(mean - 2 * std), exp(mean + 2 * std)]);
      if (block === blocks) ends.push(mean);
    }
  }
  return {
    tables: [
      table(
        `growth of ‖u‖² through residual blocks, ${growthNets} nets`,
        ["net", "blocks", "geometric mean", "theory: (1 + α²)^L", "2 s.d. below", "2 s.d. above"],
        rows,
      ),
    ],
    measured: { "C17.identity": exp(elementAt(ends, 0) / blocks), "C17.scaled": exp(elementAt(ends, 1)) },
  };
}

async function measure(bench: Bench<ShatteredParameters>): Promise<Measurement> {
  const parts = [await measureCorrelation(bench), await measureLine(bench), await measureGrowth(bench)];
  const total = bench.parameters.depths.length + 2;
  await bench.progress(total, total, "done");
  return {
    tables: parts.flatMap(({ tables }) => tables),
    measured: Object.fromEntries(parts.flatMap(({ measured }) => Object.entries(measured))),
  };
}

const many = { type: "integer", minimum: 2, maximum: 10_000, unit: "nets" } as const;
const gain = { type: "number", minimum: 0.001, maximum: 1000 } as const;

/** C17 and section 2, Balduzzi 2017: gradients that turn into noise, and skips. */
export const shattered: Experiment<ShatteredParameters> = {
  id: "shattered",
  title: "Shattered gradients: level in size, and still noise",
  question:
    "A deep ReLU net with He's weights keeps its gradients at their size. Do they still say the same at inputs that are near " +
    "each other, and what do skip connections change?",
  claims: shatteredClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      depths: {
        type: "array",
        items: { type: "integer", minimum: 1, maximum: 200 },
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        default: [1, 2, 3, 6, 12, 24],
        description: "hidden layers of the nets that see two inputs",
        unit: "layers",
      },
      width: {
        type: "integer",
        minimum: 8,
        maximum: 1024,
        default: 200,
        description: "units of the input and of a hidden layer",
        unit: "units",
      },
      nets: { ...many, default: 32, description: "nets at each depth" },
      inputCorrelation: {
        type: "number",
        minimum: 0,
        maximum: 0.999,
        default: 0,
        description: "correlation ρ₀ of the two inputs; 0: orthogonal",
      },
      identityGain: { ...gain, default: 1, description: "α of the skips called identity; theory stays at 1" },
      scaledGain: {
        ...gain,
        default: 1,
        description: "√L times the α of the scaled skips; theory of the growth stays at 1",
      },
      blocks: {
        type: "integer",
        minimum: 1,
        maximum: 200,
        default: 30,
        description: "residual blocks through which the growth is followed",
        unit: "blocks",
      },
      growthNets: { ...many, default: 12, description: "nets over which it is averaged" },
      lineDepth: {
        type: "integer",
        minimum: 2,
        maximum: 200,
        default: 50,
        description: "hidden layers of the deep nets of one input",
        unit: "layers",
      },
      lineNets: { ...many, default: 9, description: "nets of one input" },
      points: { type: "integer", minimum: 16, maximum: 4096, default: 256, description: "inputs on [−2, 2]" },
    },
  },
  measure,
  figures: shatteredFigures,
};
