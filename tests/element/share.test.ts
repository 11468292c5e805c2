import { createHash } from "node:crypto";
import { type Gradiometer, load } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { readSafetensors } from "../../sdk/io/index.js";
import { embedText, frameText, integrityOf, isLocal } from "../../sdk/element/share/embed.js";
import { exportsOf, stateText, svgText, tensorsOf } from "../../sdk/element/share/files.js";
import { decimalOf, rowsText } from "../../sdk/element/share/rowsFile.js";
import { linkOf, type Snapshot } from "../../sdk/element/share/snapshot.js";
import { readLink } from "../../sdk/element/state/link.js";
import { DEFAULT_STATE } from "../../sdk/element/state/state.js";
import { en } from "../../sdk/element/strings/en.js";
import { textOf } from "../../sdk/element/strings/text.js";
import { COLUMNS, csvOf } from "../../sdk/element/table.js";
import { runTo } from "./support/run.js";

const SCRIPT = "https://example.org/lib/element.js";
let lab: Gradiometer;
let snapshot: Snapshot;
beforeAll(async () => {
  lab = await load();
  snapshot = runTo(lab, DEFAULT_STATE, 20);
});

describe("a link", () => {
  it("carries the state and the proof", () => {
    const { state, proof, lang } = readLink(linkOf({ ...snapshot, language: "ko" }), DEFAULT_STATE);
    expect(state).toEqual(DEFAULT_STATE);
    expect(proof).toEqual({ step: 20, hashes: snapshot.nets.map(({ hash }) => hash!.slice(0, 8)) });
    expect(lang).toBe("ko");
  });

  it("has no proof before the first step", () => {
    const nets = snapshot.nets.map((net) => ({ ...net, hash: null }));
    expect(readLink(linkOf({ ...snapshot, nets, step: 0 }), DEFAULT_STATE).proof).toBe(null);
  });
});

describe("lines for other pages", () => {
  it("have the integrity of what is served", async () => {
    const bytes = new TextEncoder().encode("script");
    const read = () => Promise.resolve(new Response(bytes));
    const integrity = await integrityOf(SCRIPT, read);
    expect(integrity).toBe(`sha384-${createHash("sha384").update(bytes).digest("base64")}`);
    const text = embedText(snapshot, { script: SCRIPT, classic: false }, integrity, 'A "sentence" <b>&');
    expect(text).toContain(
      `<script type="module" src="${SCRIPT}" integrity="${integrity!}" crossorigin="anonymous"></script>`,
    );
    expect(text).toContain("<p>A &quot;sentence&quot; &lt;b&gt;&amp;</p>");
    const state = /state="([^"]*)"/.exec(text)![1]!.replaceAll("&amp;", "&");
    expect(readLink(state, DEFAULT_STATE).state).toEqual(DEFAULT_STATE);
  });

  it("leave the integrity out where the script cannot be read", async () => {
    for (const read of [
      () => Promise.reject(new TypeError("blocked")),
      () => Promise.resolve(new Response("", { status: 404 })),
    ])
      expect(await integrityOf(SCRIPT, read)).toBe(null);
    const text = embedText(snapshot, { script: "file:///home/me/element.iife.js", classic: true }, null, "");
    expect(text).toContain('<script defer src="gradiometer/element.iife.js"></script>');
  });

  it("lead nobody to this machine", () => {
    for (const local of ["http://localhost:8080/x.js", "http://127.0.0.1/x.js", "http://[::1]:1/x.js", "file:///x.js"])
      expect(isLocal(local), local).toBe(true);
    for (const public_ of [SCRIPT, "http://localhost.example.org/x.js"]) expect(isLocal(public_), public_).toBe(false);
    expect(frameText(snapshot, { script: "http://localhost/element.js", classic: false }, "t")).toMatch(
      /^<iframe src="gradiometer\/lab\/index\.html#v=1&amp;/,
    );
    expect(frameText(snapshot, { script: SCRIPT, classic: false }, '"')).toMatch(
      /^<iframe src="https:\/\/example\.org\/lib\/lab\/index\.html#v=1&amp;.* title="&quot;"/,
    );
  });
});

describe("files", () => {
  it("hold the state, the hashes and the parameters", async () => {
    const read = JSON.parse(await stateText(snapshot)) as {
      state: unknown;
      link: string;
      nets: { hash: string; parameters: Record<string, { values: number[] }> }[];
    };
    expect(read.state).toEqual(DEFAULT_STATE);
    expect(read.link).toBe(linkOf(snapshot));
    for (const [index, { hash, parameters }] of read.nets.entries()) {
      const net = snapshot.nets[index]!;
      expect(hash).toBe(net.hash);
      for (const [name, { values }] of Object.entries(net.taken.parameters))
        expect(Float32Array.from(parameters[name]!.values)).toEqual(values);
    }
  });

  it("hold the parameters as safetensors", async () => {
    const [net] = snapshot.nets;
    const { tensors, metadata } = readSafetensors(await tensorsOf(net!, snapshot));
    expect(tensors.map(({ name }) => name)).toEqual(Object.keys(net!.taken.parameters));
    for (const { name, values, shape } of tensors) expect({ values, shape }).toEqual(net!.taken.parameters[name]);
    expect(metadata).toMatchObject({ hash: net!.hash, step: "20", net: "A" });
  });

  it("are named, and figures are drawings", async () => {
    const figures = [
      {
        name: "error",
        spec: {
          kind: "lines",
          title: "‖δ‖ per layer",
          description: "d",
          x: { label: "layer" },
          y: { label: "‖δ‖", scale: "log" },
          series: [{ name: "A", x: [1, 2], y: [1, 0.1] }],
        },
      } as const,
    ];
    expect(
      exportsOf({ ...snapshot, figures }, textOf(en), (svg) => Promise.resolve(new Blob([svg]))).map(
        ({ name }) => name,
      ),
    ).toEqual(["error.svg", "error.png", "table.csv", "lab.json", "net-a.safetensors", "net-b.safetensors"]);
    expect(await svgText(figures[0]!.spec)).toMatch(/^<svg [^]*<\/svg>\s*$/);
  });
});

describe("the table", () => {
  it("has a row per layer, and its file the same numbers", () => {
    const [a, b] = snapshot.tables;
    expect([a!.rows.length, b!.rows.length]).toEqual([11, 11]);
    const [header, ...lines] = csvOf(snapshot.tables).trimEnd().split("\n");
    expect(header).toBe(`net,step,place,${COLUMNS.map(({ id }) => id).join(",")}`);
    expect(lines).toHaveLength(22);
    lines.forEach((line, index) => {
      const [net, step, place, ...cells] = line.split(",");
      expect([net, step, place]).toEqual([index < 11 ? "A" : "B", "20", String((index % 11) + 1)]);
      const row = (index < 11 ? a! : b!).rows[index % 11]!;
      expect(cells.map((cell) => (cell === "" ? NaN : Number(cell)))).toEqual(row);
      expect(row[0]).toBeGreaterThan(0);
    });
    // Theory's line goes down from what was measured at the output before the first step.
    const [before] = runTo(lab, DEFAULT_STATE, 0).tables;
    expect(a!.rows[10]![1]).toBe(before!.rows[10]![0]);
    expect(a!.rows[10]![1]).not.toBe(a!.rows[10]![0]);
  });
});

describe("rows as text", () => {
  it("give the same float32 back", () => {
    const words = new Uint32Array(20_000);
    for (let index = 0, word = 1; index < words.length; index++)
      words[index] = word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    const values = new Float32Array(words.buffer).filter(Number.isFinite);
    expect(values.length).toBeGreaterThan(19_000);
    for (const value of values)
      if (!Object.is(Math.fround(Number(decimalOf(value))), value)) throw new Error(String(value));
    expect(decimalOf(-0)).toBe("-0");
    expect(decimalOf(Math.fround(0.1))).toBe("0.1");
  });

  it("put all steps of a sequence in one line", () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8); // [2 steps, 2 sequences, 2 inputs]
    const y = Float32Array.of(0.5, -1);
    expect(rowsText({ x, y, inputs: 2, outputs: 1, task: "numbers", time: 2 })).toBe(
      "x1,x2,x3,x4,y1\n1,2,5,6,0.5\n3,4,7,8,-1\n",
    );
  });
});
