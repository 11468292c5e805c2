import { type Schema, Validator } from "@cfworker/json-schema";
import { badOption, checkKeys } from "../core/check.js";
import type { ParameterSchema } from "./types.js";

const DRAFT = "2020-12";

/** What a property of a schema lets through. */
type ValueOf<P> = P extends { readonly enum: readonly (infer Word)[] }
  ? Word
  : P extends { readonly type: "array"; readonly items: infer Item }
    ? ValueOf<Item>[]
    : P extends { readonly type: "integer" | "number" }
      ? number
      : P extends { readonly type: "boolean" }
        ? boolean
        : never;

/** The type of the parameters that a schema describes, when it is written `as const satisfies ParameterSchema`. */
export type ParametersOf<S extends ParameterSchema> = {
  -readonly [Name in keyof S["properties"]]: ValueOf<S["properties"][Name]>;
};

/**
 * The parameters with every default filled in: plain JSON, the caller's object neither kept nor changed.
 *
 * @throws GradiometerError BAD_OPTION that names the parameter, its range and what came.
 */
export function checkParameters(schema: ParameterSchema, given: unknown): Record<string, unknown> {
  const names = Object.keys(schema.properties);
  const values = checkKeys("parameters", given, names);
  const complete = names.map((name) => {
    const { default: usual, ...property } = schema.properties[name]!;
    const value = values[name] ?? usual;
    checkValue(name, property, value);
    return [name, JSON.parse(JSON.stringify(value)) as unknown] as const;
  });
  return Object.fromEntries(complete);
}

/** Looks into a list first, so that the error names the item and not the list. */
function checkValue(name: string, schema: Schema, value: unknown): void {
  if (Array.isArray(value) && typeof schema.items === "object" && !Array.isArray(schema.items)) {
    for (const [index, item] of value.entries()) checkValue(`${name}[${index}]`, schema.items, item);
  }
  if (!isJson(value) || !new Validator(schema, DRAFT).validate(value).valid)
    throw badOption(name, describe(schema), value);
}

/** The validator lets NaN pass for a number and throws on what JSON has no word for. */
function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return value === null || ["string", "boolean", "object"].includes(typeof value);
}

/** How long a list may be, in words: "a list of at least 1 value, all different". */
function describeList({ minItems = 0, maxItems, uniqueItems }: Schema): string {
  const [number, last] =
    maxItems === undefined
      ? [`at least ${minItems}`, minItems]
      : [minItems === maxItems ? `${minItems}` : `${minItems} to ${maxItems}`, maxItems];
  return `a list of ${number} value${last === 1 ? "" : "s"}${uniqueItems ? ", all different" : ""}`;
}

/** What a schema asks for, in words: "an integer from 1 to 100". */
function describe(schema: Schema): string {
  if (schema.enum) return `one of ${schema.enum.map(String).join(", ")}`;
  if (schema.type === "array") return describeList(schema);
  if (schema.type === "boolean") return "true or false";
  const { minimum, maximum, exclusiveMinimum } = schema;
  const low =
    typeof exclusiveMinimum === "number"
      ? ` above ${exclusiveMinimum}`
      : minimum === undefined
        ? ""
        : ` from ${minimum}`;
  const high = maximum === undefined ? "" : ` to ${maximum}`;
  return `${schema.type === "integer" ? "an integer" : "a finite number"}${low}${high}`;
}
