/** The one control of a preset or a scene, as a native input. */
import { html } from "../dom.js";
import type { LabState } from "../state/state.js";
import { DEFAULT_STATE } from "../state/state.js";
import type { Numbers } from "../strings/numbers.js";
import type { Key, Text } from "../strings/text.js";
import { slider } from "../views/controls.js";
import { type Control, type NetChoices, type Slider, valueOf, withValue } from "./control.js";

export interface FieldContext {
  readonly text: Text;
  readonly numbers: Numbers;
  readonly change: (state: LabState) => void;
}

export interface Field {
  readonly root: HTMLElement;
  /** Shows where the control stands in this state, which its next change starts from. */
  set(state: LabState): void;
}

/** Counts fields, so that the radio buttons of each are a group of their own. */
let fields = 0;

/** What a slider is called: ρ and the point have signs, not words. */
const nameOf = (control: Slider, text: Text): string =>
  control.kind === "view" ? { radius: "ρ", point: "x", steps: text("timeAxis") }[control.key] : text(keyOf(control));

const keyOf = (control: Exclude<Slider, { kind: "view" }>): Key => (control.kind === "seed" ? "seed" : control.key);

function sliderField(control: Slider, { text, numbers, change }: FieldContext): Field {
  const { from, to, step } = control;
  let state = DEFAULT_STATE;
  const made = slider(
    nameOf(control, text),
    { min: from, max: to, step },
    (value) => numbers.short(value),
    (value) => change(withValue(state, control, value)),
  );
  return {
    root: made.root,
    set: (other) => {
      state = other;
      made.show(valueOf(other, control));
    },
  };
}

function choiceField(control: NetChoices, { text, change }: FieldContext): Field {
  const group = `gl-control-${++fields}`;
  let state = DEFAULT_STATE;
  const inputs = control.choices.map(({ name }, index) => {
    const input = html("input", { type: "radio", name: group, value: name });
    input.addEventListener("change", () => change(withValue(state, control, index)));
    return input;
  });
  const labels = control.choices.map(({ name, label }, index) =>
    html("label", {}, ...inputs.slice(index, index + 1), label ? text(label) : name),
  );
  const root = html("fieldset", { class: "gl-control" }, html("legend", {}, text(control.key)), ...labels);
  return {
    root,
    set: (other) => {
      state = other;
      const chosen = valueOf(other, control);
      inputs.forEach((input, index) => (input.checked = index === chosen));
    },
  };
}

export const controlField = (control: Control, context: FieldContext): Field =>
  control.kind === "choice" ? choiceField(control, context) : sliderField(control, context);
