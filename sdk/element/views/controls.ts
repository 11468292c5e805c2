/** Native inputs of the views that have controls of their own. */
import { html, setText } from "../dom.js";

/** A labelled list of words. */
export function choice<Word extends string>(
  label: string,
  words: readonly Word[],
  textOf: (word: Word) => string,
  chosen: (word: Word) => void,
): { readonly root: HTMLElement; show(word: Word): void } {
  const select = html("select", {}, ...words.map((word) => html("option", { value: word }, textOf(word))));
  select.addEventListener("change", () => {
    const word = words.find((one) => one === select.value);
    if (word !== undefined) chosen(word);
  });
  return {
    root: html("label", { class: "field" }, html("span", { class: "field-label" }, label), select),
    show: (word) => {
      if (select.value !== word) select.value = word;
    },
  };
}

/** A labelled slider with its value beside it. */
export function slider(
  label: string,
  { min, max, step }: { readonly min: number; readonly max: number; readonly step: number },
  say: (value: number) => string,
  moved: (value: number) => void,
): { readonly root: HTMLElement; show(value: number): void } {
  const input = html("input", { type: "range", min, max, step });
  const output = html("output", { class: "range-value" });
  const tell = (value: number): void => {
    setText(output, say(value));
    if (input.getAttribute("aria-valuetext") !== say(value)) input.setAttribute("aria-valuetext", say(value));
  };
  input.addEventListener("input", () => {
    const value = Number(input.value);
    tell(value);
    moved(value);
  });
  return {
    root: html("label", { class: "field field-range" }, html("span", { class: "field-label" }, label), input, output),
    show: (value) => {
      if (Number(input.value) !== value) input.value = String(value);
      tell(value);
    },
  };
}
