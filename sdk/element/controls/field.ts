/** One labelled native input, kept in step with a value. Rows have methods, whose values may be narrower: a row of words is a row. */
import { html } from "../dom.js";
import type { Key, Text } from "../strings/text.js";

/** How a value is chosen. */
export type Choice<Value> =
  | {
      readonly kind: "select";
      readonly options: readonly Value[];
      label(value: Value, text: Text): string;
    }
  | { readonly kind: "number"; readonly from: number; readonly to: number; readonly whole: boolean }
  | { readonly kind: "range"; readonly from: number; readonly to: number };

export interface FieldRow<State, Value> {
  readonly name: Key;
  readonly choice: Choice<Value>;
  get(state: State): Value;
  /** The state with another value; what depends on it goes with it. */
  set(state: State, value: Value): State;
  /** Whether it is of use in this state; default always. */
  shown?(state: State): boolean;
  /** The word before it is for screen readers alone: what is chosen says what it is. */
  readonly quiet?: boolean;
}

export interface Field<State> {
  readonly root: HTMLElement;
  readonly name: Key;
  update(state: State, text: Text): void;
}

let fields = 0;

/** @param change  is told the new state; a number out of range tells nothing, and is marked. */
export function makeField<State, Value extends string | number>(
  row: FieldRow<State, Value>,
  current: () => State,
  change: (state: State) => void,
): Field<State> {
  const id = `field-${++fields}`;
  const { choice } = row;
  const label = html("label", { for: id, class: row.quiet ? "quiet" : "field-label" });
  const control = choice.kind === "select" ? html("select", { id }) : html("input", inputAttributes(choice, id));
  const output = choice.kind === "range" ? html("output", { for: id, class: "range-value" }) : null;
  const root = html(
    "div",
    { class: `field field-${choice.kind}`, "data-field": row.name },
    label,
    control,
    ...(output ? [output] : []),
  );

  const taken = (): void => {
    const value =
      choice.kind === "select" ? choice.options[(control as HTMLSelectElement).selectedIndex] : Number(control.value);
    const valid = value !== undefined && (choice.kind === "select" || inRange(choice, value as number, control.value));
    control.setAttribute("aria-invalid", String(!valid));
    if (!valid) return;
    if (output) output.textContent = control.value;
    change(row.set(current(), value as Value));
  };
  // A slider is followed as it is drawn; a number is taken when it has been typed.
  control.addEventListener(choice.kind === "range" ? "input" : "change", taken);

  let written = "";
  return {
    root,
    name: row.name,
    update(state, text) {
      root.hidden = !(row.shown?.(state) ?? true);
      label.textContent = text(row.name);
      const value = row.get(state);
      if (choice.kind === "select") {
        const texts = choice.options.map((option) => choice.label(option, text));
        const all = texts.join("\n");
        if (all !== written) {
          written = all;
          control.replaceChildren(...texts.map((each) => html("option", {}, each)));
        }
        (control as HTMLSelectElement).selectedIndex = choice.options.indexOf(value);
      } else if (document.activeElement !== control || Number(control.value) !== value) control.value = String(value);
      if (output) output.textContent = String(value);
      control.removeAttribute("aria-invalid");
    },
  };
}

type NumberChoice = Exclude<Choice<never>, { kind: "select" }>;

function inputAttributes(choice: NumberChoice, id: string): Record<string, string | number> {
  const { from, to } = choice;
  if (choice.kind === "range") return { id, type: "range", min: from, max: to, step: 1 };
  return { id, type: "number", min: from, max: to, step: choice.whole ? 1 : "any", inputmode: "decimal" };
}

function inRange(choice: NumberChoice, value: number, written: string): boolean {
  if (written.trim() === "" || !(value >= choice.from && value <= choice.to)) return false;
  return choice.kind === "range" || !choice.whole || Number.isInteger(value);
}
