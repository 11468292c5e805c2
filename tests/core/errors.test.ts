import { GradiometerError, load } from "gradiometer";
import { describe, expect, it } from "vitest";
import { show } from "../../sdk/core/show.js";

/** The error that the work throws. */
function thrown(work: () => unknown): GradiometerError {
  try {
    work();
  } catch (error) {
    return error as GradiometerError;
  }
  throw new Error("it threw nothing");
}

describe("GradiometerError", () => {
  it("has a name and a code, and says so as JSON", async () => {
    const lab = await load();
    const error = thrown(() => lab.mlp({ sizes: [] }));
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(GradiometerError);
    expect(error.name).toBe("GradiometerError");
    expect(String(error)).toMatch(/^GradiometerError: sizes: /);
    const { code, message } = error;
    expect(JSON.parse(JSON.stringify(error))).toEqual({ name: "GradiometerError", code: "BAD_OPTION", message });
    expect(structuredClone(error.toJSON())).toEqual({ name: "GradiometerError", code, message });
  });

  it("a clone has its message; what else it loses is in toJSON()", async () => {
    const lab = await load();
    const error = thrown(() => lab.mlp({ sizes: [] }));
    const clone = structuredClone(error);
    expect(clone.message).toBe(error.message);
    expect(clone).not.toBeInstanceOf(GradiometerError);
  });

  it("is no plain error", () => {
    for (const other of [new Error("x"), null, undefined, "x", {}])
      expect(other instanceof GradiometerError).toBe(false);
  });
});

class Sample {
  readonly value = 1;
}

/** A million entries: shown in no time, since no more than fifty are looked at. */
const large = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, index) => [`key${index}`, index]));
const circular: Record<string, unknown> = {};
circular["self"] = circular;
const hostile = {
  get value(): never {
    throw new Error("no");
  },
};

describe("a value in a message", () => {
  it.each<[unknown, string]>([
    [1, "1"],
    ["mse", '"mse"'],
    ["x".repeat(100), `"${"x".repeat(40)}…"`],
    [null, "null"],
    [undefined, "undefined"],
    [1n, "a bigint"],
    [Symbol("x"), "a symbol"],
    [() => 1, "a function"],
    [[1, 2], "an array of length 2"],
    [new Float32Array(3), "an array of length 3"],
    [new DataView(new ArrayBuffer(1)), "a DataView"],
    [{ a: 1 }, '{"a":1}'],
    [Object.create(null), "{}"],
    [new Sample(), "a Sample"],
    [new Map(), "a Map"],
    [new ArrayBuffer(1), "an ArrayBuffer"],
    [new Date(0), "a Date"],
    [Promise.resolve(1), "a Promise: await it"],
    [{ then: () => undefined }, "a promise: await it"],
    [large, "an object"],
    [circular, "an object"],
    [hostile, "an object"],
  ])("%#", (value, text) => {
    expect(show(value)).toBe(text);
  });
});
