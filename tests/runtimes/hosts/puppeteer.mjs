/** Debian's Chromium and Firefox, driven by puppeteer: a page, a worker, a service worker. */
import puppeteer from "puppeteer-core";
import { work } from "../prepare.mjs";
import { serve } from "./server.mjs";

const browser = (id, name, executablePath, args, places) => ({
  id,
  entry: "browser.js",
  debian: { [executablePath]: [executablePath.split("/").at(-1)] },
  places,
  async open() {
    const server = await serve(`${work}browser`);
    const driven = await puppeteer.launch({
      browser: name,
      executablePath,
      args,
      headless: true,
      protocolTimeout: 300_000,
    });
    const page = await driven.newPage();
    await page.goto(server.url);
    await page.waitForFunction("typeof call === 'function'");
    return {
      version: await driven.version(),
      call: async (place, request) =>
        JSON.parse(await page.evaluate((where, what) => globalThis.call(where, what), place.split(", ")[1], request)),
      async close() {
        await driven.close();
        server.close();
      },
    };
  },
});

const CHROMIUM = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-precise-memory-info",
];

export const chromium = browser("Chromium", "chrome", "/usr/bin/chromium", CHROMIUM, [
  "Chromium, page",
  "Chromium, worker",
  "Chromium, service worker",
]);
export const firefox = browser(
  "Firefox",
  "firefox",
  "/usr/bin/firefox-esr",
  [],
  ["Firefox, page", "Firefox, worker", "Firefox, service worker"],
);
