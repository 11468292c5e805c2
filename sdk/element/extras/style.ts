/** The style of what comes after the first figure. */
import { sheetOf } from "./sheet.js";

const CSS = `
.gl-verdict { flex: 1 1 auto; display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; min-width: 0; }
.gl-badge { display: inline-flex; gap: 6px; align-items: center; border: 1.5px solid var(--own, var(--edge)); border-radius: 999px; padding: 3px 10px; white-space: nowrap; }
.gl-badge svg { flex: none; }
.gl-badge-reason { flex: 1 1 9em; }
.gl-evidence { flex: 1 1 100%; }
@media print { .gl-tour nav, .gl-tour header button, .gl-doctor button, .gl-verdict button { display: none; } }
.gl-badge[data-state="will-not-train"] { border-color: var(--warn); color: var(--warn); }
.gl-why, .gl-examine { min-height: 34px; padding: 2px 12px; }
.verdict { align-items: flex-start; }
a { color: inherit; text-decoration: underline; }
.table-scroll { overflow-x: auto; margin: 8px 0; }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding: 4px 0; }
th, td { padding: 3px 10px; text-align: end; border-bottom: 1px solid var(--line); white-space: nowrap; }
.panel .fields { margin-bottom: 12px; }
.file { display: grid; gap: 8px; margin: 8px 0; }
.file label { display: grid; gap: 4px; }
.file p { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
.lab[data-tour] > .heading { display: none; }
@media print {
  :host, :host([theme="dark"]) { --ink: #000; --paper: #fff; --soft: #333; --line: #999; --grid: #ddd; color-scheme: light; }
  .toolbar, .tabs, .verdict button, .more-of-net, .net-fields select { display: none; }
  .cards, .panels { grid-template-columns: minmax(0, 1fr) !important; }
  .card, .panel { break-inside: avoid; }
}
@media print { .extras, .file, .gl-why, dialog { display: none; } }
`;

export const adoptLaterStyle = sheetOf(CSS);
