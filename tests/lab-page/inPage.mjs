/** What runs in the page: each function is sent there as its text, so it knows nothing of this file. */

/** Before the page's first script: what a check wants to know later, and short ways into a lab's shadow root. */
export function install() {
  const seen = { policies: [], errors: [], blobs: [], frames: 0, said: [] };
  globalThis.seen = seen;
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    seen.policies.push(`${violatedDirective} ${blockedURI}`),
  );
  addEventListener("error", ({ message, target }) => {
    if (target === globalThis && message) seen.errors.push(message);
  });
  addEventListener("unhandledrejection", ({ reason }) => seen.errors.push(String(reason)));
  addEventListener("step", () => seen.frames++);
  const createObjectURL = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => {
    seen.blobs.push(blob);
    return createObjectURL(blob);
  };
  const lab = () => document.querySelector("gradient-lab");
  const shown = (element) => element.checkVisibility?.() ?? element.getClientRects().length > 0;
  globalThis.inLab = {
    find: (selector, from = lab()) => from.shadowRoot.querySelector(selector),
    /** Those that are shown. */
    all: (selector, from = lab()) => [...from.shadowRoot.querySelectorAll(selector)].filter(shown),
    /** Once an event has come. */
    once: (name, act, from = lab()) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no "${name}" within 20 s`)), 20_000);
        const came = (event) => {
          clearTimeout(late);
          resolve(event);
        };
        from.addEventListener(name, came, { once: true });
        act();
      }),
    /** Trains to the last step that the state says. */
    async train(from = lab()) {
      const { step, hashes } = await globalThis.inLab.once("done", () => from.play(), from);
      return { step, hashes };
    },
    /** Drops a file onto the lab. */
    drop(file, from = lab()) {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(file);
      const how = { dataTransfer, bubbles: true, cancelable: true, composed: true };
      globalThis.inLab.find(".lab", from).dispatchEvent(new DragEvent("drop", how));
    },
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    /** Once something is so: asked in every turn of the page. @throws Error when it has not come true in 20 s */
    async until(ask) {
      const end = performance.now() + 20_000;
      while (!ask()) {
        if (performance.now() > end) throw new Error(`not within 20 s: ${ask}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    figure: (from = lab()) => from.shadowRoot?.querySelector(".bars")?.getAttribute("d") ?? "",
  };
}

/** All that comes after the first figure is there too. */
export const isReady = () => {
  const labs = [...document.querySelectorAll("gradient-lab")];
  return labs.length > 0 && labs.every((lab) => lab.shadowRoot?.querySelector(".extras button"));
};

/** A first figure is there. */
export const isDrawn = () =>
  (document.querySelector("gradient-lab")?.shadowRoot?.querySelector(".bars")?.getAttribute("d") ?? "") !== "";
