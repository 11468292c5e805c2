/** A trace from events that are written by hand: what each layer is, whose histograms are one, where they stand, what is kept. */
import type { TraceLine, TraceStep } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { EventRun, type FileCourse } from "../../../sdk/doctor/trace/events/run.js";
import { Numbers } from "../../../sdk/doctor/trace/events/numbers.js";
import { Thinned } from "../../../sdk/doctor/trace/thinned.js";
import { TraceCourse } from "../../../sdk/doctor/trace/course.js";
import { traceOf, stats } from "./byHand.js";

/** Statistics of so many numbers around 0. */
const tensor = (count: number, more: object = {}) => ({
  ...{ count, mean: 0, std: 1, norm: Math.sqrt(count), min: -2, max: 2, nonFinite: 0, zeros: 0 },
  ...more,
});
type Values = Record<string, number | ReturnType<typeof tensor>>;

/** The lines of events: [step, values, restart]. */
function linesOf(
  events: readonly (readonly [number, Values, boolean?])[],
  options: ConstructorParameters<typeof EventRun>[0] = {},
): readonly TraceLine[] {
  const run = new EventRun(options);
  const file: FileCourse = { lossStep: -Infinity };
  for (const [step, values, restart = false] of events)
    run.add({ step, restart, values: Object.entries(values).map(([tag, value]) => ({ tag, value })) }, file);
  return run.lines();
}
const headerOf = ([header]: readonly TraceLine[]) => header as Extract<TraceLine, { format: string }>;
const stepsOf = (lines: readonly TraceLine[]) => lines.slice(1) as TraceStep[];

describe("what a layer is", () => {
  const kindOf = (values: Values) => headerOf(linesOf([[0, { loss: 1, ...values }]])).layers[0];
  it.each<[string, Values, object]>([
    ["its name's last word", { "model.fc1.weight": tensor(12), "model.fc1.bias": tensor(3) }, { name: "model.fc1", kind: "fc", in: 4, out: 3 }],
    ["a matrix that is none by its biases", { "fc.weight": tensor(13), "fc.bias": tensor(3) }, { kind: "fc", in: 0, out: 0 }],
    ["without biases", { "fc.weight": tensor(12) }, { kind: "fc", in: 0, out: 0 }],
    ["a norm by its state", { "x1.weight": tensor(3), "x1.running_mean": tensor(3) }, { kind: "norm" }],
    ["a norm by its gain", { "x1.gamma": tensor(3) }, { kind: "norm" }],
    ["a norm by its scale", { "x1.scale": tensor(3) }, { kind: "norm" }],
    ["a norm by weights that begin as 1, as many as biases", { "x1.weight": tensor(3, { min: 1, max: 1 }), "x1.bias": tensor(3) }, { kind: "norm" }],
    ["none where they are more", { "x1.weight": tensor(6, { min: 1, max: 1 }), "x1.bias": tensor(3) }, { kind: "x", in: 2, out: 3 }],
    ["none where they are not 1", { "x1.weight": tensor(3, { min: 1, max: 2 }), "x1.bias": tensor(3) }, { kind: "x" }],
    ["a norm by its name", { "block.LayerNorm_2.weight": tensor(3) }, { kind: "norm" }],
    ["a norm by its short name", { "block.bn2.weight": tensor(3) }, { kind: "norm" }],
    ["an embedding by its weights", { "x1.embeddings": tensor(3) }, { kind: "Embedding" }],
    ["an embedding by its name", { "tok_emb.weight": tensor(3) }, { kind: "Embedding" }],
    ["attention by its weights", { "x1.in_proj_weight": tensor(3) }, { kind: "attention" }],
    ["attention by its name", { "self_attn.out.weight": tensor(3) }, { kind: "attention" }],
    ["a recurrent one by its weights", { "x1.weight_ih_l0": tensor(12), "x1.weight_hh_l0": tensor(9), "x1.bias_ih_l0": tensor(3) }, { kind: "recurrent", in: 0, out: 0 }],
    ["a recurrent one of Keras", { "x1.recurrent_kernel": tensor(9) }, { kind: "recurrent" }],
  ])("%s", (_, values, wanted) => {
    expect(kindOf(values)).toMatchObject(wanted);
  }); // prettier-ignore

  it("histograms of two tensors of a part are one: as if all numbers stood in one", () => {
    const [one, other] = [
      tensor(4, { mean: 1, std: 2, norm: 5, min: -3, max: 3, nonFinite: 1, zeros: 2 }),
      tensor(12, { mean: -1, std: 1, norm: 12, min: -4, max: 1, nonFinite: 2, zeros: 3 }),
    ];
    const lines = linesOf([[0, { loss: 1, "x.weight_ih_l0": one, "x.weight_hh_l0": other }]]);
    // Mean −½; E v² = (4 · 5 + 12 · 2)/16.
    expect(stepsOf(lines)[0]!.layers[0]!.weight).toEqual({
      ...{ mean: -0.5, std: Math.sqrt(44 / 16 - 0.25), norm: 13, min: -4, max: 3, nonFinite: 3, zeros: 5 },
    });
    const unknown = { ...other, zeros: undefined } as unknown as ReturnType<typeof tensor>;
    const without = linesOf([[0, { loss: 1, "x.weight_ih_l0": one, "x.weight_hh_l0": unknown }]]);
    expect(stepsOf(without)[0]!.layers[0]!.weight).not.toHaveProperty("zeros");
  });
});

describe("where numbers and histograms stand", () => {
  const fc = (rms: number) => ({ "fc.weight": tensor(4, { std: rms }) });
  const placed = (lines: readonly TraceLine[]) =>
    stepsOf(lines).map(({ step, loss, rate, layers }) => [step, loss, rate ?? null, layers[0]!.weight?.std ?? null]);

  it("a histogram is of the loss at or before its step, the first of all before that", () => {
    expect(placed(linesOf([[5, fc(0.5)], [10, { loss: 3 }], [20, { loss: 2 }], [29, fc(2)], [30, { loss: 1 }]]))).toEqual([
      [10, 3, null, 0.5],
      [20, 2, null, 2],
      [30, 1, null, null],
    ]); // prettier-ignore
  });

  it("one that counts epochs is of where the loss is", () => {
    expect(placed(linesOf([[100, { loss: 3 }], [1, fc(0.5)], [200, { loss: 2 }], [2, fc(2)]]))).toEqual([
      [100, 3, null, 0.5],
      [200, 2, null, 2],
    ]); // prettier-ignore
  });

  it("a rate holds until the next one, and the first from the beginning", () => {
    expect(placed(linesOf([[0, { loss: 3 }], [5, { lr: 0.5 }], [10, { loss: 2 }], [15, { lr: 0.25 }], [15, { loss: 1 }]]))).toEqual([
      [0, 3, 0.5, null],
      [10, 2, 0.5, null],
      [15, 1, 0.25, null],
    ]); // prettier-ignore
  });

  it("what was taken up again forgets what came after", () => {
    const first = [[0, { loss: 3, ...fc(1) }], [10, { loss: 9, ...fc(9) }], [20, { loss: 8, ...fc(8) }]] as const; // prettier-ignore
    expect(placed(linesOf([...first, [10, {}, true], [10, { loss: 2, ...fc(2) }]]))).toEqual([
      [0, 3, null, 1],
      [10, 2, null, 2],
    ]);
  });

  it("what has no step is of no place, and without a loss there is no trace", () => {
    expect(
      placed(
        linesOf([
          [-1, { loss: 5 }],
          [1.5, { loss: 5 }],
          [0, { loss: 1 }],
        ]),
      ),
    ).toEqual([[0, 1, null, null]]);
    expect(() => linesOf([[0, fc(1)]])).toThrow("that is called a loss of the training");
    expect(() => linesOf([[0, { accuracy: 1 }]])).toThrow("; it has accuracy");
    expect(() => linesOf([[0, { loss: 1 }]], { loss: "cost" })).toThrow("with the tag cost; it has loss");
    expect(headerOf(linesOf([[0, { loss: 1, accuracy: 1 }]]))).toMatchObject({
      source: "TensorBoard, loss: loss",
      layers: [{ name: "net", kind: "unknown", in: 0, out: 0 }],
      unread: ["accuracy"],
    });
  });

  it("of many steps with histograms every second goes, the first and the last stay", () => {
    const events = Array.from({ length: 512 }, (_, index) => [index, { loss: index, ...fc(index + 1) }] as const);
    const kept = (count: number) => placed(linesOf(events.slice(0, count))).filter((row) => row[3] !== null).map(([step]) => step); // prettier-ignore
    expect(kept(512)).toHaveLength(512);
    const more = placed(linesOf([...events, [600, { loss: 1, ...fc(1) }]])).filter((row) => row[3] !== null);
    // 0, 2, … 510, the last of them, and the new one.
    expect(more.map(([step]) => step)).toEqual([...Array.from({ length: 256 }, (_, index) => 2 * index), 511, 600]);
  });
});

describe("the number that is meant", () => {
  const best = (tags: Record<string, [distance: number, count: number]>, weights: Record<string, number> = {}) => {
    const numbers = new Numbers(undefined, (tag) => tags[tag]?.[0] ?? null);
    for (const [tag, [, count]] of Object.entries(tags))
      for (let step = 0; step < count; step++) numbers.add(tag, { step, value: step });
    return numbers.best(({ tag }) => weights[tag] ?? 0)?.tag ?? null;
  };
  it("is the nearest by its name, of equals the one with histograms beside it, then the one with most points", () => {
    expect(best({})).toBeNull();
    expect(best({ far: [2, 9], near: [1, 1] })).toBe("near");
    expect(best({ one: [1, 9], other: [1, 1] }, { other: 3, one: 2 })).toBe("other");
    expect(best({ one: [1, 1], other: [1, 2] })).toBe("other");
  });

  it("is one of 64 at most, or the one that was chosen", () => {
    const numbers = new Numbers(undefined, () => 0);
    for (let tag = 0; tag < 64; tag++) {
      expect(numbers.takes(`${tag}`)).toBe(true);
      numbers.add(`${tag}`, { step: 0, value: 1 });
    }
    expect([numbers.takes("63"), numbers.takes("64")]).toEqual([true, false]);
    const chosen = new Numbers("mine", () => null);
    expect([chosen.takes("mine"), chosen.takes("other")]).toEqual([true, false]);
  });
});

describe("what is kept of a course", () => {
  it("is even, the first always in it", () => {
    const thinned = new Thinned<number>(4);
    const after = (count: number) => {
      while (added < count) thinned.add(added++);
      return [...thinned.values];
    };
    let added = 0;
    expect(after(4)).toEqual([0, 1, 2, 3]);
    expect(after(5)).toEqual([0, 2, 4]);
    expect(after(7)).toEqual([0, 2, 4, 6]);
    expect(after(9)).toEqual([0, 4, 8]);
    thinned.keep((value) => value < 8);
    expect(thinned.values).toEqual([0, 4]);
  });

  it("has sizes of what was recorded, and what a step does to the weights where a rate is known", () => {
    const course = new TraceCourse();
    const layer = { z: stats(2, { mean: 3, std: 4 }), weight: stats(2, { norm: 8 }), weightGradient: stats(1, { norm: 2 }) }; // prettier-ignore
    const text = { layers: () => [layer, { ...layer, update: 0.75 }, { z: stats(1, { nonFinite: 1 }) }] };
    for (const line of traceOf({ ...text, record: { rate: 0.5 } })) course.add(line);
    const [record] = course.records();
    expect(record!.layers).toEqual([
      { signal: 5, gradient: NaN, weightGradient: 1, weight: 8, update: 0.125 },
      { signal: 5, gradient: NaN, weightGradient: 1, weight: 8, update: 0.75 },
      { signal: Infinity, gradient: NaN, weightGradient: NaN, weight: NaN, update: NaN },
    ]);
    expect(course.records().map(({ step }) => step)).toEqual([0, 100]);
    expect(course.header?.source).toBe("by hand");
  });
});
