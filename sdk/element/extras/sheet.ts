/** Style sheets that a lab adopts behind its own, each made once for all labs of a page. */

/** @returns what adds the sheet to the shadow root around a node, once */
export function sheetOf(css: string): (inside: Node) => void {
  let sheet: CSSStyleSheet | undefined;
  return (inside) => {
    const root = inside.getRootNode();
    if (!(root instanceof ShadowRoot)) return;
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };
}
