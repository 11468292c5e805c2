/** The style of a trace's panel, behind that of all panels. */
import { sheetOf } from "../extras/sheet.js";

const CSS = `
.gl-trace ul:has(figure) { list-style: none; padding: 0; display: grid; gap: 14px; grid-template-columns: minmax(0, 1fr); }
.gl-trace figure { margin: 0; }
.gl-trace figure svg { display: block; max-width: 100%; height: auto; }
.gl-trace figcaption { color: var(--soft); font-size: .92rem; }
.gl-report { min-width: 0; display: grid; gap: 10px; }
`;

export const adoptTraceStyle = sheetOf(CSS);
