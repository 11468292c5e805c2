import { elementAt, lastOf } from "../../core/element.js";
import type { Gradiometer, Optimizer } from "../../types.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import { distance, PRINTED, RPROP_FORMS, rpropTrace, signTrace } from "./rules.js";
import type { SignUpdatesParameters } from "./types.js";

/** Factors on the input of the one-weight net; the gradient has their squares: 2^±80. */
const SCALES = [2 ** -40, 1, 2 ** 40];

/**
 * The positions of one float32 weight whose loss is (scale · x)²/2: the mean over two samples, one of which is zero.
 */
function networkTrace(lab: Gradiometer, optimizer: Optimizer, start: number, steps: number, scale = 1): number[] {
  const network = lab.mlp({ sizes: [1, 1], bias: false });
  try {
    network.setParameters({ "layers.0.weight": [start] });
    const trainer = network.trainer({ loss: "mean-squared-error", optimizer });
    const positions = [Math.fround(start)];
    for (let step = 0; step < steps; step++) {
      trainer.step([scale, 0], [0, 0]);
      positions.push(elementAt(network.parameters(), 0).values[0]!);
    }
    return positions;
  } finally {
    network.dispose();
  }
}

/** f = x²/2 along every rule, in float64 and as a net of one weight. */
export function measureTraces({ lab, parameters }: Bench<SignUpdatesParameters>): Measurement {
  const { start, slip, traceStep, traceLength, etaPlus, etaMinus, momentum, update } = parameters;
  const gradient = (x: number): number => x;
  const value = (x: number): number => (x * x) / 2;
  const options = { initialStep: traceStep, etaPlus, etaMinus };
  const rprops = RPROP_FORMS.map((form) => ({
    name: form,
    printed: distance(rpropTrace(form, gradient, start, PRINTED[form].length - 1, options), PRINTED[form]),
    positions: rpropTrace(form, gradient, start, traceLength, options),
    optimizer: { kind: "rprop", form, ...options } satisfies Optimizer,
  }));
  const sign = (name: string, beta: number) => ({
    name,
    positions: signTrace(gradient, start, traceLength, traceStep, beta),
    optimizer: { kind: "sign-sgd", learningRate: traceStep, momentum: beta } satisfies Optimizer,
  });
  const signs = [sign("signSGD", 0), sign(`Signum ${momentum}`, momentum)];
  const rules = [...rprops, ...signs];
  // x + η sign(g) is x − η sign(−g)
  const printedRule = signTrace(slip === "added" ? (x) => -x : gradient, start, traceLength, traceStep, 0);

  const narrow = rules.map(({ optimizer }) => networkTrace(lab, optimizer, start, traceLength));
  const error = Math.max(...rprops.map(({ positions }, index) => distance(positions, elementAt(narrow, index))));
  const scaled: Optimizer[] =
    update === "sign" ? rules.map(({ optimizer }) => optimizer) : [{ kind: "sgd", learningRate: traceStep }];
  let differ = 0;
  for (const optimizer of scaled) {
    const traces = SCALES.map((scale) => networkTrace(lab, optimizer, start, traceLength, scale));
    for (const trace of traces) differ += trace.filter((x, step) => !Object.is(x, elementAt(traces, 1)[step])).length;
  }

  const printed = new Map<string, readonly number[]>(Object.entries(PRINTED));
  const rows = rules.flatMap(({ name, positions }, index) =>
    positions.map((x, step): Cell[] => [
      name,
      step,
      x,
      value(x),
      elementAt(elementAt(narrow, index), step),
      printed.get(name)?.[step] ?? null,
    ]),
  );
  const slipRows = printedRule.map((x, step): Cell[] => [`slip: η sign(g) ${slip}`, step, x, value(x), null, null]);
  return {
    tables: [
      table("positions on f = x²/2", ["rule", "step", "x", "f", "float32 net", "printed"], [...rows, ...slipRows]),
    ],
    measured: {
      "C25.rprop-plus": elementAt(rprops, 0).printed,
      "C25.rprop-minus": elementAt(rprops, 1).printed,
      "C25.irprop-minus": elementAt(rprops, 2).printed,
      "C25.network": error,
      "C25.scale": differ,
      "C25.minus": value(lastOf(printedRule)) - value(start),
    },
  };
}
