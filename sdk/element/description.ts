/** What the element offers beside its attributes, and custom-elements.json, which editors and documentation read. */
import { type AttributeRow, ATTRIBUTES } from "./attributes.js";

interface Named {
  readonly name: string;
  readonly description: string;
}

export const PROPERTIES: readonly (Named & { readonly type: string })[] = [
  { name: "playing", type: "boolean", description: "Whether it trains; read only." },
  { name: "steps", type: "number", description: "Steps taken; read only." },
];

export const METHODS: readonly Named[] = [
  { name: "play", description: "Trains to the last step." },
  { name: "pause", description: "Stops after the step under way." },
  { name: "step", description: "Takes one step." },
  { name: "reset", description: "Back to step 0: the same seed, the same bits." },
];

export const EVENTS: readonly (Named & { readonly type: string })[] = [
  { name: "step", type: "LabStepEvent", description: "A frame was drawn: `step`, and `losses` of A and B." },
  {
    name: "finding",
    type: "LabFindingEvent",
    description: "Something was found in a net: `net`, `findings` (ids of the doctor), `step`.",
  },
  { name: "done", type: "LabDoneEvent", description: "Training stopped: `step`, and `hashes` of the parameters." },
  {
    name: "error",
    type: "LabErrorEvent",
    description: "Nothing can be shown, or a state could not be read: `code`, `message`.",
  },
];

export const SLOTS: readonly Named[] = [
  {
    name: "",
    description:
      "Shown before the script is there, without scripts, and where nothing can be computed: an image and a sentence.",
  },
  { name: "caption", description: "Below the lab." },
];

export const PARTS: readonly Named[] = [
  { name: "net", description: "The card of a net." },
  { name: "figure", description: "A drawing: bars, map, loss." },
  { name: "verdict", description: "What the doctor says of a net." },
  { name: "table", description: "The numbers behind the figures." },
  { name: "file", description: "Where a file is chosen or dropped." },
  { name: "share", description: "The dialog that gives the lab away." },
];

export const CSS_PROPERTIES: readonly Named[] = [
  { name: "--gl-a", description: "Colour of net A." },
  { name: "--gl-b", description: "Colour of net B." },
  { name: "--gl-ink", description: "Text and theory." },
  { name: "--gl-paper", description: "Background." },
  { name: "--gl-line", description: "Borders." },
];

const typeOf = ({ type }: AttributeRow): { text: string } => ({
  text: type === "boolean" ? "boolean" : "string | null",
});

/** The manifest of the package: https://github.com/webcomponents/custom-elements-manifest, schema 1.0.0. */
export function manifest(): object {
  const path = "dist/element.js";
  const rows: readonly AttributeRow[] = ATTRIBUTES;
  const [tagName, name] = ["gradient-lab", "GradientLab"];
  return {
    schemaVersion: "1.0.0",
    modules: [
      {
        kind: "javascript-module",
        path,
        declarations: [
          {
            kind: "class",
            customElement: true,
            tagName,
            name,
            superclass: { name: "HTMLElement" },
            description:
              "Two nets from one seed: how much of the error reaches each layer, before and while they train.",
            attributes: rows.map((row) => ({
              name: row.name,
              fieldName: row.property,
              type: typeOf(row),
              description: row.description,
            })),
            members: [
              ...rows.map((row) => ({
                kind: "field",
                name: row.property,
                attribute: row.name,
                type: typeOf(row),
                description: row.description,
              })),
              ...PROPERTIES.map(({ type, ...row }) => ({
                kind: "field",
                ...row,
                type: { text: type },
                readonly: true,
              })),
              ...METHODS.map((row) => ({ kind: "method", ...row, return: { type: { text: "void" } } })),
            ],
            events: EVENTS.map(({ type, ...row }) => ({ ...row, type: { text: type } })),
            slots: SLOTS,
            cssParts: PARTS,
            cssProperties: CSS_PROPERTIES,
          },
        ],
        exports: [
          { kind: "js", name, declaration: { name, module: path } },
          { kind: "custom-element-definition", name: tagName, declaration: { name, module: path } },
        ],
      },
    ],
  };
}
