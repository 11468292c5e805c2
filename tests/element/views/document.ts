/** As much of a document as the views use, for tests without a browser: elements with attributes, children and text. */

export class FakeElement {
  readonly children: FakeElement[] = [];
  readonly attributes = new Map<string, string>();
  readonly styles = new Map<string, string>();
  readonly style = { setProperty: (name: string, value: string) => void this.styles.set(name, value) };
  readonly listeners = new Map<string, (event: unknown) => void>();
  hidden = false;
  value = "";
  tabIndex = 0;
  clientWidth = 0;
  isConnected = false;
  /** What is around it, where a test says so. */
  rootNode: unknown = this;
  #width = 0;
  height = 0;
  #text = "";

  constructor(readonly tagName: string) {}

  get width(): number {
    return this.#width;
  }

  set width(width: number) {
    this.#width = width;
  }

  get textContent(): string {
    return this.#text + this.children.map(({ textContent }) => textContent).join("");
  }

  set textContent(text: string) {
    this.children.length = 0;
    this.#text = text;
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  get id(): string {
    return this.getAttribute("id") ?? "";
  }

  /** By an attribute, as "[role=tab]". */
  querySelector(selector: string): FakeElement | undefined {
    const [, name = "", value] = /^\[(\w+)=(\w+)\]$/.exec(selector) ?? [];
    return allOf(this).find((one) => one !== this && one.getAttribute(name) === value);
  }

  getRootNode(): unknown {
    return this.rootNode;
  }

  remove(): void {
    this.isConnected = false;
  }

  append(...children: (FakeElement | string)[]): void {
    for (const child of children)
      if (typeof child === "string") this.#text += child;
      else this.children.push(child);
  }

  replaceChildren(...children: FakeElement[]): void {
    this.textContent = "";
    this.append(...children);
  }

  cloneNode(): FakeElement {
    const copy = new FakeElement(this.tagName);
    for (const [name, value] of this.attributes) copy.setAttribute(name, value);
    return copy;
  }

  addEventListener(name: string, listener: (event: unknown) => void): void {
    this.listeners.set(name, listener);
  }

  getContext(): object {
    const createImageData = (width: number, height: number) => ({ data: new Uint8ClampedArray(4 * width * height) });
    return { createImageData, putImageData: () => undefined };
  }
}

/** Stands for `document` until it is taken away. */
export function installDocument(): () => void {
  const create = (name: string): FakeElement => new FakeElement(name);
  const made = {
    createElement: create,
    createElementNS: (_: string, name: string) => create(name),
    importNode: (node: unknown) => node,
  };
  Object.assign(globalThis, { document: made });
  return () => void Reflect.deleteProperty(globalThis, "document");
}

/** The element and all below it. */
export function allOf(root: unknown): FakeElement[] {
  const element = root as FakeElement;
  return [element, ...element.children.flatMap(allOf)];
}
