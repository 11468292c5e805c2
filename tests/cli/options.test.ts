/** What an option of the command line takes: the words for it, and the value that a text stands for. */
import { describe, expect, it } from "vitest";
import { allowed, parameterOptions, parser, type ValueSchema } from "../../sdk/cli/options.js";

const REFUSED = "refused";

/** The value that a text stands for, or the sentence that refuses it. */
function read(schema: ValueSchema, text: string): unknown {
  try {
    return parser(schema)(text);
  } catch (error) {
    expect((error as Error).message).toBe(`Give ${allowed(schema)}.`);
    return REFUSED;
  }
}

const integer = { type: "integer" };
const number = { type: "number" };

describe("a schema in words, and its values", () => {
  it.each<[ValueSchema, string, Record<string, unknown>]>([
    [integer, "an integer", { 7: 7, "-7": -7, 1.5: REFUSED, "": REFUSED, 9007199254740992: REFUSED, x: REFUSED }],
    [{ ...integer, minimum: 1, maximum: 3 }, "an integer from 1 to 3", { 0: REFUSED, 1: 1, 3: 3, 4: REFUSED }],
    [
      { ...number, exclusiveMinimum: 0, exclusiveMaximum: 1 },
      "a number above 0 below 1",
      { 0: REFUSED, 1e-3: 0.001, 0.5: 0.5, 1: REFUSED },
    ],
    [{ ...number, minimum: 0.5 }, "a number from 0.5", { 0.4: REFUSED, 0.5: 0.5, 1e9: 1e9, Infinity: REFUSED }],
    [{ ...number, maximum: 2 }, "a number to 2", { 2: 2, 2.1: REFUSED, "-5": -5 }],
    [{ enum: ["relu", "tanh", 3] }, "one of relu, tanh, 3", { relu: "relu", 3: 3, Relu: REFUSED }],
    [{ type: "boolean" }, "true or false", { true: true, false: false, yes: REFUSED }],
    [
      { type: "array", items: { ...integer, minimum: 1 }, minItems: 2, maxItems: 3 },
      "integers from 1, separated by commas",
      { "1,2": [1, 2], "1, 2 ,3": [1, 2, 3], 1: REFUSED, "1,2,3,4": REFUSED, "0,1": REFUSED, "1,,2": REFUSED },
    ],
    [
      { type: "array", items: { enum: ["a", "b"] }, minItems: 2, maxItems: 2 },
      "2 any of a, b, separated by commas",
      { "a,b": ["a", "b"], a: REFUSED, '["c"]': ["c"] },
    ],
    [{ type: "array", items: number }, "numbers, separated by commas", { "": [], "0.5": [0.5], "[1": REFUSED }],
    [{}, "text or JSON", { word: "word", '{"a":1}': { a: 1 }, "[1,2]": [1, 2], "{a": REFUSED }],
  ])("%j: %s", (schema, words, values) => {
    expect(allowed(schema)).toBe(words);
    expect(Object.fromEntries(Object.keys(values).map((text) => [text, read(schema, text)]))).toEqual(values);
  });
});

it("one option a parameter, with what it takes, its unit and its default", () => {
  const properties = {
    hiddenSize: { ...integer, minimum: 1, description: "Units of a layer", default: 32 },
    rate: { ...number, unit: "1", description: "Step", default: 0.1 },
    span: { type: "array", items: integer, unit: "px", default: [1, 2] },
    centred: { type: "boolean", default: false },
  };
  const options = parameterOptions({ properties } as unknown as Parameters<typeof parameterOptions>[0]);
  expect(options.map(({ parameter, option }) => [parameter, option.flags, option.description])).toEqual([
    ["hiddenSize", "--hidden-size <n>", "Units of a layer (an integer from 1; default 32)"],
    ["rate", "--rate <value>", "Step (a number; default 0.1)"],
    ["span", "--span <list>", " [px] (integers, separated by commas; default 1,2)"],
    ["centred", "--centred [boolean]", " (true or false; default false)"],
  ]);
});
