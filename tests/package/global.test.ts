/** @module-tag package */
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import * as core from "gradiometer/inline";
import * as data from "gradiometer/data";
import * as doctor from "gradiometer/doctor";
import { experiments, run } from "gradiometer/experiments";
import * as experimentsEntry from "gradiometer/experiments";
import * as figure from "gradiometer/figure";
import { published } from "gradiometer/hashes";
import * as io from "gradiometer/io";
import * as theory from "gradiometer/theory";
import { describe, expect, it } from "vitest";

const script = readFileSync(new URL("../../dist/gradiometer.global.js", import.meta.url), "utf8");
const BYTES = { script: 903_000 };
const entries = { core, data, doctor, experiments: experimentsEntry, figure, io, theory };

describe("gradiometer/global", () => {
  it("is one classic script: nothing is imported, and one global is written", () => {
    expect(script).not.toMatch(/\bimport\b *[("{*]|^export\b|\bimport\.meta\b/m);
    expect(script.length).toBeLessThan(BYTES.script);
    const realm = createContext({ WebAssembly, atob, performance, setTimeout });
    const before = runInContext("Object.getOwnPropertyNames(globalThis)", realm) as string[];
    runInContext(script, realm);
    const after = runInContext("Object.getOwnPropertyNames(globalThis)", realm) as string[];
    expect(after.filter((name) => !before.includes(name))).toEqual(["gradiometer"]);
  });

  it("has every name of every entry that it holds, once", () => {
    const realm = createContext({});
    runInContext(script, realm);
    const names = runInContext("Object.keys(gradiometer)", realm) as string[];
    const wanted = Object.values(entries).flatMap((entry) => Object.keys(entry));
    expect([...names].sort()).toEqual([...wanted].sort());
  });

  it("comes to the first published hash, and draws", async () => {
    const realm = createContext({ WebAssembly, atob, performance, setTimeout });
    runInContext(script, realm);
    const program = `(async () => {
      const { load, twoMoons, digits, run, page } = gradiometer;
      const lab = await load();
      const { x, y } = twoMoons(lab, { samples: 100, seed: 3 });
      const network = lab.mlp({ sizes: [2, 16, 16, 16, 2], seed: 7 });
      const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
      await trainer.fit(x, y, { epochs: 5, batch: 16 });
      const { train } = await digits(lab);
      return [network.hash(), train.count, page(await run(lab, "regression-net")).includes("<svg")].join(" ");
    })()`;
    expect(await (runInContext(program, realm) as Promise<string>)).toBe(`${published[0]!.hash} 1438 true`);
  });
});

describe("notebooks", () => {
  const DISPLAY = Symbol.for("Jupyter.display");
  const shown = (value: unknown): Record<string, string> =>
    (value as Record<symbol, () => Record<string, string>>)[DISPLAY]!();

  it("show results and figures, which stay plain data", async () => {
    const lab = await core.load();
    const result = await run(lab, "regression-net");
    const experiment = experiments.find(({ id }) => id === result.experiment)!;
    expect(shown(result)["text/plain"]).toMatch(/^regression-net, seed 0, gradiometer .*: \d+ claims, 0 other than/);
    expect(shown(result)["text/html"]).toMatch(/^<table>.*<\/table>$/s);
    expect(structuredClone(result)).toEqual(result);
    expect(Object.keys(result)).not.toContain("display");
    const [spec] = figure.figuresOf(result, experiment);
    expect(shown(spec)["image/svg+xml"]).toBe(figure.figure(spec!));
    expect(shown(figure.notebook(figure.figure(spec!)))["image/svg+xml"]).toBe(figure.figure(spec!));
    expect(shown(figure.notebook(spec!))["image/svg+xml"]).toBe(figure.figure(spec!));
    expect(shown(figure.notebook(result, { experiment }))["text/html"]).toMatch(
      /^<iframe sandbox srcdoc="&lt;!doctype html/i,
    );
    for (const wrong of ["x", null, 1, {}, []])
      expect(() => figure.notebook(wrong as never)).toThrow(core.GradiometerError);
  });
});
