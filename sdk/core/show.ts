/** More of a value than this is not looked at: a message is one line, and must not cost what a large value does. */
const MOST_ENTRIES = 50;
const MOST_CHARACTERS = 60;

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** The class of an object that is not plain, of any realm; undefined when it has none to speak of. */
function className(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Object.prototype, of whichever realm, is the one that has nothing above it.
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined;
  const { name } = value.constructor as { name?: unknown };
  return typeof name === "string" && name !== "" && name !== "Object" ? cut(name, 40) : undefined;
}

/** JSON of a plain object, or undefined when it is too large or has none. */
function json(value: object): string | undefined {
  let entries = 0;
  return JSON.stringify(value, (_key, part: unknown) => {
    if (++entries > MOST_ENTRIES) throw new RangeError("more than a message can hold");
    return typeof part === "string" ? cut(part, MOST_CHARACTERS) : part;
  });
}

function showObject(value: object): string {
  try {
    const name = className(value);
    if ("then" in value && typeof value.then === "function") return `a ${name ?? "promise"}: await it`;
    if (name !== undefined) return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
    return cut(json(value) ?? "an object", MOST_CHARACTERS);
  } catch {
    return "an object";
  }
}

/** A value as it should stand in a message: short, named by its class, and never thrown upon. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(value, 40));
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value))
    return `an array of length ${String(value.length)}`;
  return showObject(value);
}
