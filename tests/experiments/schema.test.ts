/** The schemas of all parameters, as a form or another program reads them: JSON Schema of 2020-12, and what `run` takes. */
import { Validator } from "@cfworker/json-schema";
import { experiments } from "gradiometer/experiments";
import { describe, expect, it } from "vitest";
import { SMALL } from "../support/small.js";

interface Bounds {
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

/** A number on the other side of a bound; NaN where there is none. */
const beyond = (bound = NaN, side: 1 | -1): number => bound + side * Math.max(1, Math.abs(bound));

describe.each(experiments)("$id", ({ id, parameters, claims }) => {
  const { properties } = parameters;
  const validator = new Validator(parameters, "2020-12");
  const valid = (given: object): boolean => validator.validate(given).valid;
  const defaults = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, property.default]));

  it("takes its defaults, those of small runs and those of every control, and no other word", () => {
    expect(valid({})).toBe(true);
    expect(valid(defaults)).toBe(true);
    expect(valid(SMALL[id] ?? {})).toBe(true);
    for (const { control } of claims) expect(valid(control)).toBe(true);
    expect(valid({ noSuchParameter: 1 })).toBe(false);
    expect([1, [], null].map((given) => valid(given as object))).toEqual([false, false, false]);
  });

  it("says of every parameter what it is, and refuses what lies beyond its bounds", () => {
    for (const [name, property] of Object.entries(properties)) {
      expect(property.description, name).toMatch(/\S/);
      const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = property as Readonly<Record<string, unknown>> &
        Bounds;
      for (const wrong of [beyond(minimum, -1), beyond(maximum, 1), exclusiveMinimum ?? NaN, exclusiveMaximum ?? NaN])
        if (!Number.isNaN(wrong)) expect(valid({ [name]: wrong }), `${name} ${wrong}`).toBe(false);
    }
  });
});
