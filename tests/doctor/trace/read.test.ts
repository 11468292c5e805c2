import { diagnose, readTrace, type TraceLine } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";

const layers = [
  { name: "a", kind: "Linear", in: 4, out: 8 },
  { name: "b", kind: "Linear", in: 8, out: 1 },
];
const header = { format: "gradiometer-trace-1", source: "by hand", layers };
const stats = { mean: 0, std: 1, norm: 4, min: -2, max: 2, nonFinite: 0, zeros: 0 };
const record = (step: number, more: object = {}) => ({ step, loss: 1, layers: [{ z: stats }, { z: stats }], ...more });
const text = (...lines: unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

async function read(...pieces: string[]): Promise<TraceLine[]> {
  const lines: TraceLine[] = [];
  for await (const line of readTrace(pieces)) lines.push(line);
  return lines;
}

const refused = (given: string, message: RegExp) =>
  expect(read(given)).rejects.toMatchObject({ code: "BAD_FILE", message: expect.stringMatching(message) as string });

describe("readTrace", () => {
  it("reads the same from pieces of any length, with any line end, a byte order mark and empty lines", async () => {
    const whole = text(header, record(0), record(5));
    const wanted = await read(whole);
    expect(wanted).toEqual([header, record(0), record(5)]);
    expect(await read(...Array.from(whole))).toEqual(wanted);
    expect(await read(`\ufeff${whole.replaceAll("\n", "\r\n\r\n")}`)).toEqual(wanted);
    expect(await read(whole.trimEnd())).toEqual(wanted);
  });

  it("ignores unknown keys, and takes none of a file for a property", async () => {
    const hostile = `{"format":"gradiometer-trace-1","source":"s","__proto__":{"loss":"evil"},"constructor":1,"layers":[{"name":"a","kind":"k","in":1,"out":1,"__proto__":{"activation":"relu"}}]}\n`;
    const [line] = await read(hostile);
    expect(line).toEqual({ ...header, source: "s", layers: [{ name: "a", kind: "k", in: 1, out: 1 }] });
    expect(Object.hasOwn(line!, "loss")).toBe(false);
    expect(({} as { loss?: string }).loss).toBeUndefined();
  });

  it("reads the three words for what is no JSON number", async () => {
    const broken = { ...stats, mean: "NaN", max: "Infinity", min: "-Infinity", nonFinite: 3 };
    const [, step] = await read(text(header, record(0, { loss: "NaN", layers: [{ z: broken }, {}] })));
    expect(step).toMatchObject({ loss: NaN, layers: [{ z: { mean: NaN, max: Infinity, min: -Infinity } }, {}] });
  });

  it("reads everything that a recorder may say", async () => {
    const full = {
      ...header,
      layers: [{ ...layers[0]!, activation: "tanh" }, layers[1]!],
      ...{ loss: "cross-entropy", reference: 0.7, skips: 2, attention: true },
      optimizer: { kind: "sgd", learningRate: 0.1, weightDecay: 0.01, momentum: 0.9 },
    };
    const layer = { u: stats, z: stats, delta: stats, weight: stats, weightGradient: stats, dead: 0, saturated: 0.5, update: 1e-3, inTime: [1, 2], hInTime: [3] }; // prettier-ignore
    const lines = [
      full,
      record(0, { rate: 0.1, moved: 0, x: stats, y: { classes: [3, 5] }, layers: [layer, {}] }),
      record(1, { y: { classes: 10 } }),
      record(2, { y: { std: 1, mean: 0, min: -1, max: 1 } }),
    ];
    expect(await read(text(...lines))).toEqual(lines);
    expect(await read(text({ ...full, optimizer: "adam" }))).toEqual([{ ...full, optimizer: "adam" }]);
  });

  it("names the line and the key of every fault", async () => {
    await refused("", /line 1: expected the header/);
    await refused(`${text(header)}{"step":0,\n`, /line 2: expected one JSON object/);
    await refused(text(header, record(0)) + "nonsense", /line 3: expected one JSON object/);
    await refused(text(record(0)), /line 1: format: expected "gradiometer-trace-1"/);
    await refused(text({ ...header, layers: [] }), /line 1: layers: expected at least one layer/);
    await refused(text({ ...header, layers: [{ ...layers[0], in: -1 }] }), /layers\[0\]\.in: expected an integer/);
    await refused(text({ ...header, source: 5 }), /line 1: source/);
    await refused(text(header, { ...record(0), layers: [{}] }), /line 2: layers: expected 2 layers/);
    await refused(text(header, record(3), record(3)), /line 3: step: expected a step behind 3/);
    await refused(text(header, record(0, { loss: "high" })), /line 2: loss: expected a number/);
    await refused(text(header, record(0, { loss: null })), /line 2: loss/);
    await refused(text(header, record(0, { x: { ...stats, zeros: 0.5 } })), /line 2: x\.zeros/);
    await refused(text(header, record(0, { layers: [{ dead: -1 }, {}] })), /layers\[0\]\.dead/);
    await refused(text(header, record(0, { y: {} })), /line 2: y\.std/);
    await refused(text(header, []), /line 2: expected an object/);
    await refused(`${text(header)}${"[".repeat(200_000)}\n`, /line 2: expected one JSON object/);
    await refused(text({ ...header, layers: {} }), /line 1: layers: expected a list/);
    await refused(text({ ...header, layers: Array(20_001).fill(layers[0]) }), /layers: expected at most 20000 entries/);
    await refused(text({ ...header, source: "s".repeat(501) }), /source: expected a text of at most 500 characters/);
    await refused(text({ ...header, attention: "yes" }), /line 1: attention: expected true or false/);
    await refused(text({ ...header, skips: 1.5 }), /line 1: skips: expected an integer/);
    await refused(text({ ...header, optimizer: [] }), /line 1: optimizer: expected an object/);
    await refused(
      text({ ...header, optimizer: { kind: "sgd", momentum: "big" } }),
      /optimizer\.momentum: expected a num/,
    );
    await refused(text(header, record(0, { y: { classes: [1, -1] } })), /y\.classes\[1\]: expected an integer/);
    await refused(text(header, record(0, { y: { classes: "two" } })), /y\.classes: expected an integer/);
    await refused(text(header, record(0, { layers: [{ inTime: [1, null] }, {}] })), /inTime\[1\]: expected a number/);
  });

  it("refuses a line without end before it is all there", async () => {
    function* endless(): Generator<string> {
      yield text(header);
      for (;;) yield " ".repeat(1 << 20);
    }
    const lines = readTrace(endless());
    await lines.next();
    await expect(lines.next()).rejects.toMatchObject({ code: "BAD_FILE" });
  });

  it("refuses a line that is longer than any, also where its end comes with it", async () => {
    await refused(
      `${text(header)}${" ".repeat(2 ** 24 + 1)}\n`,
      /line 2: expected a line of at most 16777216 characters/,
    );
    expect(await read(`${text(header)}${" ".repeat(2 ** 24)}\n`)).toEqual([header]);
  });

  it("reads a long trace in memory that does not grow", async () => {
    const line = `${JSON.stringify(record(0, { comment: "c".repeat(4000) })).slice(1)}\n`;
    function* long(): Generator<string> {
      yield text(header);
      for (let step = 0; step < 20_000; step++) yield line.replace(`"step":0`, `"step":${step}`).replace(/^/, "{");
    }
    const before = process.memoryUsage().heapUsed;
    const { findings } = await diagnose(readTrace(long()));
    expect(findings).toEqual([]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64e6);
  });
});

describe("diagnose", () => {
  it("refuses what is no trace", () => {
    expect(() => diagnose([])).toThrow(/no record/);
    expect(() => diagnose([record(0) as TraceLine])).toThrow(/header/);
    expect(() => diagnose(5 as never)).toThrow(expect.objectContaining({ code: "BAD_OPTION" }) as Error);
    expect(() => diagnose([null] as never)).toThrow(expect.objectContaining({ code: "BAD_FILE" }) as Error);
  });

  it("says what a bare trace cannot show", () => {
    const { verdict, unseen } = diagnose([header as TraceLine, record(0)]);
    expect(verdict).toBe("unexplained");
    const missing = new Map(unseen.map(({ id, missing: text }) => [id, text]));
    expect(missing.get("vanishing-backward")).toContain("delta");
    expect(missing.get("unscaled-inputs")).toContain("x");
    expect(missing.get("rate-too-small")).toContain("moved");
  });
});
