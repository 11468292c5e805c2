/** The types of an experiment's parameters, read from its schema: one source for both. */
import type { ParameterProperty } from "../types.js";

/** What a JSON Schema of a parameter lets through. */
type ValueOf<Schema> = Schema extends { readonly enum: readonly (infer Word)[] }
  ? Word
  : Schema extends { readonly type: "array"; readonly items: infer Item }
    ? ValueOf<Item>[]
    : Schema extends { readonly type: "integer" | "number" }
      ? number
      : Schema extends { readonly type: "boolean" }
        ? boolean
        : never;

/** The parameters that `properties` describe, written `as const`. */
export type ParametersOf<Properties extends Readonly<Record<string, ParameterProperty>>> = {
  -readonly [Name in keyof Properties]: ValueOf<Properties[Name]>;
};
