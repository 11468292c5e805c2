/** @module-tag long */
import { load } from "gradiometer";
import { diagnose, readTrace, traceText, zoo } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { traced } from "./zoo.js";

/** What only a trial, or rows that the training does not see, can show. */
const UNSEEN = ["capacity", "overfitting"];

describe("our own trainings as traces", () => {
  it.each(zoo)("$name", { timeout: 60_000 }, async (net) => {
    const lines = await traced(await load(), net);
    const diagnosis = diagnose(lines);
    const [expected] = net.expect.findings;
    if (expected === undefined || UNSEEN.includes(expected)) expect(diagnosis.verdict).not.toBe("sick");
    else expect(diagnosis.findings[0]?.id).toBe(expected);
    expect(diagnosis.unseen.map(({ id }) => id)).toEqual(expect.arrayContaining(UNSEEN));
    // What is written and read again says the same.
    const text = lines.map((line) => `${traceText(line)}\n`).join("");
    expect(await diagnose(readTrace([text]))).toEqual(diagnosis);
  });
});
