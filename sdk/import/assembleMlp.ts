import { show } from "../core/check.js";
import type { Init, Loss, MlpConfig, Norm } from "../types.js";
import type { Assembled, Context, Framework, Report } from "./assemble.js";
import { batchScaling, foldBehind } from "./fold.js";
import { type Dense, MlpWalk } from "./mlpWalk.js";
import type { AffineStep, NormStep, Step } from "./step.js";

/** How a framework draws a dense layer when nothing else is said. */
const DRAWS: Readonly<Record<Framework, Init>> = { pytorch: "standard", keras: "glorot-uniform" };

const HEAD: Readonly<Partial<Record<Loss, string>>> = {
  "cross-entropy": "softmax",
  "binary-cross-entropy": "sigmoid",
};

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
  const walk = new MlpWalk(report);
  for (const step of steps) walk.take(step);
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
