import { spread } from "../tools/draws.js";
import { table } from "../tools/table.js";
import type { Cell, Measurement, Table } from "../types.js";
import type { Learnt, Lesson } from "./learn.js";
import type { RecurrentName } from "./parameters.js";

/** The nets that differ in nothing but the length stand together, in the order in which the first of them was trained. */
function alongLength(learnt: readonly Learnt[]): Learnt[] {
  const groups = new Map<string, Learnt[]>();
  for (const one of learnt) {
    const key = [one.task, one.weights, one.clipped].join();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flat();
}

/** One row per net. */
export function successTable(learnt: readonly Learnt[]): Table {
  return table(
    "success over length",
    [
      ...["task", "W_h", "clipping"],
      ["length", "steps"],
      ...["loss", "accuracy", "loss without memory", "share of it"],
      ...["‖∂J/∂h₁‖/‖∂J/∂h_T‖ before training", "share of steps clipped", "not finite in step"],
    ],
    alongLength(learnt).map((one): Cell[] => [
      one.task,
      one.weights,
      one.clipped ? "by norm" : "none",
      one.length,
      one.loss,
      one.accuracy,
      one.blank,
      one.loss / one.blank,
      one.gradient,
      one.clippedFraction,
      one.nonFiniteStep,
    ]),
  );
}

/** What came of the nets that the claims speak of, as far as they were asked for. */
export function measureSuccess(learnt: readonly Learnt[], decades: (ratio: number) => number): Measurement["measured"] {
  const lengths = learnt.map(({ length }) => length);
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  const pick = (wanted: Partial<Lesson>): Learnt[] =>
    learnt.filter((one) => Object.entries(wanted).every(([key, value]) => one[key as keyof Lesson] === value));
  const shares = (wanted: Partial<Lesson>): number[] =>
    pick(wanted).map(({ loss, blank }) => (Number.isFinite(loss) ? loss / blank : Infinity));
  const answers = (wanted: Partial<Lesson>): number[] => pick(wanted).flatMap((one) => one.accuracy ?? []);
  const least = (values: readonly number[]) => (values.length > 0 ? Math.min(...values) : undefined);
  const most = (values: readonly number[]) => (values.length > 0 ? Math.max(...values) : undefined);
  const mean = (values: readonly number[]) => (values.length > 0 ? spread(values).mean : undefined);
  const apart = (high: number | undefined, low: number | undefined) =>
    high === undefined || low === undefined ? undefined : high - low;

  const recalled = (clipped: boolean) => mean(answers({ weights: "orthogonal", clipped }));
  const left = (weights: RecurrentName) =>
    mean(pick({ weights, length: longest, clipped: true }).map(({ gradient }) => decades(gradient)));
  return {
    "C23.near": most(shares({ task: "adding", length: shortest, clipped: true })),
    "C23.far": least(shares({ task: "adding", length: longest })),
    "C23.order-near": least(answers({ task: "temporal-order", length: shortest, clipped: true })),
    "C23.order-far": most(answers({ task: "temporal-order", length: longest })),
    "C23.clipping": apart(recalled(true), recalled(false)),
    "C23.orthogonal": least(answers({ task: "copy", length: longest, clipped: true, weights: "orthogonal" })),
    "C23.standard": most(answers({ task: "copy", length: longest, weights: "standard" })),
    "C23.gradient": apart(left("orthogonal"), left("standard")),
  };
}
