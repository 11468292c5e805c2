/** Chromium and Firefox: a page, a worker, a service worker. */
import { launchChromium, launchFirefox } from "../../harness/browsers.mjs";
import { serve } from "../../harness/server.mjs";
import { work } from "../prepare.mjs";

const browser = (id, debian, launch) => ({
  id,
  entry: "browser.js",
  debian: [debian],
  places: ["page", "worker", "service worker"].map((place) => `${id}, ${place}`),
  async open() {
    const server = await serve(`${work}browser`);
    const driven = await launch();
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

export const chromium = browser("Chromium", "chromium", launchChromium);
export const firefox = browser("Firefox", "firefox-esr", launchFirefox);
