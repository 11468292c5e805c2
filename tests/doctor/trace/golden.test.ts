/** The same net in PyTorch and here: golden.py wrote what the recorder saw there. */
import { readFileSync } from "node:fs";
import { load, type Loss } from "gradiometer";
import { traceLines, type TraceLine, type TraceStats, type TraceStep } from "gradiometer/doctor";
import { expect, it } from "vitest";
import { folder } from "./files.js";

interface Golden {
  name: "tanh" | "relu" | "sigmoid";
  sizes: number[];
  loss: Loss;
  parameters: Record<string, number[]>;
  x: number[];
  y: number[];
  header: TraceLine;
  record: TraceStep;
}

const cases = JSON.parse(readFileSync(`${folder}golden.json`, "utf8")) as Golden[];

/** Sums of a few hundred float32: errors of about 10⁻⁶ of the tensor's size. */
const CLOSE = 4e-6;

it.each(cases)(
  "$name: every statistic within float32",
  async ({ name, sizes, loss, parameters, x, y, header, record }) => {
    const lab = await load();
    using network = lab.mlp({ sizes, activation: name });
    network.setParameters(parameters);
    const optimizer = { kind: "sgd", learningRate: 0.1 } as const;
    const [own, first] = traceLines(network, network.trainer({ loss, optimizer }), { x, y, loss, optimizer }).lines as [
      TraceLine,
      TraceStep,
    ];
    expect(own).toMatchObject({ loss, optimizer: { kind: "sgd", learningRate: 0.1 } });
    expect(header).toMatchObject({ loss, layers: sizes.slice(1).map((out, layer) => ({ in: sizes[layer], out })) });
    expect(Math.abs(first.loss - record.loss)).toBeLessThan(CLOSE * record.loss);
    const same = (ours: TraceStats | undefined, theirs: TraceStats | undefined, what: string): void => {
      expect(theirs, what).toBeDefined();
      const size = Math.max(Math.abs(theirs!.min), Math.abs(theirs!.max));
      for (const key of ["mean", "std", "min", "max"] as const)
        expect(Math.abs(ours![key] - theirs![key]), `${what}.${key}`).toBeLessThan(CLOSE * size);
      expect(Math.abs(ours!.norm - theirs!.norm), `${what}.norm`).toBeLessThan(CLOSE * theirs!.norm);
      expect([ours!.nonFinite, ours!.zeros], what).toEqual([theirs!.nonFinite, theirs!.zeros]);
    };
    same(first.x, record.x, "x");
    first.layers.forEach((layer, index) => {
      for (const part of ["u", "z", "delta", "weight", "weightGradient"] as const)
        same(layer[part], record.layers[index]![part], `layers[${index}].${part}`);
      const theirs = record.layers[index]!;
      if (theirs.dead !== undefined) expect(layer.dead).toBe(theirs.dead);
      if (theirs.saturated !== undefined) expect(Math.abs(layer.saturated! - theirs.saturated)).toBeLessThan(1e-6);
    });
  },
);
