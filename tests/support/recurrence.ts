import type { Optimizer } from "gradiometer";

/** One parameter in float64: gives back where it stands after the gradient g of step t = 0, 1, 2 … */
export type Recurrence = (p: number, g: number, t: number) => number;

/** The rate of step t; 1 for one that has none. */
export const rateAt = (optimizer: Optimizer, t: number): number => {
  const rate = "learningRate" in optimizer ? optimizer.learningRate : 1;
  return typeof rate === "number" ? rate : rate.start * rate.decay ** t;
};

/** The updates of the specification, as plainly as possible, with the state of one parameter inside. */
export function recurrence(o: Optimizer): Recurrence {
  let a = 0;
  let b = 0;
  switch (o.kind) {
    case "sgd":
      return (p, g, t) => {
        const { momentum = 0, nesterov = false, weightDecay = 0 } = o;
        const decayed = g + weightDecay * p;
        a = momentum * a + decayed;
        return p - rateAt(o, t) * (nesterov ? decayed + momentum * a : a);
      };
    case "sign-sgd":
      return (p, g, t) => {
        const { momentum = 0 } = o;
        a = momentum * a + (1 - momentum) * g;
        return p - rateAt(o, t) * Math.sign(a);
      };
    case "adam":
      return (p, g, t) => {
        const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = o;
        a = beta1 * a + (1 - beta1) * g;
        b = beta2 * b + (1 - beta2) * g * g;
        const kept = p * (1 - rateAt(o, t) * weightDecay);
        const root = Math.sqrt(b / (1 - beta2 ** (t + 1)));
        return kept - (rateAt(o, t) * (a / (1 - beta1 ** (t + 1)))) / (root + epsilon);
      };
    case "rmsprop":
      return (p, g, t) => {
        const { alpha = 0.99, epsilon = 1e-8 } = o;
        a = alpha * a + (1 - alpha) * g * g;
        return p - (rateAt(o, t) * g) / (Math.sqrt(a) + epsilon);
      };
    case "rprop": {
      const { form = "irprop-", initialStep = 0.01, etaMinus = 0.5, etaPlus = 1.2, minStep = 1e-6, maxStep = 50 } = o;
      let step = initialStep;
      let previous = 0; // gradient
      let moved = 0;
      return (p, g) => {
        const turned = g * previous < 0;
        const taken = turned ? g * 0 : g;
        step = Math.min(maxStep, Math.max(minStep, step * (g * previous > 0 ? etaPlus : turned ? etaMinus : 1)));
        if (turned && form === "rprop+") {
          previous = 0;
          return p - moved;
        }
        previous = form === "rprop-" ? g : taken;
        moved = -Math.sign(previous) * step;
        return p + moved;
      };
    }
  }
}
