/** The dialog's own sheet, which comes with it. */
import { sheetOf } from "../extras/sheet.js";

const CSS = `
.share-dialog { width: min(46rem, 94vw); max-height: 90vh; padding: 16px; border: 1px solid var(--edge); border-radius: 12px; background: var(--paper); color: var(--ink); }
.share-dialog::backdrop { background: rgb(0 0 0 / .45); }
.share-title { margin: 0 0 8px; font-size: 1.2rem; font-weight: 700; }
.share-dialog [role="tabpanel"] { padding: 12px 0; }
.share-dialog textarea { width: 100%; font: .85rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace; color: inherit; background: var(--wash); border: 1px solid var(--edge); border-radius: 8px; padding: 8px; resize: vertical; field-sizing: content; min-height: 5lh; max-height: 50vh; }
.share-buttons { display: flex; flex-wrap: wrap; gap: 8px; }
`;

/** Once per shadow root. */
export const adoptShareStyle = sheetOf(CSS);
