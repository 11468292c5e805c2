/** What notebooks ask a value for, as Deno's kernel does: a picture or a page, by its media type. */
const DISPLAY = Symbol.for("Jupyter.display");

/** Texts by their media type. */
export type MediaBundle = Readonly<Record<string, string>>;

/** The same object, which a notebook now shows so. It stays plain data: JSON, copies and clones do not see it. */
export function showing<T extends object>(value: T, bundle: () => MediaBundle): T {
  return Object.defineProperty(value, DISPLAY, { value: bundle, configurable: true });
}
