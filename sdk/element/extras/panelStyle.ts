/** The style of the panels that are loaded later, adopted by the lab's shadow root behind its own sheet. */
const CSS = `
.gl-tour, .gl-doctor { border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; display: grid; gap: 10px; min-width: 0; overflow-wrap: anywhere; }
.gl-tour p, .gl-doctor p, .gl-doctor ul, .gl-evidence ul { margin: 0; }
.gl-tour header, .gl-doctor header, .gl-course { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; }
.gl-tour header button, .gl-doctor header button { margin-inline-start: auto; }
.gl-tour progress, .gl-doctor progress { accent-color: var(--ink); flex: 1 1 100px; max-width: 260px; }
.gl-tour-progress, .gl-tour-claim { color: var(--soft); font-size: .92rem; }
.gl-tour-title { font-size: 1.6rem; font-weight: 700; line-height: 1.2; }
.gl-tour-text, .gl-tour-saw { font-size: 1.1rem; max-width: 62em; }
.gl-tour nav { display: flex; flex-wrap: wrap; gap: 10px; justify-content: space-between; }
.gl-tour-next { background: var(--ink); color: var(--paper); border-color: var(--ink); margin-inline-start: auto; }
.gl-tour-next:hover:not(:disabled) { background: var(--ink); }
.gl-control { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; border: 0; padding: 0; margin: 0; min-width: 0; }
.gl-control legend { padding: 0; color: var(--soft); }
.gl-control label { display: inline-flex; gap: 6px; align-items: center; min-height: 40px; }
.gl-tour-control input[type="range"] { flex: 1 1 200px; max-width: 560px; min-height: 32px; accent-color: var(--b); }
.gl-tour-control output { font-size: 1.6rem; font-weight: 700; font-variant-numeric: tabular-nums; min-width: 3ch; }
.gl-verdict { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; min-width: 0; }
.gl-badge { display: inline-flex; gap: 6px; align-items: center; border: 1.5px solid var(--own, var(--edge)); border-radius: 999px; padding: 3px 10px; white-space: nowrap; }
.gl-badge svg { flex: none; }
.gl-badge-reason { flex: 1 1 14em; }
.gl-evidence { flex: 1 1 100%; }
.gl-doctor li + li { margin-top: 8px; }
@media print { .gl-tour nav, .gl-tour header button, .gl-doctor button, .gl-verdict button { display: none; } }
`;

let sheet: CSSStyleSheet | undefined;

/** @param inside  anything in a lab's shadow root */
export function adoptPanelStyle(inside: Node): void {
  const root = inside.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
