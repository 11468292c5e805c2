import { show } from "../core/check.js";
import type { RnnConfig } from "../types.js";
import type { Assembled, Context, Framework, Report } from "./assemble.js";
import { composed, foldBefore, foldBehind, type Scaling, scalingOf, unitsOf } from "./fold.js";
import type { Step, StepOf } from "./step.js";

/** How a framework draws a recurrent layer and its readout when nothing else is said. */
const DRAWS: Readonly<Record<Framework, (hidden: number) => Pick<RnnConfig, "init" | "recurrentInit">>> = {
  pytorch: (hidden) => {
    const uniform = { kind: "uniform", limit: 1 / Math.sqrt(hidden) } as const;
    return { init: uniform, recurrentInit: uniform };
  },
  keras: () => ({ init: "glorot-uniform", recurrentInit: "orthogonal" }),
};

/** The layer's input product as an affine map, so that a scaling can be folded into it. */
function foldInputs(layer: StepOf<"recurrent">, scaling: Scaling): void {
  const { inputs, input, recurrent, hidden } = layer;
  const fanOut = recurrent.length / hidden;
  const map = { kind: "affine" as const, fanIn: inputs, fanOut, weight: input, bias: layer.bias };
  foldBefore(map, scaling);
  layer.bias = map.bias;
}

/** What may stand behind the recurrent layer: one dense layer without activation, and a head that its loss contains. */
class Readout {
  affine: StepOf<"affine"> | null = null;
  private head: Step | null = null;

  constructor(
    private readonly layer: StepOf<"recurrent">,
    private readonly report: Report,
  ) {}

  take(step: Step): void {
    const { report, layer } = this;
    if (step.kind === "nothing") {
      report.became(step, step.why);
      return;
    }
    if (step.kind === "recurrent") {
      report.refuse(step, "a second recurrent layer: here a network has one");
      return;
    }
    if (this.head) {
      report.refuse(step, `a layer behind ${show(this.head.name)}`);
      return;
    }
    if (step.kind === "affine") {
      if (this.affine) {
        report.refuse(step, "a second dense layer behind a recurrent one: here the readout is one");
        return;
      }
      if (step.fanIn !== layer.hidden) {
        report.refuse(step, `it takes ${step.fanIn} inputs and gets ${layer.hidden}`);
        return;
      }
      this.affine = step;
      report.became(step, "readout");
      return;
    }
    if (step.kind === "scale" && this.affine) {
      const units = unitsOf(step);
      if (units !== null && units !== 1 && units !== this.affine.fanOut) {
        report.refuse(step, `it has ${units} units and gets ${this.affine.fanOut}`);
        return;
      }
      foldBehind(this.affine, scalingOf(step));
      report.became(step, "folded into the readout");
      return;
    }
    if (step.kind === "activation" && step.activation === "linear") {
      report.became(step, "left out: the identity");
      return;
    }
    if (this.affine && (step.kind === "softmax" || (step.kind === "activation" && step.activation === "sigmoid"))) {
      this.head = step;
      const loss = this.loss!;
      report.became(step, `left out: ${loss} contains it`);
      report.note(`${show(step.name)} (${step.operator}) is left out, since ${loss} contains it: outputs are logits`);
      return;
    }
    report.refuse(step, "behind a recurrent layer: here its readout is linear");
  }

  /** The loss that contains the head. */
  get loss(): "cross-entropy" | "binary-cross-entropy" | undefined {
    if (!this.head) return undefined;
    return this.head.kind === "softmax" ? "cross-entropy" : "binary-cross-entropy";
  }
}

/** The steps, one of them recurrent, as an Rnn; null when something is refused. */
export function assembleRnn(steps: readonly Step[], context: Context, report: Report): Assembled | null {
  let layer: StepOf<"recurrent"> | null = null;
  let readout: Readout | null = null;
  const before: StepOf<"scale">[] = [];
  for (const step of steps) {
    if (readout) readout.take(step);
    else if (step.kind === "recurrent") {
      layer = step;
      readout = new Readout(step, report);
      report.became(step, "recurrent");
      const misfit = before.find((one) => ![null, 1, step.inputs].includes(unitsOf(one)));
      if (misfit) report.refuse(misfit, `it has ${unitsOf(misfit)} units and gets ${step.inputs}`);
      else if (before.length > 0) foldInputs(step, before.map(scalingOf).reduce(composed));
    } else if (step.kind === "nothing") report.became(step, step.why);
    else if (step.kind === "scale") {
      before.push(step);
      report.became(step, "folded into the recurrent layer");
    } else report.refuse(step, "before a recurrent layer: here it comes first");
  }
  if (!layer || !readout) return null;
  if (report.refused.length > 0) return null;
  return built(layer, readout, context, report);
}

function built(layer: StepOf<"recurrent">, { affine, loss }: Readout, context: Context, report: Report): Assembled {
  const { cell, activation, inputs, hidden, input, recurrent, bias, candidate } = layer;
  const { init, recurrentInit } = context.framework ? DRAWS[context.framework](hidden) : {};
  const biased = bias !== null || candidate !== null || (affine?.bias ?? null) !== null;
  const width = recurrent.length / hidden;
  if (biased && (bias === null || (affine && affine.bias === null)))
    report.note("a layer without a bias gets one of zeros, which training moves");
  const config: RnnConfig = {
    inputs,
    hidden,
    ...(affine && { outputs: affine.fanOut }),
    cell,
    ...(activation !== undefined && { activation }),
    ...(init && { init }),
    ...(recurrentInit && { recurrentInit }),
    ...(!biased && { bias: false }),
  };
  const parameters: Record<string, Float32Array> = { "input.weight": input, "recurrent.weight": recurrent };
  if (biased) {
    parameters["recurrent.bias"] = bias ?? new Float32Array(width);
    if (cell === "gru") parameters["candidate.bias"] = candidate ?? new Float32Array(hidden);
  }
  if (affine) {
    parameters["readout.weight"] = affine.weight;
    if (biased) parameters["readout.bias"] = affine.bias ?? new Float32Array(affine.fanOut);
  }
  return { kind: "rnn", config, parameters, ...(loss && { loss }) };
}
