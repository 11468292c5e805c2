/** A dialog over the lab. Escape closes it, and the focus goes back to where it was. */
import { html } from "../dom.js";
import { adoptPanelStyle } from "./panelStyle.js";

export function openDialog(
  into: HTMLElement,
  name: string,
  title: string,
  close: string,
  ...content: Node[]
): HTMLDialogElement {
  const button = html("button", { type: "button", class: "close" }, close);
  const dialog = html(
    "dialog",
    { class: name, "aria-label": title },
    html("header", {}, html("strong", {}, title), button),
    ...content,
  );
  button.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  // A deck of slides around the lab hears nothing of its keys.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  adoptPanelStyle(into);
  into.append(dialog);
  dialog.showModal();
  return dialog;
}
