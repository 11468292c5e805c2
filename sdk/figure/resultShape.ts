/** What a result must look like that a figure or a page is made of: it may come from a file. */
import { badOption } from "../core/check.js";
import {
  anything,
  callable,
  dictionary,
  either,
  flag,
  json,
  list,
  number,
  record,
  type Shape,
  text,
} from "../core/shape.js";

const cell = either(
  "a number, a text or null",
  (value) => value === null,
  (value) => ["number", "string"].includes(typeof value),
);
const bound = either(
  "a number or null",
  (value) => value === null,
  (value) => typeof value === "number",
);
const measured = either("a number or a text", (value) => ["number", "string"].includes(typeof value));

const property = record({ default: json }, { description: text, unit: text });

const table = record({ name: text, columns: list(record({ name: text, values: list(cell) }, { unit: text })) });
const claim = record(
  { id: text, statement: text, source: text, low: bound, high: bound, measured, holds: flag, foreseen: flag },
  { unit: text },
);

const result = record({
  experiment: text,
  parameters: dictionary(json),
  seed: number,
  version: text,
  variant: text,
  tables: list(table),
  claims: list(claim),
});

/** A result as `run` gives it. @throws GradiometerError BAD_OPTION naming its part; also when columns of a table differ in length */
export function checkResult(value: unknown): void {
  result("result", value);
  const { tables } = value as { tables: { columns: { name: string; values: unknown[] }[] }[] };
  tables.forEach(({ columns }, index) => {
    const rows = columns[0]?.values.length;
    const other = columns.find(({ values }) => values.length !== rows);
    if (other) {
      const name = `result.tables[${index}] (${JSON.stringify(other.name)})`;
      throw badOption(name, `${rows} values, as in its first column`, other.values.length);
    }
  });
}

/** What `figuresOf` takes of an experiment. */
export const drawingExperiment: Shape = record({}, { figures: callable });

/** What `page` takes of one. */
export const describedExperiment: Shape = record(
  { title: text, question: text, parameters: record({ properties: dictionary(property) }) },
  { figures: callable },
);

/** Figures in place of an experiment's, each of which `figure` checks. */
export const figureList: Shape = list(anything);
