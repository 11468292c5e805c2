/** Options of the command line from the JSON Schema of an experiment's parameters. */
import { InvalidArgumentError, Option } from "commander";
import type { ParameterSchema } from "../experiments/types.js";
import { decimal } from "../data/csv/decimal.js";
import { optionName, valueText } from "../figure/page/command.js";

/** The part of JSON Schema that says something about one value. */
export interface ValueSchema {
  type?: string;
  enum?: readonly unknown[];
  items?: ValueSchema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  unit?: string;
  description?: string;
}

function bounds(schema: ValueSchema): string {
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum ?? schema.exclusiveMaximum;
  const above = schema.minimum === undefined ? "above" : "from";
  const below = schema.maximum === undefined ? "below" : "to";
  return [low === undefined ? "" : `${above} ${low}`, high === undefined ? "" : `${below} ${high}`]
    .filter(Boolean)
    .join(" ");
}

/** What may be given, in words: "integers from 1 to 100, separated by commas". */
export function allowed(schema: ValueSchema, plural = false): string {
  if (schema.enum !== undefined) return `${plural ? "any of" : "one of"} ${schema.enum.join(", ")}`;
  if (schema.type === "array") {
    const count = schema.minItems !== undefined && schema.minItems === schema.maxItems ? `${schema.minItems} ` : "";
    return `${count}${allowed(schema.items ?? {}, true)}, separated by commas`;
  }
  if (schema.type === "boolean") return "true or false";
  if (schema.type !== "number" && schema.type !== "integer") return "text or JSON";
  const noun = schema.type === "integer" ? "integer" : "number";
  const kind = plural ? `${noun}s` : noun === "integer" ? "an integer" : "a number";
  return [kind, bounds(schema)].filter(Boolean).join(" ");
}

function toNumber(text: string, schema: ValueSchema): number | undefined {
  const value = decimal(text);
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  const inside = value >= minimum && value <= maximum && value > exclusiveMinimum && value < exclusiveMaximum;
  const whole = schema.type !== "integer" || Number.isSafeInteger(value);
  return Number.isFinite(value) && inside && whole ? value : undefined;
}

/** The value that a text stands for; undefined when it stands for none. Other kinds are left to the experiment's check. */
function toValue(text: string, schema: ValueSchema): unknown {
  if (schema.type === "number" || schema.type === "integer") return toNumber(text, schema);
  if (schema.enum !== undefined) return schema.enum.find((value) => String(value) === text);
  if (schema.type === "boolean") return { true: true, false: false }[text];
  if (schema.type === "array" && !text.startsWith("[")) {
    const parts = text.trim() === "" ? [] : text.split(",");
    const values = parts.map((part) => toValue(part.trim(), schema.items ?? {}));
    const { minItems = 0, maxItems = Infinity } = schema;
    const complete = values.length >= minItems && values.length <= maxItems && !values.includes(undefined);
    return complete ? values : undefined;
  }
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const placeholder = (schema: ValueSchema) =>
  schema.type === "array"
    ? "<list>"
    : schema.type === "boolean"
      ? "[boolean]"
      : schema.type === "integer"
        ? "<n>"
        : "<value>";

/** Reads one value of a schema from the command line, or says what it should be. */
export function parser(schema: ValueSchema): (text: string) => unknown {
  return (text) => {
    const value = toValue(text, schema);
    if (value === undefined) throw new InvalidArgumentError(`Give ${allowed(schema)}.`);
    return value;
  };
}

/** One option a parameter. Defaults are shown and left to the experiment, so that they stand in one place. */
export function parameterOptions(parameters: ParameterSchema): { parameter: string; option: Option }[] {
  return Object.entries(parameters.properties).map(([parameter, property]) => {
    const schema = property as ValueSchema;
    const unit = schema.unit === undefined || schema.unit === "1" ? "" : ` [${schema.unit}]`;
    const facts = `${allowed(schema)}; default ${valueText(schema.default)}`;
    const description = `${schema.description ?? ""}${unit} (${facts})`;
    const option = new Option(`--${optionName(parameter)} ${placeholder(schema)}`, description);
    option.argParser(parser(schema));
    return { parameter, option };
  });
}
