/** Numbers and tables as text. */

/** Three significant digits, thousands grouped, no exponent. */
export function number(value) {
  if (value === undefined || !Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en-US");
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

export const percent = (value) => `${(100 * value).toFixed(0)} %`;

/** `12.3 (11.9 – 12.8)`: the median and the quartiles. */
export const spread = ({ median, lower, upper }, format = number) =>
  `${format(median)} (${format(lower)} – ${format(upper)})`;

export const list = (words) => new Intl.ListFormat("en").format(words);

/** A Markdown table; all columns but the first stand on the right. */
export function table(columns, rows) {
  const length = (text) => [...text].length;
  const widths = columns.map((title, i) => Math.max(3, length(title), ...rows.map((row) => length(row[i]))));
  const pad = (text, i) =>
    i === 0 ? text + " ".repeat(widths[i] - length(text)) : " ".repeat(widths[i] - length(text)) + text;
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(columns.map(pad)), line(rule), ...rows.map((row) => line(row.map(pad)))].join("\n");
}
