import { show } from "../core/check.js";
import type { Activation, Init, Loss, MlpConfig, Norm } from "../types.js";
import type { Assembled, Context, Framework, Report } from "./assemble.js";
import { batchScaling, composed, foldBefore, foldBehind, type Scaling, scalingOf, unitsOf } from "./fold.js";
import type { AffineStep, NormStep, ScaleStep, StepOf } from "./step.js";
import type { Step } from "./step.js";

/** How a framework draws a dense layer when nothing else is said. */
const DRAWS: Readonly<Record<Framework, Init>> = { pytorch: "standard", keras: "glorot-uniform" };

/** A dense layer as it grows: affine → [norm] → activation. */
interface Dense {
  readonly affine: StepOf<"affine">;
  norm: StepOf<"norm"> | null;
  activation: Activation | null;
}

/** A scaling that waits for the dense layer behind it. */
interface Waiting {
  readonly step: Step;
  readonly scaling: Scaling;
}

const HEAD: Readonly<Partial<Record<Loss, string>>> = {
  "cross-entropy": "softmax",
  "binary-cross-entropy": "sigmoid",
};

/** What of a step's units does not fit `width`; nothing when it does. */
const misfit = (units: number | null, width: number): string | undefined =>
  units === null || units === 1 || units === width ? undefined : `it has ${units} units and gets ${width}`;

/** Walks the steps; every one of them finds its layer, is folded or refused. */
class Walk {
  readonly layers: Dense[] = [];
  private waiting: Waiting | null = null;
  private head: Step | null = null;

  constructor(
    private readonly report: Report,
    private readonly last = -1,
  ) {}

  get softmax(): boolean {
    return this.head !== null;
  }

  take(step: Step, index: number): void {
    if (this.head && step.kind !== "nothing") {
      this.report.refuse(this.head, "a softmax before other layers");
      this.head = null;
    }
    switch (step.kind) {
      case "affine": {
        this.affine(step);
        return;
      }
      case "activation": {
        this.activation(step);
        return;
      }
      case "norm": {
        this.norm(step);
        return;
      }
      case "scale": {
        this.scale(step, index);
        return;
      }
      case "softmax":
        this.head = step;
        return;
      case "nothing": {
        this.report.became(step, step.why);
        return;
      }
      case "recurrent": {
        this.report.refuse(step, "a recurrent layer among dense ones");
        return;
      }
    }
  }

  /** What was still waiting at the end has no dense layer. */
  finish(): void {
    if (this.waiting) this.report.refuse(this.waiting.step, "a scaling of the outputs behind an activation");
    if (this.head) {
      this.report.became(this.head, "left out: cross-entropy contains it");
      this.report.note(
        `${show(this.head.name)} is left out, since cross-entropy contains the softmax: outputs are logits`,
      );
    }
  }

  private get top(): Dense | undefined {
    return this.layers.at(-1);
  }

  private affine(step: StepOf<"affine">): void {
    const width = this.top?.affine.fanOut ?? step.fanIn;
    if (width !== step.fanIn) {
      this.report.refuse(step, `it takes ${step.fanIn} inputs and gets ${width}`);
      return;
    }
    if (this.waiting) {
      const { step: before, scaling } = this.waiting;
      const wrong = misfit(widthOf(before), step.fanIn);
      if (wrong !== undefined) {
        this.report.refuse(before, wrong);
        return;
      }
      foldBefore(step, scaling);
      this.report.became(before, `folded into layers.${this.layers.length}`);
      this.report.note(`${show(before.name)} (${before.operator}) is folded into the dense layer behind it`);
      this.waiting = null;
    }
    this.report.became(step, `layers.${this.layers.length}`);
    this.layers.push({ affine: step, norm: null, activation: null });
  }

  private activation(step: StepOf<"activation">): void {
    const { top } = this;
    if (step.activation === "linear") {
      this.report.became(step, "left out: the identity");
      return;
    }
    if (!top || this.waiting) {
      this.report.refuse(step, "an activation of the inputs, or of a scaled activation");
      return;
    }
    if (top.activation) {
      this.report.refuse(step, "a second activation behind another");
      return;
    }
    top.activation = step.activation;
    this.report.became(step, `activation of layers.${this.layers.length - 1}`);
  }

  private norm(step: StepOf<"norm">): void {
    const { top } = this;
    const wrong = top && misfit(step.width, top.affine.fanOut);
    if (wrong !== undefined) {
      this.report.refuse(step, wrong);
      return;
    }
    if (top && !top.activation && !top.norm && !this.waiting) {
      top.norm = step;
      this.report.became(step, `layers.${this.layers.length - 1}.norm`);
      return;
    }
    if (step.norm !== "batch") {
      this.report.refuse(step, `a ${step.norm} norm that stands before no activation`);
      return;
    }
    this.report.note(
      `${show(step.name)} does not stand between a dense layer and its activation: folded as it is at inference`,
    );
    this.wait(step, batchScaling(step));
  }

  private scale(step: StepOf<"scale">, index: number): void {
    const { top } = this;
    const scaling = scalingOf(step);
    if (!top || top.activation || this.waiting) {
      this.wait(step, scaling);
      return;
    }
    const wrong = misfit(unitsOf(step), top.affine.fanOut);
    if (wrong !== undefined) {
      this.report.refuse(step, wrong);
      return;
    }
    if (top.norm) {
      if (affineOf(top.norm, step, top.affine.fanOut)) {
        this.report.became(step, `gain or shift of layers.${this.layers.length - 1}.norm`);
        return;
      }
      this.report.refuse(step, `a shift behind a norm that has none${index === this.last ? ", at the end" : ""}`);
      return;
    }
    foldBehind(top.affine, scaling);
    this.report.became(step, `folded into layers.${this.layers.length - 1}`);
  }

  private wait(step: Step, scaling: Scaling): void {
    if (this.waiting) this.report.became(this.waiting.step, `folded into layers.${this.layers.length}`);
    this.waiting = { step, scaling: this.waiting ? composed(this.waiting.scaling, scaling) : scaling };
  }
}

const widthOf = (step: Step): number | null =>
  step.kind === "scale" ? unitsOf(step) : step.kind === "norm" ? step.width : null;

/** Gives a norm the gain or shift that stood behind it; false when it can have none. */
function affineOf(norm: NormStep, step: ScaleStep, width: number): boolean {
  const { scale, shift } = scalingOf(step);
  const units = Array.from({ length: width }, (_, unit) => unit);
  if (norm.norm === "rms" && units.some((unit) => shift(unit) !== 0)) return false;
  const [gain, move] = [norm.weight, norm.bias];
  norm.weight = Float32Array.from(units, (unit) => (gain ? gain[unit]! : 1) * scale(unit));
  if (norm.norm !== "rms")
    norm.bias = Float32Array.from(units, (unit) => (move ? move[unit]! : 0) * scale(unit) + shift(unit));
  return true;
}

const sameNorm = (one: NormStep, other: NormStep): boolean =>
  one.norm === other.norm && one.epsilon === other.epsilon && one.momentum === other.momentum;

/** The one norm of all hidden layers. Batch norms for which that does not hold are folded, others refused. */
function settleNorms(layers: readonly Dense[], report: Report): Norm {
  const hidden = layers.slice(0, -1);
  const last = layers.at(-1)!;
  const first = hidden[0]?.norm;
  const uniform = !!first && hidden.every(({ norm }) => norm !== null && sameNorm(norm, first));
  const stray = [...(uniform ? [] : hidden), last].filter(({ norm }) => norm !== null);
  for (const layer of stray) {
    const norm = layer.norm!;
    if (norm.norm !== "batch")
      report.refuse(
        norm,
        `a ${norm.norm} norm, which some layers have and others have not: here all hidden layers have the same, and the last has none`,
      );
    else {
      foldBehind(layer.affine, batchScaling(norm));
      report.note(
        `${show(norm.name)} is folded into its dense layer as it is at inference: here all hidden layers have the same norm, and the last has none`,
      );
    }
    layer.norm = null;
  }
  if (!uniform) return "none";
  const affine = hidden.some(({ norm }) => norm!.weight !== null || norm!.bias !== null);
  const { norm: kind, epsilon, momentum } = first;
  return { kind, epsilon, affine, ...(kind === "batch" && momentum !== undefined && { momentum }) };
}

const constant = (length: number, value: number): Float32Array => new Float32Array(length).fill(value);

function parametersOf(layers: readonly Dense[], config: MlpConfig): Record<string, Float32Array> {
  const parameters: Record<string, Float32Array> = {};
  layers.forEach(({ affine, norm }, index) => {
    const { weight, bias, fanOut }: AffineStep = affine;
    parameters[`layers.${index}.weight`] = weight;
    if (config.bias) parameters[`layers.${index}.bias`] = bias ?? constant(fanOut, 0);
    if (!norm) return;
    const name = `layers.${index}.norm`;
    if (typeof config.norm === "object" && config.norm.affine) {
      parameters[`${name}.weight`] = norm.weight ?? constant(fanOut, 1);
      if (norm.norm !== "rms") parameters[`${name}.bias`] = norm.bias ?? constant(fanOut, 0);
    }
    if (norm.mean) parameters[`${name}.mean`] = norm.mean;
    if (norm.variance) parameters[`${name}.variance`] = norm.variance;
  });
  return parameters;
}

/** The activations as a configuration says them. */
function activationsOf(layers: readonly Dense[]): Pick<MlpConfig, "activation" | "output"> {
  const all = layers.map(({ activation }) => activation ?? "linear");
  const [hidden, output] = [all.slice(0, -1), all.at(-1)!];
  const texts = new Set(hidden.map((one) => JSON.stringify(one)));
  if (texts.size > 1) return { activation: all };
  return { ...(hidden[0] && { activation: hidden[0] }), output };
}

/** The steps as an Mlp; null when something is refused. */
export function assembleMlp(steps: readonly Step[], { framework, loss }: Context, report: Report): Assembled | null {
  const walk = new Walk(report, steps.length - 1);
  steps.forEach((step, index) => walk.take(step, index));
  walk.finish();
  const { layers, softmax } = walk;
  if (report.refused.length > 0) return null;
  if (layers.length === 0) {
    report.refused.push({ layer: "the file", operator: "none", reason: "it has no dense and no recurrent layer" });
    return null;
  }
  const norm = settleNorms(layers, report);
  if (report.refused.length > 0) return null;
  const last = layers.at(-1)!;
  if (loss !== undefined && HEAD[loss] === last.activation) {
    last.activation = null;
    report.note(`the last ${HEAD[loss]} is left out, since ${loss} contains it: outputs are logits`);
  }
  const biased = layers.filter(({ affine }) => affine.bias !== null).length;
  if (biased > 0 && biased < layers.length) report.note("layers without a bias get one of zeros, which training moves");
  const config: MlpConfig = {
    sizes: [layers[0]!.affine.fanIn, ...layers.map(({ affine }) => affine.fanOut)],
    ...activationsOf(layers),
    ...(norm !== "none" && { norm }),
    ...(framework && { init: DRAWS[framework] }),
    ...(biased === 0 && { bias: false }),
  };
  const parameters = parametersOf(layers, { ...config, bias: biased > 0 });
  return { kind: "mlp", config, parameters, ...(softmax && { loss: "cross-entropy" }) };
}
