/** What each finding looks at in a trace, said by traces that are written by hand. */
import { describe, expect, it } from "vitest";
import { diagnose, type FindingId, type TraceStepLayer } from "gradiometer/doctor";
import { broken, dense, stats, type TraceText, traceOf } from "./byHand.js";

/** The finding of a trace; undefined when it is not there. */
function found(id: FindingId, text: TraceText) {
  return diagnose(traceOf(text)).findings.find((one) => one.id === id);
}
/** What it says; empty when it is not there. */
const evidence = (id: FindingId, text: TraceText): string => found(id, text)?.evidence ?? "";
const missing = (id: FindingId, text: TraceText): string | undefined =>
  diagnose(traceOf(text)).unseen.find((one) => one.id === id)?.missing;
const verdict = (text: TraceText): string => diagnose(traceOf(text)).verdict;

/** Layers whose parts have these sizes. */
const parts =
  (part: "z" | "delta", ...sizes: number[]) =>
  (): TraceStepLayer[] =>
    sizes.map((size) => ({ [part]: stats(size) }));
const head = (activation: string, loss: string): TraceText["header"] => ({
  loss,
  layers: [dense("a"), dense("b"), dense("c", { activation })],
});
const recurrent = { layers: [dense("lstm", { kind: "LSTM", out: 100 }), dense("readout", { in: 100, out: 1 })] };
const times = (part: "inTime" | "hInTime", values: number[]) => (): TraceStepLayer[] => [{ [part]: values }, {}];

describe("the verdict", () => {
  it("a loss below half of what ignoring the input costs is learnt", () => {
    expect(verdict({ losses: [1, 0.4] })).toBe("healthy");
    expect(verdict({ losses: [1, 0.6] })).toBe("floor");
    expect(verdict({ losses: [1, 1] })).toBe("unexplained");
    expect(verdict({ losses: [1, 0.4], header: { reference: 0.5 } })).toBe("floor");
    expect(verdict({ losses: [1, NaN] })).toBe("sick");
  });

  it("what ignoring the input costs follows from the targets, where the header does not say it", () => {
    const ends = (loss: string | undefined, y: NonNullable<TraceText["record"]>["y"], end: number) =>
      verdict({ losses: [100, end], header: loss === undefined ? {} : { loss }, ...(y && { record: { y } }) });
    // ln 4 = 1.386; the entropy of two even classes, ln 2 = 0.693, and 1/(2 n) for the few counts.
    expect([ends("cross-entropy", { classes: 4 }, 0.69), ends("cross-entropy", { classes: 4 }, 0.7)]).toEqual(["healthy", "floor"]); // prettier-ignore
    expect([ends("cross-entropy", { classes: [50, 0, 50] }, 0.349), ends("cross-entropy", { classes: [50, 50] }, 0.35)]).toEqual(["healthy", "floor"]); // prettier-ignore
    expect([ends("mean-squared-error", { std: 2 }, 1.9), ends("MSELoss", { std: 2 }, 2.1)]).toEqual(["healthy", "floor"]); // prettier-ignore
    const binary = { std: 0.5, mean: 0.5 };
    expect([ends("binary-cross-entropy", binary, 0.34), ends("binary-cross-entropy", binary, 0.35)]).toEqual(["healthy", "floor"]); // prettier-ignore
    // Of none of these is it known, and the first loss stands for it.
    for (const y of [undefined, { classes: 0 }, { classes: [] }, { std: 2 }, { std: 2, mean: 1 }])
      expect(ends("binary-cross-entropy", y, 40)).toBe("healthy");
  });

  it("is slow while the loss still falls", () => {
    const losses = Array.from({ length: 16 }, (_, n) => 1 - 0.02 * n);
    expect(verdict({ losses })).toBe("slow");
    expect(evidence("slow", { losses })).toMatch(/still falling when the trace ended \(by 8 % of what ignoring the input/); // prettier-ignore
    expect(missing("slow", { losses: losses.slice(0, 7) })).toBe("8 records of the loss");
    // A fall that is less than what the records differ by chance is none.
    expect(verdict({ losses: losses.map((loss, n) => loss + (n % 2) * 0.5) })).not.toBe("slow");
  });

  it("losses of a long trace are kept evenly", () => {
    const losses = Array.from({ length: 3000 }, (_, n) => (n < 2000 ? 1 : 0.3));
    expect(diagnose(traceOf({ losses, every: 1 })).verdict).toBe("healthy");
  });
});

describe("what the network was given", () => {
  const mse = "mean-squared-error";
  it("targets that are all the same, or nearly all of one class", () => {
    expect(evidence("degenerate-target", { record: { y: { std: 0, mean: 3 } } })).toMatch(/^Every target is the same: no training and no other network cures that/); // prettier-ignore
    expect(evidence("degenerate-target", { record: { y: { std: 0 } } })).toMatch(/^Every target is the same/);
    expect(found("degenerate-target", { record: { y: { std: 1e-3, mean: 3 } } })).toBeUndefined();
    expect(evidence("degenerate-target", { record: { y: { classes: [97, 3] } } })).toMatch(/^97 % of the targets are one class/); // prettier-ignore
    for (const y of [{ classes: [90, 10] }, { classes: [0, 0] }, { classes: 2 }])
      expect(found("degenerate-target", { record: { y } })).toBeUndefined();
    expect(missing("degenerate-target", {})).toBe("y, the targets");
  });

  it("an activation in front of a loss that contains one", () => {
    expect(evidence("wrong-head", { header: head("softmax", "cross-entropy")! })).toMatch(/^The output goes through softmax, and then "cross-entropy" applies its own softmax/); // prettier-ignore
    expect(evidence("wrong-head", { header: head("sigmoid", "binary-cross-entropy")! })).toContain('"binary-cross-entropy" applies its own sigmoid'); // prettier-ignore
    expect(found("wrong-head", { header: head("linear", "cross-entropy")! })).toBeUndefined();
    expect(found("wrong-head", { header: head("sigmoid", mse)! })).toBeUndefined();
    expect(missing("wrong-head", { header: head("mish", "cross-entropy")! })).toBe("the activation of the last layer, in the header"); // prettier-ignore
    expect(missing("wrong-head", { header: { layers: [dense("a", { activation: "tanh" })] } })).toBe("the loss, in the header"); // prettier-ignore
  });

  it("targets beyond what the output gives", () => {
    const given = (activation: string, y: { std: number; min?: number; max?: number }, loss = mse): TraceText => ({ header: head(activation, loss)!, record: { y } }); // prettier-ignore
    expect(evidence("targets-out-of-reach", given("tanh", { std: 1, min: -3, max: 1 }))).toContain("from −3 to 1, but the output, a tanh, gives numbers between −1 and 1 alone"); // prettier-ignore
    expect(evidence("targets-out-of-reach", given("sigmoid", { std: 1, min: 0, max: 2 }))).toContain("a sigmoid, gives numbers between 0 and 1 alone"); // prettier-ignore
    expect(evidence("targets-out-of-reach", given("relu", { std: 1, min: -1, max: 2 }))).toContain("a relu, gives numbers 0 and above alone"); // prettier-ignore
    for (const fine of [
      given("relu", { std: 1, min: 0, max: 9 }),
      given("tanh", { std: 1, min: -1.05, max: 1 }),
      given("tanh", { std: 0, min: 2, max: 2 }),
      given("linear", { std: 1, min: -9, max: 9 }),
    ])
      // prettier-ignore
      expect(found("targets-out-of-reach", fine)).toBeUndefined();
    expect(missing("targets-out-of-reach", given("tanh", { std: 1, min: 0 }))).toBe("min and max of y");
    expect(missing("targets-out-of-reach", given("tanh", { std: 1, max: 0 }))).toBe("min and max of y");
    expect(missing("targets-out-of-reach", given("tanh", { std: 1 }, "cross-entropy"))).toBeUndefined();
  });

  it("targets of another size or place than a fresh network's answers", () => {
    const of = (y: { std: number; mean?: number }, loss = mse): TraceText => ({ header: { loss, reference: 1 }, record: { y } }); // prettier-ignore
    expect(evidence("unscaled-targets", of({ std: 40 }))).toContain("but the targets vary by 40: the training goes");
    expect(evidence("unscaled-targets", of({ std: 0.01 }))).toContain("the targets vary by 0.01");
    expect(evidence("unscaled-targets", of({ std: 2, mean: -20 }))).toContain("the targets lie 10 standard deviations away from 0"); // prettier-ignore
    expect(evidence("unscaled-targets", of({ std: 20, mean: 200 }))).toContain("vary by 20 and lie 10 standard deviations away"); // prettier-ignore
    for (const fine of [of({ std: 2, mean: 4 }), of({ std: 40 }, "cross-entropy")])
      expect(found("unscaled-targets", fine)).toBeUndefined();
    expect(missing("unscaled-targets", {})).toBe("the loss, in the header");
    expect(missing("unscaled-targets", { header: { loss: "Huber" } })).toBe("std of y");
    expect(missing("unscaled-targets", { header: { loss: "hinge" } })).toBeUndefined();
  });

  it("inputs far from mean 0 and standard deviation 1", () => {
    const of = (x: ReturnType<typeof stats>): TraceText => ({ record: { x } });
    expect(evidence("unscaled-inputs", of(stats(30)))).toContain("but these vary by 30. In all");
    expect(evidence("unscaled-inputs", of(stats(0.01)))).toContain("but these vary by 0.01");
    expect(evidence("unscaled-inputs", of(stats(2, { mean: -7 })))).toContain("but these lie 7 away from 0 on average");
    expect(evidence("unscaled-inputs", of(stats(30, { mean: 7 })))).toContain("vary by 30 and lie 7 away");
    for (const fine of [of(stats(2, { mean: 4 })), of(stats(0, { mean: 9 }))])
      expect(found("unscaled-inputs", fine)).toBeUndefined();
  });

  it("weight decay that takes the weights away", () => {
    const weights = (after: number) => (record: number): TraceStepLayer[] =>
      [1, 2, 3].map(() => ({ weight: stats(record === 0 ? 1 : after) })); // prettier-ignore
    const adam = { kind: "adam", weightDecay: 0.1 };
    expect(evidence("weight-decay", { header: { optimizer: adam }, layers: weights(0.05) })).toMatch(/^Weight decay of 0.1 takes from every weight in every step: the weights have 0.05 times the size/); // prettier-ignore
    expect(found("weight-decay", { header: { optimizer: adam }, layers: weights(0.5) })).toBeUndefined();
    expect(found("weight-decay", { header: { optimizer: { kind: "adam" } }, layers: weights(0.05) })).toBeUndefined();
    expect(found("weight-decay", { header: { optimizer: adam } })).toBeUndefined();
    expect(missing("weight-decay", { header: { optimizer: "adam" } })).toBe("weightDecay of the optimizer, in the header"); // prettier-ignore
  });
});

describe("sizes on their way", () => {
  it("a signal that grows, also beyond all numbers; the zeros before it do not count", () => {
    expect(evidence("exploding-forward", { layers: parts("z", 1, 100, 1) })).toContain("the signal grows 100 times over 2 hidden layers"); // prettier-ignore
    expect(found("exploding-forward", { layers: parts("z", 1, 5, 1) })).toBeUndefined();
    const layers = { layers: ["a", "b", "c", "d"].map((name) => dense(name)) };
    expect(found("exploding-forward", { header: layers, layers: parts("z", 0, 1, 100, 1) })?.numbers["forwardRatio"]).toBe(100); // prettier-ignore
    const infinite = () => [{ z: stats(1) }, { z: broken }, {}];
    expect(evidence("exploding-forward", { layers: infinite, losses: [1, NaN] })).toMatch(/grows ∞ times.*The first record with NaN or infinity is step 0: the signal of layer 2 \(b\)/); // prettier-ignore
    expect(missing("exploding-forward", {})).toBe("z of two hidden layers, or hInTime of a recurrent one");
  });

  it("narrow layers may grow by chance as far as finite width has it", () => {
    // exp √(63 ln(1 + 5/2)) is beyond 1000 for widths of 2.
    const layers = Array.from({ length: 65 }, (_, n) => dense(`l${n}`, { out: 2 }));
    const z = (): TraceStepLayer[] => layers.map((_, n) => ({ z: stats(n < 63 ? 1 : 1000) }));
    expect(found("exploding-forward", { header: { layers }, layers: z })).toBeUndefined();
    expect(found("exploding-forward", { header: { layers: layers.map((one) => ({ ...one, out: 500 })) }, layers: z })).toBeDefined(); // prettier-ignore
  });

  it("a signal that grows or a gradient that fades while the loss falls is no cause", () => {
    const falling = Array.from({ length: 16 }, (_, n) => 1 - 0.025 * n);
    expect(found("exploding-forward", { losses: falling, layers: parts("z", 1, 100, 1) })).toBeUndefined();
    expect(found("exploding-forward", { losses: [1, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7], layers: parts("z", 1, 100, 1) })).toBeDefined(); // prettier-ignore
    expect(found("vanishing-backward", { losses: falling, layers: parts("delta", 1e-4, 1, 1) })).toBeUndefined();
  });

  it("between norms, skips or attention there is no law, and only a loss that does not move at all counts", () => {
    const layers = parts("z", 1, 100, 1);
    const norms = { layers: [dense("a"), dense("b"), dense("n", { kind: "LayerNorm" }), dense("c")] };
    const four = parts("z", 1, 9, 100, 1);
    for (const [header, word] of [
      [{ skips: 2 }, "skips"],
      [{ attention: true }, "attention"],
      [{ skips: 1, attention: true }, "skips and attention"],
      [{ layers: ["Linear", "ResidualBlock", "Linear"].map((kind) => dense("l", { kind })) }, "skips"],
      [{ layers: ["Linear", "MultiheadAttention", "Linear"].map((kind) => dense("l", { kind })) }, "attention"],
    ] as const) {
      expect(evidence("exploding-forward", { header, layers })).toContain(`This is unusual: with ${word} between the layers there is no law`); // prettier-ignore
      expect(found("exploding-forward", { header, layers, losses: [1, 0.97] })).toBeUndefined();
    }
    // What a norm takes in has a size that means nothing.
    expect(found("exploding-forward", { header: norms, layers: four })?.numbers["forwardRatio"]).toBe(100);
    expect(evidence("exploding-forward", { header: { ...norms, skips: 1, attention: true }, layers: four })).toContain("with norms, skips and attention"); // prettier-ignore
  });

  it("a gradient that grows or fades on its way down, per entry and as a whole", () => {
    expect(evidence("exploding-backward", { layers: parts("delta", 100, 1, 1) })).toContain("the gradient grows 100 times on its way down through 2 hidden layers"); // prettier-ignore
    expect(evidence("vanishing-backward", { layers: parts("delta", 1e-4, 1, 1) })).toContain("the gradient shrinks to 1.0e-4 of its size on its way down through 2 hidden layers"); // prettier-ignore
    // Per entry it fades and as a whole it does not: the layers have other sizes.
    const wide = () => [{ delta: stats(1e-4, { norm: 4 }) }, { delta: stats(1) }, {}];
    expect(found("vanishing-backward", { layers: wide })).toBeUndefined();
    expect(missing("exploding-backward", {})).toBe("delta of two hidden layers, or inTime");
    expect(missing("vanishing-backward", { layers: () => [{ delta: stats(1) }, {}, {}] })).toBe("delta of two hidden layers"); // prettier-ignore
  });

  it("a signal that shrinks until the output hardly depends on the input", () => {
    const both = () => [1, 1e-4, 1].map((size) => ({ z: stats(size), delta: stats(1) }));
    expect(found("forward-collapse", { layers: both })).toMatchObject({ layer: 1, numbers: { backwardRatio: 1 } });
    expect(evidence("forward-collapse", { layers: parts("z", 1, 1e-4, 1) })).toContain("the signal shrinks to 1.0e-4 of its size over 2 hidden layers"); // prettier-ignore
    expect(missing("forward-collapse", { layers: () => [{ z: stats(1) }, {}, {}] })).toBe("z of two hidden layers");
  });

  it("states and gradients in time: the padding at the beginning does not count, what fades towards 0 does", () => {
    const inTime = (id: FindingId, ...values: number[]) =>
      evidence(id, { header: recurrent, layers: times("inTime", values) });
    expect(inTime("recurrent-lag", 1e-5, 1e-3, 1)).toContain("Over 3 steps of time the gradient shrinks to 1.0e-5 of its size on its way back (layer 1 (lstm))"); // prettier-ignore
    expect(inTime("recurrent-lag", 0, 0, 1, 1)).toBe("");
    expect(inTime("recurrent-lag", 0, 1e-9, 1e-3, 1)).toContain("Over 4 steps of time the gradient shrinks to 0 of its size"); // prettier-ignore
    expect(inTime("recurrent-lag", 1e-5, 1, 0, 0)).toContain("Over 2 steps of time");
    expect(inTime("recurrent-lag", 0, 0, 0)).toBe("");
    expect(inTime("recurrent-lag", 0, 1, 0)).toBe("");
    expect(inTime("exploding-backward", 1e6, 1e3, 1)).toContain("grows 1.0e6 times on its way back through 3 steps of time"); // prettier-ignore
    expect(inTime("exploding-backward", Infinity, 1e3, 1)).toContain("grows ∞ times");
    const states = (...values: number[]) =>
      evidence("exploding-forward", { header: recurrent, layers: times("hInTime", values) });
    expect(states(0, 1, 1e3)).toContain("the signal grows 1000 times over 3 steps of layer 1 (lstm)");
    expect(states(0, 0, 0)).toBe("");
    expect(states(1, 2, 3)).toBe("");
    expect(missing("recurrent-lag", { layers: times("inTime", [1]), header: recurrent })).toBe("inTime of a recurrent layer"); // prettier-ignore
  });
});

describe("units", () => {
  const header = { layers: ["a", "b", "c"].map((name) => dense(name, { activation: "tanh" })) };
  const rectified = { layers: ["a", "b", "c"].map((name) => dense(name, { activation: "relu" })) };
  const shares = (part: "dead" | "saturated", ...values: number[]) => (): TraceStepLayer[] => values.map((value) => ({ [part]: value })); // prettier-ignore

  it("that sit where their activation is flat", () => {
    expect(evidence("saturation", { header, layers: shares("saturated", 0.2, 0.7, 0) })).toContain("At step 0 70 % of the units of layer 2 (b) sit where their activation is flat"); // prettier-ignore
    expect(found("saturation", { header, layers: shares("saturated", 0.2, 0.4, 0.9) })).toBeUndefined();
    expect(found("saturation", { layers: shares("saturated", 0.2, 0.7, 0) })).toBeDefined();
    expect(found("saturation", { header: rectified, layers: shares("saturated", 0.2, 0.7, 0) })).toBeUndefined();
    expect(missing("saturation", { header })).toBe("saturated of a hidden layer");
  });

  it("that are dead at birth, or died, but not those of a signal that had faded", () => {
    expect(evidence("dying", { header: rectified, layers: shares("dead", 0.9, 0, 0) })).toContain("At step 0 90 % of the units of layer 1 (a) are dead"); // prettier-ignore
    const later = (record: number): TraceStepLayer[] => [0, 1, 2].map(() => ({ dead: record === 0 ? 0.1 : 0.9 }));
    expect(evidence("dying", { header: rectified, layers: later })).toMatch(/^At step 100 90 % .* At step 0 it was 10 %/); // prettier-ignore
    const faded = (record: number) => later(record).map((one, n) => ({ ...one, z: stats(n === 0 ? 1 : 1e-4) }));
    expect(found("dying", { header: rectified, layers: faded })).toBeUndefined();
    expect(missing("dying", { header })).toBe("dead of a hidden layer");
  });

  it("that all start alike", () => {
    const layers = () => [0, 1, 2].map((n) => ({ weight: stats(1, n === 1 ? { min: 0.5, max: 0.5 } : {}) }));
    expect(evidence("symmetric", { layers })).toContain("All weights of layer 2 (b) start with the same value");
    const embedding = { layers: [dense("a"), dense("b", { kind: "Embedding" }), dense("c")] };
    const single = { layers: [dense("a"), dense("b", { out: 1 }), dense("c")] };
    for (const other of [embedding, single]) expect(found("symmetric", { header: other, layers })).toBeUndefined();
    expect(missing("symmetric", {})).toBe("weight of a layer");
  });

  it("of the output, whose loss sends nothing back", () => {
    expect(evidence("flat-output", { header, layers: shares("saturated", 0, 0, 0.95) })).toContain("95 % of the output layer, layer 3 (c), is flat"); // prettier-ignore
    expect(found("flat-output", { header: rectified, layers: shares("dead", 0, 0, 1) })?.numbers).toMatchObject({ dead: 1 }); // prettier-ignore
    expect(found("flat-output", { header, layers: shares("saturated", 1, 1, 0.5) })).toBeUndefined();
    expect(missing("flat-output", { header, layers: shares("saturated", 0, 0, 0) })).toBeUndefined();
    expect(missing("flat-output", { header })).toBe("dead or saturated of the last layer");
  });
});

describe("rates", () => {
  it("a loss that rose, and what was first to be no number", () => {
    expect(evidence("rate-too-large", { losses: [1, 2] })).toMatch(/^The loss rose in 100 % of the records. In all, from step 0 to 100 the loss went from 1 to 2/); // prettier-ignore
    expect(evidence("rate-too-large", { losses: [1, 2], record: { moved: 3, rate: 0.5 } })).toContain("The weights moved by 3 times their size. The rate is 0.5."); // prettier-ignore
    const at = (layer: (index: number) => TraceStepLayer) => (record: number): TraceStepLayer[] =>
      [0, 1, 2].map((index) => (record === 0 ? {} : layer(index))); // prettier-ignore
    const said = (layer: (index: number) => TraceStepLayer, loss = NaN) =>
      /step 100: (.*) of layer (\d)/.exec(evidence("rate-too-large", { losses: [1, loss], layers: at(layer) }))?.slice(1); // prettier-ignore
    expect(said((index) => (index > 0 ? { weight: broken } : {}))).toEqual(["the weights", "2"]);
    expect(said((index) => (index > 1 ? { u: broken } : {}))).toEqual(["the signal", "3"]);
    expect(said(() => ({}))).toEqual(["the loss", "3"]);
    // Gradients break from the last layer on, and say more than the loss only where that is still finite.
    expect(said((index) => (index < 2 ? { delta: broken } : {}), 9)).toEqual(["the gradient", "2"]);
    expect(said((index) => (index < 1 ? { weightGradient: broken } : {}), 9)).toEqual(["the weight gradient", "1"]);
    expect(said(() => ({ delta: broken }))).toEqual(["the loss", "3"]);
  });

  it("a loss that walks without aim, far from where it began", () => {
    const losses = [1, 1.3, 0.9, 1.3, 0.9, 1.3, 0.9, 1.3, 0.9, 1];
    expect(evidence("rate-too-large", { losses, record: { moved: 2 } })).toContain("The weights moved by 2 times");
    expect(found("rate-too-large", { losses, record: { moved: 0.1 } })).toBeUndefined();
    expect(found("rate-too-large", { losses: losses.slice(0, 3), record: { moved: 2 } })).toBeUndefined();
  });

  it("updates of a tenth of the weights, while nothing is learnt", () => {
    const layers = () => [0.05, 0.2, 0.3].map((update) => ({ update }));
    expect(evidence("rate-too-large", { losses: [1, 1, 1, 1], layers })).toContain("One update changed the weights of the typical layer by 20 %"); // prettier-ignore
    expect(found("rate-too-large", { losses: [1, 0.9, 0.8, 0.7], layers })).toBeUndefined();
  });

  it("weights that hardly moved", () => {
    const losses = [1, 1, 1, 1];
    expect(evidence("rate-too-small", { losses, record: { moved: 1e-4 } })).toMatch(/^In 300 steps the weights moved by 0.01 % of their size/); // prettier-ignore
    expect(found("rate-too-small", { losses, record: { moved: 0.1 } })).toBeUndefined();
    expect(found("rate-too-small", { losses: losses.slice(1), record: { moved: 1e-4 } })).toBeUndefined();
    expect(found("rate-too-small", { losses: [1, 1, 1, 0.7], record: { moved: 1e-4 } })).toBeUndefined();
  });
});

describe("lines that are no trace", () => {
  const [header, first] = traceOf({});
  const bad = (lines: unknown[], message: RegExp) =>
    expect(() => diagnose(lines as never)).toThrow(
      expect.objectContaining({ code: "BAD_FILE", message: expect.stringMatching(message) as string }) as Error,
    );
  it("are refused with what is wrong", () => {
    bad([header, header], /a second header; one trace is one training/);
    bad([first], /the first line must be the header, with format and layers/);
    bad([header, { step: 3, loss: 1, layers: [{}] }], /step 3: expected 3 layers, as in the header, but got 1/);
    bad([header, { step: 3 }], /expected a header or a record, with layers/);
    bad([header], /no record in it/);
  });

  it("are read one by one as well", async () => {
    async function* slowly() {
      for (const line of traceOf({ losses: [1, 2] })) yield await Promise.resolve(line);
    }
    expect((await diagnose(slowly())).verdict).toBe("sick");
    await expect(diagnose((async function* () {})())).rejects.toThrow(/no record/);
  });
});
