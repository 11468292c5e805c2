/** The style of what comes after the first figure. */
const CSS = `
.verdict { align-items: flex-start; }
.gl-verdict { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; flex: 1 1 auto; }
.gl-badge { display: inline-flex; gap: 6px; align-items: center; border: 1.5px solid var(--edge); border-radius: 99px; padding: 4px 12px; white-space: nowrap; }
.gl-badge[data-state="will-not-train"] { border-color: var(--warn); color: var(--warn); }
.gl-badge[data-state="trains"] { border-color: var(--own); color: var(--own); }
.gl-badge-reason { color: var(--soft); flex: 1 1 12em; }
.gl-why, .gl-examine { min-height: 34px; padding: 2px 12px; }
.gl-evidence { flex: 1 1 100%; }
.gl-evidence ul { margin: 4px 0 8px; padding-inline-start: 1.2em; }
a { color: inherit; text-decoration: underline; }
.gl-doctor { border: 1px solid var(--line); border-radius: 8px; background: var(--wash); padding: 10px 14px; overflow-wrap: anywhere; }
.gl-doctor header, dialog header { display: flex; justify-content: space-between; align-items: center; gap: 12px; }
.gl-doctor ul { padding-inline-start: 1.2em; margin: 4px 0 10px; }
.gl-doctor li { margin: 6px 0; }
.gl-course { display: flex; gap: 12px; align-items: center; }
progress { accent-color: var(--b); flex: 1 1 auto; min-width: 80px; }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 12px; padding: 18px 20px; width: min(44rem, calc(100vw - 32px)); max-height: calc(100vh - 48px); overflow: auto; overscroll-behavior: contain; }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
.presets { list-style: none; margin: 10px 0; padding: 0; display: grid; gap: 6px; }
.preset { width: 100%; text-align: start; display: grid; gap: 2px; padding: 8px 12px; }
.preset span { color: var(--soft); font-size: .92rem; }
.presets-zoo, .share-title { font-weight: 700; margin: 12px 0 4px; }
.share textarea { width: 100%; font: .85rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace; color: inherit; background: var(--wash); border: 1px solid var(--edge); border-radius: 6px; padding: 8px; resize: vertical; }
.share-buttons { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.share p { color: var(--soft); margin: 6px 0; }
[role="tablist"] { display: flex; flex-wrap: wrap; gap: 0 4px; border-bottom: 1px solid var(--line); margin: 8px 0; }
[role="tab"] { border: 0; border-radius: 0; border-bottom: 3px solid transparent; background: none; color: var(--soft); padding: 6px 10px; }
[role="tab"][aria-selected="true"] { color: var(--ink); font-weight: 600; border-bottom-color: var(--ink); }
.table-scroll { overflow-x: auto; margin: 8px 0; }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding: 4px 0; }
th, td { padding: 3px 10px; text-align: end; border-bottom: 1px solid var(--line); white-space: nowrap; }
.file { display: grid; gap: 8px; margin: 8px 0; }
.file label { display: grid; gap: 4px; }
.file p { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
.gl-tour { display: grid; gap: 8px; border-bottom: 1px solid var(--line); padding-bottom: 14px; max-width: 56rem; }
.gl-tour header { display: flex; gap: 14px; align-items: center; color: var(--soft); }
.gl-tour header progress { flex: 0 1 180px; }
.gl-tour-leave { margin-inline-start: auto; }
.gl-tour-progress, .gl-tour-text, .gl-tour-saw, .gl-tour-claim, .gl-tour-title { margin: 0; }
.gl-tour-title { font-size: 1.7rem; line-height: 1.2; font-weight: 700; }
.gl-tour-title:focus { outline: none; }
.gl-tour-text { font-size: 1.15rem; }
.gl-tour-saw { font-size: 1.05rem; background: var(--wash); border-inline-start: 4px solid var(--edge); padding: 8px 12px; }
.gl-tour-claim { color: var(--soft); font-size: .88rem; }
.gl-tour nav { display: flex; justify-content: space-between; gap: 12px; }
.gl-control { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; }
.gl-control input[type="range"] { flex: 1 1 200px; max-width: 420px; accent-color: var(--b); min-height: 32px; }
.gl-control output { font-size: 1.35rem; font-weight: 700; font-variant-numeric: tabular-nums; }
fieldset.gl-control { border: 0; padding: 0; margin: 0; }
.lab[data-tour] > .heading { display: none; }
.lab[data-mode="slide"] .verdict, .lab[data-mode="slide"] .extras, .lab[data-mode="slide"] .table { display: none; }
@media print { .extras, .file, .gl-why, dialog { display: none; } }
`;

let sheet: CSSStyleSheet | undefined;

/** Adds it to a lab's own. */
export function adoptLaterStyle(root: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
