/** @module-tag package: the program that a page exports runs over the built package and comes to the page's bits. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "gradiometer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digitRows } from "../../sdk/element/data/digits.js";
import { scriptOf } from "../../sdk/element/share/script.js";
import type { Snapshot } from "../../sdk/element/share/snapshot.js";
import { DEFAULT_NET, type NetState, WORDS } from "../../sdk/element/state/net.js";
import { DEFAULT_STATE, type LabState } from "../../sdk/element/state/state.js";
import type { PostedRows } from "../../sdk/element/worker/protocol.js";
import type { Gradiometer, MlpConfig } from "../../sdk/types.js";
import { zoo, zooPatient } from "../../sdk/doctor/zoo.js";
import { runTo } from "./support/run.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
let lab: Gradiometer;
let folder: string;

beforeAll(async () => {
  lab = await load();
  folder = mkdtempSync(join(tmpdir(), "gradiometer-script-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/gradiometer"), "junction");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const net = (more: Partial<NetState>): NetState => ({
  ...DEFAULT_NET,
  activation: "tanh",
  init: "orthogonal",
  ...more,
});
const small = (more: Partial<NetState>): NetState => net({ depth: 4, width: 12, ...more });

/** What the exported program prints, line by line. */
function printed(snapshot: Snapshot): string[] {
  const { text, files } = scriptOf(snapshot);
  writeFileSync(join(folder, "lab.mjs"), text);
  for (const file of files) writeFileSync(join(folder, file.name), file.text);
  const { stdout, stderr, status } = spawnSync(process.execPath, ["lab.mjs"], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout.trimEnd().split("\n");
}

/** The program prints exactly the hashes of the session. */
function holds(snapshot: Snapshot): void {
  expect(snapshot.nets.length).toBeGreaterThan(0);
  for (const { hash } of snapshot.nets) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(printed(snapshot)).toEqual(
    snapshot.nets.map(({ name, hash }) => `${name} ${hash} the same bits as on the page`),
  );
}

const state = (more: Partial<LabState>): LabState => ({ ...DEFAULT_STATE, ...more });

describe("the exported program", () => {
  it("comes to the page's bits with two moons, at the lab's first state", () => {
    holds(runTo(lab, DEFAULT_STATE, 60));
  });

  it("does so with spirals, skips, norms and clipping", () => {
    const data = { kind: "spirals", samples: 300, noise: 0.05 } as const; // more than one batch
    holds(
      runTo(
        lab,
        state({
          data,
          seed: 7,
          a: small({ norm: "batch", skip: "identity", rate: 0.1 }),
          b: small({ norm: "layer", clip: "norm", limit: 0.5, init: "variance", variance: 4 }),
        }),
        60,
      ),
    );
    holds(
      runTo(lab, state({ a: small({ norm: "rms", skip: "scaled" }), b: small({ clip: "value", limit: 0.01 }) }), 60),
    );
  });

  for (const optimizer of WORDS.optimizer)
    it(`does so with ${optimizer}`, () => {
      holds(runTo(lab, state({ a: small({ optimizer, rate: 0.01 }), b: null }), 60));
    });

  it("does so when a net becomes infinite, and leaves out one that cannot be made", () => {
    const a = net({ activation: "relu", init: "variance", variance: 9, rate: 0.5 });
    holds(runTo(lab, state({ a, b: null }), 60));
    const broken = runTo(lab, state({ a: small({ activation: "gelu", init: "critical" }), b: small({}) }), 5);
    expect(broken.nets.at(-1)!.name).toBe("B");
    holds(broken);
  });

  it("says the hash before the first step, of which the page has none", () => {
    const snapshot = runTo(lab, state({ a: small({}), b: null }), 0);
    const network = lab.mlp(snapshot.nets[0]!.config as MlpConfig);
    expect(printed(snapshot)).toEqual([`A ${network.hash()} before the first step`]);
    network.dispose();
  });

  it("does so with digits, in the order of the seed", async () => {
    const rows = await digitRows();
    const data = { kind: "digits", samples: 400 } as const;
    const snapshot = runTo(lab, state({ data, seed: 5, a: small({ width: 16 }), b: null }), 20, { rows });
    expect(snapshot.nets[0]!.taken.rows.y.length).toBe(400 * 10);
    holds(snapshot);
  });

  it("does so with rows of a file, which it reads beside itself", () => {
    const x = Float32Array.from({ length: 600 }, (_, index) => ((index * 7919) % 1000) / 333 - 1.5);
    x[0] = -0;
    x[1] = 1e-41;
    const y = Float32Array.from({ length: 300 }, (_, row) => x[2 * row]! * x[2 * row + 1]!);
    const rows: PostedRows = { x, y, inputs: 2, outputs: 1, task: "numbers" };
    const snapshot = runTo(
      lab,
      state({ data: { kind: "rows", name: "own.csv" }, a: small({}), b: small({ rate: 0.1 }) }),
      30,
      { rows },
    );
    const [file, ...others] = scriptOf(snapshot).files;
    expect(others).toEqual([]);
    expect(file!.name).toBe("rows.csv");
    expect(file!.text.slice(0, 17)).toBe("x1,x2,y1\n-0,9.999");
    holds(snapshot);
  });

  it("does so with nets of the zoo, recurrent ones too, and with a remedy's own rows", () => {
    for (const name of ["healthy-rnn-copy", "deep-sigmoid", "inputs-thousand"]) {
      const found = zoo.find((one) => one.name === name)!;
      const { config, training, data } = zooPatient(lab, found);
      const outputs = "sizes" in config ? config.sizes.at(-1)! : config.outputs!;
      const [values, time] = "time" in data.x ? [data.x.values, data.x.time] : [data.x, undefined];
      const x = Float32Array.from(values as Float32Array);
      const count = data.y.length / outputs;
      const rows: PostedRows = {
        x,
        y: Float32Array.from(data.y as Float32Array),
        inputs: x.length / count / (time ?? 1),
        outputs,
        task: training.loss === "cross-entropy" ? "classes" : "numbers",
        ...(time !== undefined && { time }),
      };
      const { loss, optimizer, clip, batch } = training;
      const own = {
        config,
        training: { loss, optimizer, ...(clip && { clip }), ...(batch !== undefined && { batch }) },
      };
      const scaled = { ...rows, x: rows.x.map((value) => value / 4) };
      const snapshot = runTo(lab, state({ data: { kind: "zoo", name }, seed: config.seed ?? 0 }), 12, {
        rows,
        nets: [{ own }, { own: { ...own, rows: scaled } }],
      });
      expect(scriptOf(snapshot).files.map((file) => file.name)).toEqual(["rows.csv", "rows-b.csv"]);
      holds(snapshot);
    }
  });

  it("says so when the bits are others", () => {
    const snapshot = runTo(lab, state({ a: small({}), b: null }), 3);
    const [only] = snapshot.nets;
    const wrong = "0".repeat(64);
    expect(printed({ ...snapshot, nets: [{ ...only!, hash: wrong }] })).toEqual([
      `A ${only!.hash} other bits than on the page: ${wrong}`,
    ]);
  });
});
