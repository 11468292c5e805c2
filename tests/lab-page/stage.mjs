/** Where the checks run: pages that hold a lab, served as static hosts do, and the browsers that open them. */
import { fileURLToPath } from "node:url";
import { launchChromium, launchFirefox } from "../harness/browsers.mjs";
import { serve } from "../harness/server.mjs";
import { launchWebkit } from "../harness/webkit.mjs";
import { install, isReady } from "./inPage.mjs";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const LAUNCHERS = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebkit };

/** ms, for a page to come to what a check waits for. */
export const PATIENCE = 30_000;

export const MODULE = '<script type="module" src="/element.js"></script>';

/** A whole page. */
export const pageOf = (body, { head = MODULE, attributes = 'lang="en"' } = {}) => `<!doctype html>
<html ${attributes}>
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>A page with a lab</title>
    ${head}
  </head>
  <body>${body}</body>
</html>
`;

export class Stage {
  #browsers = new Map();
  #pages = {};
  #made = 0;
  #tabs = new Set();

  /** @param home, away  two hosts of dist/: another origin is another port; `away` answers every origin. */
  constructor(home, away, pages) {
    this.home = home;
    this.away = away;
    this.#pages = pages;
  }

  static async open() {
    const pages = {};
    const home = await serve(DIST, { instead: pages });
    const away = await serve(DIST, { instead: pages, headers: { "access-control-allow-origin": "*" } });
    return new Stage(home, away, pages);
  }

  /** One of each kind, started when it is first asked for. */
  browser(kind) {
    if (!this.#browsers.has(kind)) this.#browsers.set(kind, LAUNCHERS[kind]());
    return this.#browsers.get(kind);
  }

  /** Where a page is served from now on: its path. */
  place(text, headers = {}) {
    const path = `/page-${++this.#made}.html`;
    this.#pages[path] = { type: "text/html; charset=utf-8", body: text, headers };
    return path;
  }

  /** The address of a page of `home`. */
  address(path) {
    return new URL(path, this.home.url).href;
  }

  /** An empty tab of Chromium. */
  async tab({ width = 1280, height = 900, media = [], kind = "chromium" } = {}) {
    const tab = await (await this.browser(kind)).newPage();
    this.#tabs.add(tab);
    tab.setDefaultTimeout(PATIENCE);
    await tab.setViewport({ width, height });
    await tab.evaluateOnNewDocument(install);
    if (media.length > 0) {
      const session = await tab.createCDPSession();
      await session.send("Emulation.setEmulatedMedia", { features: media });
    }
    return tab;
  }

  /** A tab with labs that are ready. @param body  of the page; the default has one lab with these `attributes`. */
  async lab({
    attributes = "",
    body = `<gradient-lab ${attributes}></gradient-lab>`,
    page = {},
    headers,
    ...how
  } = {}) {
    const tab = await this.tab(how);
    await tab.goto(this.address(this.place(pageOf(body, page), headers)));
    await tab.waitForFunction(isReady);
    return tab;
  }

  /** Closes the tabs that a check has opened. */
  async clear() {
    const closing = [...this.#tabs].map((tab) => tab.close().catch(() => {}));
    this.#tabs.clear();
    await Promise.all(closing);
  }

  async close() {
    for (const browser of this.#browsers.values()) await (await browser.catch(() => null))?.close();
    this.home.close();
    this.away.close();
  }
}
