/** WebKitGTK: a page, a worker, a service worker. */
import { serve } from "../../harness/server.mjs";
import { launchWebkit, WEBKIT } from "../../harness/webkit.mjs";
import { work } from "../prepare.mjs";

const PLACES = ["WebKit, page", "WebKit, worker", "WebKit, service worker"];

const CALL = `const [place, request, done] = arguments;
globalThis.call(place, request).then((answer) => done({ answer }), (error) => done({ error: String(error && error.stack || error) }));`;

export const webkit = {
  id: "WebKit",
  entry: "browser.js",
  debian: WEBKIT,
  places: PLACES,
  async open() {
    const server = await serve(`${work}browser`);
    const driven = await launchWebkit().catch((error) => {
      server.close();
      throw error;
    });
    const close = async () => {
      await driven.close();
      server.close();
    };
    try {
      await driven.goto(server.url);
      await driven.waitFor("return typeof call === 'function'");
    } catch (error) {
      await close();
      throw error;
    }
    return {
      version: driven.version,
      async call(place, request) {
        const { answer, error } = await driven.evaluateAsync(CALL, place.split(", ")[1], request);
        if (error !== undefined) throw new Error(error);
        return JSON.parse(answer);
      },
      close,
    };
  },
};
