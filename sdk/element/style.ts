/** One style sheet for all labs of a page: constructed, so that a page's `style-src` has no say in it. */
const CSS = `
:host {
  --a: var(--gl-a, #c2410c); --b: var(--gl-b, #0b6fb8); --ink: var(--gl-ink, #17171c); --paper: var(--gl-paper, #ffffff);
  --line: var(--gl-line, #dcdce2); --soft: #5a5a66; --edge: #767683; --grid: #e6e6ea; --wash: #f6f6f8; --warn: #8f1d1d;
  color-scheme: light;
  display: block; container-type: inline-size; background: var(--paper); color: var(--ink);
  font: 1rem/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK KR", "DejaVu Sans", sans-serif; text-align: start;
}
:host([hidden]) { display: none; }
:host([theme="dark"]) { --a: var(--gl-a, #ff9a4d); --b: var(--gl-b, #5cb3f5); --ink: var(--gl-ink, #f0f0f3); --paper: var(--gl-paper, #15161a);
  --line: var(--gl-line, #34363d); --soft: #b2b3bd; --edge: #8e909b; --grid: #2a2c32; --wash: #1e2026; --warn: #ffb3ab; color-scheme: dark; }
@media (prefers-color-scheme: dark) {
  :host(:not([theme="light"])) { --a: var(--gl-a, #ff9a4d); --b: var(--gl-b, #5cb3f5); --ink: var(--gl-ink, #f0f0f3); --paper: var(--gl-paper, #15161a);
    --line: var(--gl-line, #34363d); --soft: #b2b3bd; --edge: #8e909b; --grid: #2a2c32; --wash: #1e2026; --warn: #ffb3ab; color-scheme: dark; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.stage, .views, .above, .below { min-width: 0; }
.above:empty, .below:empty { display: none; }
.stage { display: grid; gap: 14px; grid-template-columns: minmax(0, 1fr); }
.lab { grid-template-columns: minmax(0, 1fr); padding: 16px; max-width: 1280px; margin: 0 auto; display: grid; gap: 14px; }
.heading { margin: 0; font-size: 1.45rem; line-height: 1.2; font-weight: 700; }
button, select, input, summary, .button { font: inherit; color: inherit; }
button, select, input[type="number"], .button { min-height: 40px; padding: 4px 12px; border: 1px solid var(--edge); border-radius: 8px; background: var(--paper); max-width: 100%; }
button { cursor: pointer; }
button:hover:not(:disabled) { background: var(--wash); }
button:disabled { opacity: .5; cursor: default; }
button.primary { background: var(--ink); color: var(--paper); border-color: var(--ink); font-weight: 600; min-width: 8.2em; }
button.primary:hover:not(:disabled) { background: var(--ink); }
.toolbar button, .icon-only { display: inline-flex; align-items: center; justify-content: center; gap: 8px; }
.icon-only { min-width: 44px; padding: 4px; }
.icon { fill: currentColor; flex: none; }
:focus-visible { outline: 3px solid var(--b); outline-offset: 2px; }
input[aria-invalid="true"] { border-color: var(--warn); outline: 2px solid var(--warn); }
.toolbar { display: flex; flex-wrap: wrap; gap: 12px 18px; align-items: end; }
.buttons { display: flex; gap: 8px; flex-wrap: wrap; }
.extras { display: flex; gap: 12px; flex-wrap: wrap; align-items: end; margin-inline-start: auto; }
.fields { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; }
.field { display: grid; gap: 2px; min-width: 0; }
.field-label { font-size: .82rem; color: var(--soft); }
.field input[type="number"] { width: 7.5em; }
.field-range { grid-template-columns: minmax(120px, 1fr) auto; align-items: center; column-gap: 14px; flex: 1 1 220px; max-width: 340px; }
.field-range .field-label { grid-column: 1 / -1; }
.field-range input { width: 100%; accent-color: var(--b); min-height: 28px; }
.range-value { font-size: 1.35rem; font-weight: 700; font-variant-numeric: tabular-nums; min-width: 2ch; text-align: end; }
.net-fields { flex: 1 1 auto; flex-wrap: wrap; }
@container (min-width: 560px) { .net-fields { flex: 1 1 0; min-width: 0; gap: 8px; } .net-fields select { font-size: .92rem; padding-inline: 4px; } }
.net-fields .field { flex: 1 1 100px; max-width: 170px; }
.net-fields select { width: 100%; padding: 4px 6px; text-overflow: ellipsis; }
.quiet, .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.field:has(> .quiet) { position: relative; }
details > summary { cursor: pointer; color: var(--soft); font-size: .92rem; padding: 6px 0; min-height: 32px; }
details > .fields { padding: 4px 0 8px; }
.more-of-lab { flex: 1 1 100%; }
.cards { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
@container (min-width: 860px) { .cards:has(> .card:nth-child(2):not([hidden])) { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.card { --own: var(--a); border: 1px solid var(--line); border-top: 4px solid var(--own); border-radius: 10px; padding: 12px 14px; min-width: 0; display: flex; flex-direction: column; gap: 6px; }
.card[data-net="b"], .panel[data-net="b"] { --own: var(--b); }
.panel { --own: var(--a); min-width: 0; }
.card-head { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
.card-name { font-size: 1.15rem; color: var(--own); }
.sentence { margin: 2px 0 4px; font-size: 1.25rem; line-height: 1.3; min-height: 1.3em; }
.share { white-space: nowrap; color: var(--own); font-variant-numeric: tabular-nums; }
.message { color: var(--warn); overflow-wrap: anywhere; margin: 8px 0; }
.card-body { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
.card-body.beside { grid-template-columns: minmax(0, 1fr) var(--side); }
.side { display: flex; flex-wrap: wrap; gap: 16px; align-content: start; }
.beside .side { flex-direction: column; gap: 8px; flex-wrap: nowrap; }
.map { display: block; border-radius: 8px; width: auto; aspect-ratio: 1; background: #d6d6d6; }
.beside .map { width: var(--side); height: var(--side); }
.figure { display: block; max-width: 100%; overflow: visible; }
.figure text { font-size: 12px; fill: var(--soft); font-family: inherit; }
.theory-label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.bars { fill: var(--own); }
.broken { fill: none; stroke: var(--own); stroke-width: 1.5; stroke-dasharray: 2 3; }
.before { fill: none; stroke: var(--edge); stroke-width: 1.5; }
.theory { fill: none; stroke: var(--ink); stroke-width: 1.6; stroke-dasharray: 6 4; }
.grid path { stroke: var(--grid); fill: none; }
.arrow { fill: none; stroke: var(--soft); stroke-width: 1.4; }
.line { fill: none; stroke: var(--own); stroke-width: 2; stroke-linejoin: round; }
.guess { fill: none; stroke: var(--edge); stroke-dasharray: 3 3; }
.floor { fill: none; stroke: var(--grid); }
.verdict { border-top: 1px solid var(--line); padding-top: 10px; margin-top: 4px; min-height: 50px; display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
.tabs { display: flex; flex-wrap: wrap; gap: 0 4px; border-bottom: 1px solid var(--line); }
.tabs button { border: 0; border-radius: 0; border-bottom: 3px solid transparent; background: none; color: var(--soft); padding: 6px 10px; }
.tabs button[aria-selected="true"] { color: var(--ink); font-weight: 600; border-bottom-color: var(--ink); }
.about-view { color: var(--soft); margin: 8px 0; font-size: .92rem; min-height: 1.45em; }
.panels { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
@container (min-width: 860px) { .panels:has(> .panel:nth-child(2)) { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.foot { display: flex; flex-wrap: wrap; gap: 6px 18px; align-items: baseline; color: var(--soft); font-size: .88rem; font-variant-numeric: tabular-nums; }
.foot code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .95em; overflow-wrap: anywhere; }
.notice { border: 1px solid var(--edge); border-inline-start-width: 4px; border-radius: 6px; padding: 8px 12px; margin: 0; overflow-wrap: anywhere; }
.notice.error { border-color: var(--warn); color: var(--warn); }
@container (max-width: 559px) {
  .lab { padding: 12px; }
  .heading { font-size: 1.2rem; }
  .sentence { font-size: 1.1rem; }
  .extras { margin-inline-start: 0; }
  .toolbar > .field-range { position: sticky; bottom: 0; background: var(--paper); z-index: 1; max-width: none; }
  .tabs { flex-wrap: nowrap; overflow-x: auto; }
  .tabs button { white-space: nowrap; }
}
@media (forced-colors: active) { .bars { fill: Highlight; } .theory, .line, .arrow { stroke: CanvasText; } }
`;

let sheet: CSSStyleSheet | undefined;

export function adoptStyle(root: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  root.adoptedStyleSheets = [sheet];
}
