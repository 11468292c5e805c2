/** The style of panels and dialogs, which are loaded when they are opened. */
import { sheetOf } from "./sheet.js";

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
.gl-doctor li + li, .gl-doctor ul + p, .gl-evidence + .gl-examine { margin-top: 8px; }
.gl-doctor li button { display: block; margin-top: 6px; }
.gl-tour-title:focus { outline: none; }
.gl-tour-saw { background: var(--wash); border-inline-start: 4px solid var(--edge); padding: 8px 12px; }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 12px; padding: 18px 20px; width: min(44rem, calc(100vw - 32px)); max-height: calc(100vh - 48px); overflow: auto; overscroll-behavior: contain; }
dialog > header { display: flex; gap: 12px; align-items: center; justify-content: space-between; position: sticky; top: -18px; padding: 8px 0; background: var(--paper); font-size: 1.2rem; }
dialog > header button { font-size: 1rem; }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
.presets { list-style: none; margin: 10px 0; padding: 0; display: grid; gap: 6px; }
.preset { width: 100%; text-align: start; display: grid; gap: 2px; padding: 8px 12px; }
.preset span { color: var(--soft); font-size: .92rem; }
.presets-zoo, .share-title { font-weight: 700; margin: 12px 0 4px; }
.share textarea { width: 100%; font: .85rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace; color: inherit; background: var(--wash); border: 1px solid var(--edge); border-radius: 6px; padding: 8px; resize: vertical; }
.share-buttons { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.share p { color: var(--soft); margin: 6px 0; }
dialog [role="tablist"] { display: flex; flex-wrap: wrap; gap: 0 4px; border-bottom: 1px solid var(--line); margin: 8px 0; }
dialog [role="tab"] { border: 0; border-radius: 0; border-bottom: 3px solid transparent; background: none; color: var(--soft); padding: 6px 10px; }
dialog [role="tab"][aria-selected="true"] { color: var(--ink); font-weight: 600; border-bottom-color: var(--ink); }
`;

export const adoptPanelStyle = sheetOf(CSS);
