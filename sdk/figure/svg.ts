/** SVG as text: elements, escaped, with coordinates of at most two decimals. */

/**
 * A coordinate as text. Rounding to 1/100 px makes figures equal byte for byte in every engine, although positions on a log
 * axis go through the host's Math.log: engines differ in its last bits, which are far below.
 */
export function fixed(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// What XML 1.0 has no way to write: most control characters, halves of surrogate pairs, two non-characters.
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text made safe for XML and HTML, between tags and in attributes alike. */
export function escape(text: string): string {
  return text.replace(UNWRITABLE, "\uFFFD").replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element; its children are SVG already. An attribute that is undefined is left out. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? fixed(value) : escape(value!)}"`)
    .join("");
  const content = children.join("");
  return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** A group; nothing when it would be empty. */
export function group(attributes: Attributes, ...children: readonly string[]): string {
  return children.join("") === "" ? "" : element("g", attributes, ...children);
}

/** A straight line. */
export function stroke(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string {
  return element("path", { d: `M${fixed(x1)},${fixed(y1)}L${fixed(x2)},${fixed(y2)}`, ...attributes });
}
