import { show } from "../core/check.js";
import type { Activation } from "../types.js";
import type { Report } from "./assemble.js";
import { batchScaling, composed, foldBefore, foldBehind, type Scaling, scalingOf, unitsOf } from "./fold.js";
import type { NormStep, ScaleStep, Step, StepOf } from "./step.js";

/** A dense layer as it grows: affine → [norm] → activation. */
export interface Dense {
  readonly affine: StepOf<"affine">;
  norm: StepOf<"norm"> | null;
  activation: Activation | null;
}

/** A scaling that waits for the dense layer behind it. */
interface Waiting {
  readonly step: Step;
  readonly scaling: Scaling;
}

/** What of a step's units does not fit `width`; nothing when it does. */
const misfit = (units: number | null, width: number): string | undefined =>
  units === null || units === 1 || units === width ? undefined : `it has ${units} units and gets ${width}`;

/** Walks the steps of an Mlp; every one of them finds its layer, is folded or refused. */
export class MlpWalk {
  readonly layers: Dense[] = [];
  private waiting: Waiting | null = null;
  private head: Step | null = null;
  /** Units of a dense layer that was refused: what stands behind it is held against it, and refused for itself alone. */
  private refusedWidth: number | null = null;

  constructor(private readonly report: Report) {}

  get softmax(): boolean {
    return this.head !== null;
  }

  take(step: Step): void {
    if (this.head && step.kind !== "nothing") {
      this.report.refuse(this.head, "a softmax before other layers");
      this.head = null;
    }
    if (this.refusedWidth !== null && !["affine", "nothing", "recurrent"].includes(step.kind)) return;
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
        this.scale(step);
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
    const width = this.refusedWidth ?? this.top?.affine.fanOut ?? step.fanIn;
    this.refusedWidth = step.fanOut;
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
    this.refusedWidth = null;
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

  private scale(step: StepOf<"scale">): void {
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
      this.report.refuse(step, "a shift behind a norm that has none");
      return;
    }
    foldBehind(top.affine, scaling);
    this.report.became(step, `folded into layers.${this.layers.length - 1}`);
  }

  private wait(step: Step, scaling: Scaling): void {
    if (this.waiting) this.report.became(this.waiting.step, `folded into layers.${this.layers.length}`);
    const before = this.waiting ? widthOf(this.waiting.step) : null;
    const own = widthOf(step);
    if (before !== null && own !== null && before !== own) {
      this.report.refuse(step, `it has ${own} units and gets ${before}`);
      return;
    }
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
