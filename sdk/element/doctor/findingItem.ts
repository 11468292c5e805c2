/** A finding as panels show it. */
import type { Finding } from "../../doctor/types.js";
import { html } from "../dom.js";
import type { ExamineText } from "../strings/examine/text.js";

/** A titled list, or a sentence where it is empty; nothing without either. */
export function section(title: string, items: readonly Node[], none = ""): readonly Node[] {
  if (items.length === 0 && none === "") return [];
  return [html("p", {}, html("strong", {}, title)), items.length > 0 ? html("ul", {}, ...items) : html("p", {}, none)];
}

/** The evidence is the doctor's own, in English. */
export function findingItem(says: ExamineText, docs: string, { id, evidence }: Pick<Finding, "id" | "evidence">): Node {
  const { title, sentence } = says.finding(id);
  return html(
    "li",
    {},
    html("strong", {}, title),
    ` ${sentence} `,
    html("span", { lang: "en", class: "gl-evidence" }, evidence),
    " ",
    html("a", { href: `${docs}doctor.md#${id}` }, says("read")),
  );
}
