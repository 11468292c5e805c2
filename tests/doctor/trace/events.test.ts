import { diagnose, readEvents, readTrace, type TraceLine, type TraceStep, traceText } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { layerTag, lossTag, rateTag } from "../../../sdk/doctor/trace/events/tags.js";
import { eventOf, fileOf, histogramOf, recordedEvents, recordOf, truths } from "./eventFile.js";
import { recorded } from "./files.js";

type Pieces = Parameters<typeof readEvents>[0];

async function read(file: Pieces, options: Parameters<typeof readEvents>[1] = {}): Promise<TraceLine[]> {
  const lines: TraceLine[] = [];
  for await (const line of readEvents(file, options)) lines.push(line);
  return lines;
}

const headerOf = ([header]: TraceLine[]) => header as Extract<TraceLine, { format: string }>;
const steps = (lines: TraceLine[]) => lines.slice(1) as TraceStep[];
const refused = (file: Pieces, message: RegExp) =>
  expect(read(file)).rejects.toMatchObject({ code: "BAD_FILE", message: expect.stringMatching(message) as string });

describe("event files of PyTorch, tensorboardX, Keras and tf.summary", () => {
  it.each([
    ["torch-sigmoid", "vanishing-backward"],
    ["torch-healthy", "healthy"],
    ["torch-exploding", "exploding-forward"],
    ["tensorboardx-rate", "rate-too-large"],
    ["keras/train", "healthy"],
    ["tf-sigmoid", "vanishing-backward"],
  ])("%s: %s", async (run, expected) => {
    const { verdict, findings } = await diagnose(readEvents(recordedEvents(run)));
    expect(expected === "healthy" ? verdict : findings[0]?.id).toBe(expected);
  });

  it.each(["torch-sigmoid", "torch-healthy", "tensorboardx-rate", "torch-exploding"])(
    "%s: the statistics are those of the tensors",
    async (run) => {
      const lines = await read(recordedEvents(run));
      const { layers } = headerOf(lines);
      const wanted = truths("torch")[run]!;
      expect(wanted.length).toBeGreaterThan(3);
      for (const { tag, step, ...truth } of wanted) {
        const { layer, part } = layerTag(tag)!;
        if (part === "bias" || part === "biasGradient" || part === "state") continue;
        const record = steps(lines).find((one) => one.step === step)!;
        const stats = record.layers[layers.findIndex(({ name }) => name === layer)]![part]!;
        for (const key of ["mean", "std", "norm", "min", "max"] as const)
          expect(Math.abs(stats[key] - truth[key]), `${tag}.${key}`).toBeLessThan(1e-6 * (Math.abs(truth[key]) + truth.std)); // prettier-ignore
        expect(stats.nonFinite).toBe(0);
      }
    },
  );

  it.each([
    ["keras", "keras/train"],
    ["tf-sigmoid", "tf-sigmoid"],
  ])("%s: min and max are those of the tensors, the rest is within half a bucket", async (name, run) => {
    const lines = await read(recordedEvents(run));
    const { layers } = headerOf(lines);
    let compared = 0;
    for (const { tag, step, count, ...truth } of truths("keras")[name]!) {
      const { layer, part } = layerTag(tag)!;
      if (part !== "weight" && part !== "weightGradient") continue;
      const record = steps(lines).find((one) => one.step === step)!;
      const stats = record.layers[layers.findIndex((one) => one.name === layer)]![part]!;
      const half = (truth.max - truth.min) / 60;
      for (const key of ["min", "max"] as const) expect(Math.abs(stats[key] - truth[key])).toBeLessThan(1e-6 * half);
      for (const key of ["mean", "std"] as const) expect(Math.abs(stats[key] - truth[key])).toBeLessThan(half);
      expect(Math.abs(stats.norm - truth.norm)).toBeLessThan(half * Math.sqrt(count));
      compared++;
    }
    expect(compared).toBeGreaterThan(5);
  });

  it("knows sizes by the biases, the rate, and what it did not read", async () => {
    const [sigmoid, healthy, keras] = [
      await read(recordedEvents("torch-sigmoid")),
      await read(recordedEvents("torch-healthy")),
      await read(recordedEvents("keras/train")),
    ];
    expect(headerOf(sigmoid).layers.map(({ name, in: from, out }) => [name, from, out])).toEqual([
      ["fc1", 2, 12],
      ...[2, 3, 4, 5, 6].map((layer) => [`fc${layer}`, 12, 12]),
      ["head", 12, 2],
    ]);
    expect(headerOf(healthy).unread).toEqual(["accuracy/val"]);
    expect(steps(healthy)[0]!.rate).toBeCloseTo(0.1);
    expect(steps(keras)[0]!.rate).toBeCloseTo(0.02);
    expect(headerOf(keras).source).toBe("TensorBoard, loss: epoch_loss");
  });

  it("says what is missing, and what would write it", () => {
    const bare = fileOf(...[0, 1, 2].map((step) => eventOf(step, { loss: 1 })));
    return expect(diagnose(readEvents(bare))).resolves.toMatchObject({
      unseen: expect.arrayContaining([
        { id: "symmetric", missing: expect.stringContaining("add_histogram") as string },
        { id: "vanishing-backward", missing: expect.stringContaining("weight.grad") as string },
        { id: "unscaled-inputs", missing: expect.stringContaining("event files have no place for it") as string },
      ]) as unknown,
    });
  });

  it("is written as a trace, and read again as the same", async () => {
    const lines = await read(recordedEvents("torch-exploding"));
    const again: TraceLine[] = [];
    for await (const line of readTrace(lines.map((line) => `${traceText(line)}\n`))) again.push(line);
    expect(again).toEqual(lines);
  });
});

describe("what event files do not hold", () => {
  it("no healthy training is called sick by its weights and their gradients alone", async () => {
    const counts = { right: 0, silent: 0, all: 0 };
    for (const group of ["given", "nets", "heldOut"] as const)
      for (const { name, seed, text, expected } of recorded(group)) {
        const lines: TraceLine[] = [];
        for await (const line of readTrace([text])) {
          if ("format" in line) {
            const { format, layers } = line;
            const bare = layers.map(({ name: own, kind, in: from, out }) => ({ name: own, kind, in: from, out }));
            lines.push({ format, source: "TensorBoard", layers: bare });
          } else {
            const { step, loss, layers } = line;
            const parts = layers.map(({ weight, weightGradient }) => ({
              ...(weight && { weight }),
              ...(weightGradient && { weightGradient }),
            }));
            lines.push({ step, loss, layers: parts });
          }
        }
        const { verdict, findings } = diagnose(lines);
        if (expected === "healthy") expect(verdict, `${name}.${seed}`).not.toBe("sick");
        counts.all++;
        if (expected === "healthy" || findings[0]?.id === expected) counts.right++;
        else if (findings.length === 0 || verdict === "slow") counts.silent++;
      }
    // The rest are told by what followed: a loss that rises.
    expect(counts).toEqual({ all: 84, right: 39, silent: 32 });
  });
});

describe("tags", () => {
  it.each([
    ["fc1.weight", "fc1", "weight"],
    ["fc1.weight.grad", "fc1", "weightGradient"],
    ["fc1/weight/grad", "fc1", "weightGradient"],
    ["layers.0.weight/grad", "layers.0", "weightGradient"],
    ["fc1.weight_grad", "fc1", "weightGradient"],
    ["grad/fc1.weight", "fc1", "weightGradient"],
    ["gradients/fc1", "fc1", "weightGradient"],
    ["Gradients/encoder.fc1.weight", "encoder.fc1", "weightGradient"],
    ["weights/fc1", "fc1", "weight"],
    ["params/fc1/kernel", "fc1", "weight"],
    ["fc1/kernel_0", "fc1", "weight"],
    ["fc1/kernel:0", "fc1", "weight"],
    ["dense/kernel/histogram", "dense", "weight"],
    ["dense/kernel_histogram", "dense", "weight"],
    ["train/dense/kernel/histogram", "dense", "weight"],
    ["fc1_weight", "fc1", "weight"],
    ["lstm.weight_ih_l0", "lstm", "weight"],
    ["attn.in_proj_weight", "attn", "weight"],
    ["bn1.running_var", "bn1", "state"],
    ["fc1.bias", "fc1", "bias"],
    ["fc1.bias.grad", "fc1", "biasGradient"],
    ["activations/fc1", "fc1", "z"],
    ["fc1/activation", "fc1", "z"],
    ["fc1/output", "fc1", "u"],
    ["fc1/output/grad", "fc1", "delta"],
    ["weight", "net", "weight"],
  ])("%s is of %s: %s", (tag, layer, part) => {
    expect(layerTag(tag)).toMatchObject({ layer, part });
  });

  it.each(["predictions", "Adam/fc1/m", "", "embedding_projector", "lr", "images/3"])("%s is not guessed", (tag) => {
    expect(layerTag(tag)).toBeNull();
  });

  it("the loss of the training, not that of other rows", () => {
    for (const tag of ["loss", "Loss/train", "train_loss", "epoch_loss", "trainLoss", "train/loss_step"])
      expect(lossTag(tag), tag).toBe(0);
    expect(lossTag("loss/total")).toBe(1);
    for (const tag of ["val_loss", "Loss/test", "validation/epoch_loss", "accuracy", "glossary"])
      expect(lossTag(tag), tag).toBeNull();
    for (const tag of ["lr", "learning_rate", "train/lr", "epoch_learning_rate", "learningRate"])
      expect(rateTag(tag), tag).toBe(0);
    expect(rateTag("lr-Adam")).toBe(1);
    expect(rateTag("error_rate")).toBeNull();
  });
});

describe("readEvents", () => {
  const file = fileOf(
    eventOf(0, { loss: 0.7, "a.weight": histogramOf(1), "b.weight": histogramOf(0.5) }),
    eventOf(5, { loss: 0.6, "a.weight": histogramOf(2) }),
    eventOf(9, { loss: 0.5 }),
  );

  it("reads the same from pieces of any length, and leaves out a last record that is not all there", async () => {
    const wanted = await read(file);
    expect(steps(wanted).map(({ step, loss }) => [step, Math.fround(loss)])).toEqual([
      [0, Math.fround(0.7)],
      [5, Math.fround(0.6)],
      [9, Math.fround(0.5)],
    ]);
    for (const size of [1, 7, 100])
      expect(
        await read(
          Array.from({ length: Math.ceil(file.length / size) }, (_, i) => file.subarray(i * size, (i + 1) * size)),
        ),
      ).toEqual(wanted);
    const last = eventOf(9, { loss: 0.5 }).length;
    for (let cut = 1; cut <= last; cut++)
      expect(steps(await read(file.subarray(0, file.length - cut)))).toEqual(steps(wanted).slice(0, 2));
  });

  it("names the byte of a wrong checksum", async () => {
    const changed = (place: number, byte: number) => file.map((own, index) => (index === place ? byte : own));
    const second = eventOf(0, { loss: 0.7, "a.weight": histogramOf(1), "b.weight": histogramOf(0.5) }).length;
    await refused(changed(second + 20, file[second + 20]! ^ 1), new RegExp(`byte ${second}: the checksum of a record`));
    await refused(changed(second, 1), new RegExp(`byte ${second}: the checksum of a record's length`));
    await refused(new TextEncoder().encode("no event file, but long enough"), /byte 0: .*no event file/);
    await refused(file.subarray(0, 20), /no whole event/);
    await refused(new Uint8Array(0), /no whole event/);
  });

  it("refuses records that are no events, and numbers that contradict each other", async () => {
    const loss = eventOf(0, { loss: 1 });
    await refused(fileOf(loss, recordOf(Uint8Array.of(0xff, 0xff, 0xff))), new RegExp(`byte ${loss.length}: no event`));
    const wrong = (part: object) => fileOf(loss, eventOf(1, { "a.weight": { ...histogramOf(1), ...part } }));
    await refused(wrong({ num: 1.5 }), /a histogram of 1.5 numbers/);
    await refused(wrong({ num: -3 }), /a histogram of -3 numbers/);
    await refused(wrong({ min: 3, max: 1 }), /contradict/);
    await refused(wrong({ squares: -1 }), /contradict/);
  });

  it("counts what is not finite, and says no zeros where it does not know", async () => {
    const broken = { min: NaN, max: NaN, num: 10, sum: NaN, squares: NaN, bucket: [3, 4] };
    const [first] = steps(
      await read(fileOf(eventOf(0, { loss: 1, "a.weight": broken, "b.weight": histogramOf(1), "c.weight": { min: 0, max: 0, num: 8, sum: 0, squares: 0 } }))), // prettier-ignore
    );
    expect(first!.layers[0]!.weight).toEqual({ mean: NaN, std: NaN, norm: NaN, min: NaN, max: NaN, nonFinite: 3 });
    expect(first!.layers[1]!.weight).toEqual({ mean: 0, std: 1, norm: 12, min: -2, max: 2, nonFinite: 0 });
    expect(first!.layers[2]!.weight).toMatchObject({ norm: 0, zeros: 8 });
  });

  it("sets histograms beside the loss of their step, or before it, or where they were written", async () => {
    const before = await read(fileOf(...[0, 10, 20].map((step) => eventOf(step, { loss: 1 })), eventOf(25, { "a.weight": histogramOf(3) }))); // prettier-ignore
    expect(steps(before).map(({ layers }) => layers[0]!.weight?.norm)).toEqual([undefined, undefined, 36]);
    // Counted in epochs, while the loss is counted in steps.
    const epochs = fileOf(
      ...[0, 100].map((step) => eventOf(step, { loss: 1 })),
      eventOf(0, { "a.weight": histogramOf(1) }),
      ...[200, 300].map((step) => eventOf(step, { loss: 1 })),
      eventOf(1, { "a.weight": histogramOf(2) }),
    );
    expect(steps(await read(epochs)).map(({ layers }) => layers[0]!.weight?.norm)).toEqual([undefined, 12, undefined, 24]); // prettier-ignore
  });

  it("takes what a restart takes back, and the later of two at one step", async () => {
    const lines = await read(
      fileOf(
        ...[0, 1, 2, 3].map((step) => eventOf(step, { loss: 8, "a.weight": histogramOf(1) })),
        eventOf(2, {}, true),
        eventOf(2, { loss: 4 }),
        eventOf(2, { loss: 2 }),
      ),
    );
    expect(steps(lines).map(({ step, loss }) => [step, loss])).toEqual([
      [0, 8],
      [1, 8],
      [2, 2],
    ]);
  });

  it("takes several matrices of a layer as one", async () => {
    const [, first] = await read(
      fileOf(eventOf(0, { loss: 1, "l.weight_ih_l0": histogramOf(3, 100), "l.weight_hh_l0": histogramOf(1, 300) })),
    );
    const { weight } = (first as TraceStep).layers[0]!;
    expect(weight).toMatchObject({ min: -6, max: 6, mean: 0, std: Math.sqrt(3) });
    expect(weight!.norm).toBeCloseTo(Math.sqrt(1200), 12);
  });

  it("passes over a record that is too large to keep, its checksum checked", async () => {
    const large = recordOf(new Uint8Array((1 << 26) + 1));
    const lines = await read([eventOf(0, { loss: 1 }), large, eventOf(1, { loss: 2 })]);
    expect(steps(lines).map(({ loss }) => loss)).toEqual([1, 2]);
    large[1000] = 1;
    await refused([eventOf(0, { loss: 1 }), large], /the checksum of a record is wrong/);
  });

  it("takes the tags that it is told, and names the numbers that there are when none is a loss", async () => {
    const odd = fileOf(eventOf(0, { J: 3, eta: 0.5 }), eventOf(1, { J: 2, eta: 0.5 }));
    await refused(odd, /no number in it that is called a loss of the training; it has J, eta/);
    const lines = await read(odd, { loss: "J", rate: "eta" });
    expect(steps(lines)).toMatchObject([
      { loss: 3, rate: 0.5 },
      { loss: 2, rate: 0.5 },
    ]);
    await expect(read(odd, { loss: 5 as never })).rejects.toMatchObject({ code: "BAD_OPTION" });
    await expect(read([5] as unknown as Uint8Array[])).rejects.toMatchObject({ code: "BAD_OPTION" });
  });

  it("reads a long training in memory that does not grow", async () => {
    const record = (step: number) => eventOf(step, { loss: 1, "a.weight": histogramOf(1), "b.weight": histogramOf(1) });
    function* long(): Generator<Uint8Array> {
      for (let step = 0; step < 20_000; step++) yield record(step);
    }
    const lines = await read(long());
    expect(lines.length).toBeLessThanOrEqual(1537);
    const all = steps(lines).map(({ step }) => step);
    expect([all[0], all.at(-1)]).toEqual([0, 19_999]);
  });
});
