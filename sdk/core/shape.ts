/** What plain data must look like, said once: small checks that are put together, each of which names what it did not like. */
import { badOption, isArray } from "./check.js";

/** Looks at one value. @throws GradiometerError BAD_OPTION that names it, what was expected and what came */
export type Shape = (name: string, value: unknown) => void;

const when =
  (expected: string, accept: (value: unknown) => boolean): Shape =>
  (name, value) => {
    if (!accept(value)) throw badOption(name, expected, value);
  };

/** A string. */
export const text = when("a text", (value) => typeof value === "string");

/** A number, whichever. */
export const number = when("a number", (value) => typeof value === "number");

/** True or false. */
export const flag = when("true or false", (value) => typeof value === "boolean");

/** A function. */
export const callable = when("a function", (value) => typeof value === "function");

/** Anything. */
export const anything: Shape = () => undefined;

/** What JSON can hold: no function, no undefined, no bigint, nothing that contains itself. */
export const json = when("what JSON can hold", (value) => {
  try {
    return typeof JSON.stringify(value) === "string";
  } catch {
    return false;
  }
});

/** An object of which every member is so. */
export const dictionary =
  (entry: Shape): Shape =>
  (name, value) => {
    record({})(name, value);
    for (const [key, member] of Object.entries(value as object)) entry(`${name}.${key}`, member);
  };

/** One of some words. */
export const oneOf = (...words: readonly string[]): Shape =>
  when(`one of ${words.map((word) => JSON.stringify(word)).join(", ")}`, (value) => words.includes(value as string));

/** Whatever one of these is; the first says what was expected. */
export const either = (expected: string, ...accept: readonly ((value: unknown) => boolean)[]): Shape =>
  when(expected, (value) => accept.some((one) => one(value)));

/** An array, typed or not, whose entries all are so. */
export const list =
  (entry: Shape): Shape =>
  (name, value) => {
    if (!isArray(value)) throw badOption(name, "an array", value);
    for (let index = 0; index < value.length; index++) entry(`${name}[${index}]`, value[index]);
  };

/** An object with these members; `optional` ones may be missing or undefined, and others may stand beside them. */
export const record =
  (required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  (name, value) => {
    if (typeof value !== "object" || value === null || isArray(value)) throw badOption(name, "an object", value);
    const members = value as Readonly<Record<string, unknown>>;
    for (const [key, shape] of Object.entries(required)) shape(`${name}.${key}`, members[key]);
    for (const [key, shape] of Object.entries(optional))
      if (members[key] !== undefined) shape(`${name}.${key}`, members[key]);
  };
