/** Traces on the page: what tells them from a table, and their panel. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { StudyError } from "../../../sdk/element/doctor/study.js";
import { examineText } from "../../../sdk/element/strings/examine/text.js";
import { numbersOf } from "../../../sdk/element/strings/numbers.js";
import { traceText } from "../../../sdk/element/strings/trace/text.js";
import { isTrace } from "../../../sdk/element/trace/index.js";
import { TracePanel } from "../../../sdk/element/trace/panel.js";
import type { Diagnosed } from "../../../sdk/element/worker/studyProtocol.js";
import { line, plot } from "../../support/figures.js";
import { allOf, FakeElement, installDocument } from "./document.js";

let remove: () => void;
const drawn: string[] = [];
beforeAll(() => {
  remove = installDocument();
  vi.stubGlobal("ShadowRoot", Map); // the panel stands in none: it adopts no style
  vi.stubGlobal("getComputedStyle", () => ({ colorScheme: "dark" }));
  class Parser {
    parseFromString(text: string) {
      drawn.push(text);
      return { documentElement: new FakeElement("svg") };
    }
  }
  vi.stubGlobal("DOMParser", Parser);
});
afterAll(() => {
  vi.unstubAllGlobals();
  remove();
});

const textsOf = (root: unknown, tag: string): string[] =>
  allOf(root)
    .filter(({ tagName }) => tagName === tag)
    .map(({ textContent }) => textContent);

describe("a file is a trace", () => {
  const named = (name: string, content: string) => {
    const blob = new Blob([content]);
    return isTrace({ name, size: blob.size, slice: (from, to) => blob.slice(from, to) });
  };
  it.each([
    ["run.jsonl", "anything", true],
    ["run.NDJSON", "anything", true],
    ["events.out.tfevents.1", "anything", true],
    ["run.txt", ' { "step": 1 }', true],
    ["run.txt", `${" ".repeat(253)}{"a`, true],
    ["run.txt", `${" ".repeat(255)}{"a`, false],
    ["run.jsonl.csv", "a,b\n1,2", false],
    ["run.txt", "{1}", false],
  ])("%s: %s: %s", async (name, content, is) => expect(await named(name, content)).toBe(is));
});

describe("a trace's panel", () => {
  const file = { name: "own.jsonl", size: 4, slice: () => new Blob() };
  const found: Diagnosed = {
    diagnosis: {
      verdict: "sick",
      findings: [{ id: "saturation", evidence: "the evidence" }],
      unseen: [{ id: "dying", missing: "a histogram" }],
    },
    broken: { step: 4, layer: 1, name: "layer two", what: "loss" },
    ...{ source: "Keras", layers: 3, records: 1200, steps: [0, 9], loss: [2.5, 0.25] },
    unread: Array.from({ length: 21 }, (_, tag) => `tag${tag}`),
    figures: [plot([line([1, 2])])],
  } as unknown as Diagnosed;

  async function panel(
    diagnose: (given: unknown, options: { signal: AbortSignal; onProgress: (at: object) => void }) => unknown,
  ) {
    const [says, doctor] = [await traceText("en"), await examineText("en")];
    const study = { diagnose } as never;
    return { says, doctor, panel: new TracePanel({ says, doctor, numbers: numbersOf("en"), study, docs: "docs/" }) };
  }

  it("says what was read, what was found, what cannot be seen, and draws the figures", async () => {
    const { panel: shown, says, doctor } = await panel(() => Promise.resolve(found));
    expect(await shown.show(file)).toBeNull();
    expect(textsOf(shown.root, "strong")).toEqual([
      ...[says("title", { name: "own.jsonl" }), doctor("sick"), doctor("findings"), doctor.finding("saturation").title],
      ...[says("figures"), says("unseen"), doctor.finding("dying").title],
    ]);
    const course = {
      first: "0",
      last: "9",
      source: "Keras",
      records: numbersOf("en").whole(1200),
      layers: "3",
      start: "2.5",
      end: "0.25",
    };
    const tags = found.unread.slice(0, 20).join(", ");
    expect(textsOf(shown.root, "p")).toEqual(
      expect.arrayContaining([
        says("course", course),
        says("broken", { step: 4, layer: 2, name: "layer two" }),
        says("suspicion"),
        says("unread", { tags }),
      ]),
    );
    expect(textsOf(shown.root, "span")).toEqual(["the evidence", "a histogram"]);
    expect(
      allOf(shown.root)
        .find(({ tagName }) => tagName === "a")!
        .getAttribute("href"),
    ).toBe("docs/doctor.md#saturation");
    expect(shown.root.getAttribute("aria-label")).toBe(says("title", { name: "own.jsonl" }));
    expect(drawn.at(-1)).toMatch(/width="320"[^]*trace-0[^]*#16181d/); // as narrow as a figure may be, and dark
    expect(allOf(shown.root).find(({ tagName }) => tagName === "progress")!.hidden).toBe(true);
  });

  it.each([
    ["healthy", true],
    ["floor", true],
    ["slow", false],
  ] as const)("%s without findings: says that there are none, or nothing: %s", async (verdict, says) => {
    const diagnosis = { ...found.diagnosis, verdict, findings: [], unseen: [] };
    const all = { ...found, diagnosis, broken: null, unread: [], figures: [] } as unknown as Diagnosed;
    const { panel: shown, doctor } = await panel(() => Promise.resolve(all));
    await shown.show(file);
    expect(textsOf(shown.root, "p").includes(doctor("noFindings"))).toBe(says);
    expect(textsOf(shown.root, "ul")).toEqual([]);
  });

  it("follows the reading; what cannot be read is refused, and leaves what was shown", async () => {
    let answer: () => unknown = () => found;
    const seen: string[] = [];
    const { panel: shown, says } = await panel(async (_, { onProgress }) => {
      onProgress({ done: 1, total: 4 * 2 ** 20 });
      onProgress({ done: 2 ** 20, total: 4 * 2 ** 20 });
      seen.push(textsOf(shown.root, "p")[0]!);
      await Promise.resolve();
      return answer();
    });
    await shown.show(file);
    expect(seen).toEqual([says("reading", { share: numbersOf("en").percent(0.25), size: "4" })]);
    const before = textsOf(shown.root, "p");
    answer = () => {
      throw new StudyError("BAD_FILE", "no record");
    };
    expect(await shown.show(file)).toBe(says("refused", { name: "own.jsonl", message: "no record" }));
    expect(textsOf(shown.root, "p")).toEqual(before);
    answer = () => {
      throw new StudyError("ABORTED", "stopped");
    };
    expect(await shown.show(file)).toBeNull();
  });

  it("shows the last file that was brought, and reads no further when it is closed", async () => {
    const answers: ((diagnosed: Diagnosed) => void)[] = [];
    const signals: AbortSignal[] = [];
    const { panel: shown, says } = await panel((_, { signal }) => {
      signals.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    });
    const both = [shown.show(file), shown.show({ ...file, name: "second" })];
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    answers[1]!({ ...found, source: "second source" });
    answers[0]!(found);
    expect(await Promise.all(both)).toEqual([null, null]);
    expect(textsOf(shown.root, "strong")[0]).toBe(says("title", { name: "second" }));
    const button = allOf(shown.root).find(({ tagName }) => tagName === "button")!;
    button.listeners.get("click")!({});
    expect(signals[1]!.aborted).toBe(true);
  });
});
