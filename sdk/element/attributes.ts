/** The attributes of the element, in one table: what is observed, the properties beside them, and the documentation. */
export interface AttributeRow {
  readonly name: string;
  /** The property of the element; a boolean is there or not. */
  readonly property: string;
  readonly type: "text" | "boolean";
  readonly description: string;
}

export const ATTRIBUTES = [
  {
    name: "state",
    property: "state",
    type: "text",
    description:
      "All of what is shown, as a link of the lab writes it behind its #. What it leaves unsaid is the default.",
  },
  {
    name: "preset",
    property: "preset",
    type: "text",
    description: "The name of a preset, such as deep-sigmoid; `state` goes before it.",
  },
  {
    name: "mode",
    property: "mode",
    type: "text",
    description:
      '"slide": the sentence as a headline, larger type, one row of controls. "tour": the ten scenes. Else the whole lab.',
  },
  {
    name: "theme",
    property: "theme",
    type: "text",
    description: '"light" or "dark"; without it, what the page\'s reader prefers.',
  },
  {
    name: "lang",
    property: "lang",
    type: "text",
    description: "en, fr or ko; without it, that of the nearest element around it, or of the page.",
  },
  {
    name: "heading-level",
    property: "headingLevel",
    type: "text",
    description: "2 to 6: the level of the lab's own heading, for a page's outline. Default 2.",
  },
  {
    name: "autoplay",
    property: "autoplay",
    type: "boolean",
    description: "Trains as soon as it is in view; not where the reader prefers reduced motion.",
  },
  {
    name: "sync-url",
    property: "syncUrl",
    type: "boolean",
    description:
      "Keeps the page's own address in step with the state, and begins with what the address says. For a page of its own alone.",
  },
] as const satisfies readonly AttributeRow[];

export type AttributeName = (typeof ATTRIBUTES)[number]["name"];
