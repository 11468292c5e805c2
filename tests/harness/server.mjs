/** Serves a folder on the loopback interface, as any static host does. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** What a page may run: its own host's scripts, its import maps, and `sources`. */
async function policyOf(page, sources) {
  const maps = (await readFile(page, "utf8")).matchAll(/<script type="importmap">([^]*?)<\/script>/g);
  const hashes = [...maps].map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  return { "content-security-policy": ["script-src 'self'", sources, ...hashes].join(" ") };
}

/**
 * @param csp      the script-src of every answer beside what is the host's own; no policy without it.
 * @param headers  of every answer.
 * @param instead  path → the { type, body, headers } that is answered in place of the file, or null for "not found".
 */
export async function serve(folder, { csp, instead = {}, headers = {} } = {}) {
  const policy = csp === undefined ? {} : await policyOf(join(folder, "index.html"), csp);
  const server = createServer(async ({ url }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname)).replace(/\/$/, "/index.html");
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    const body = await readFile(join(folder, path)).catch(() => null);
    const answer = path in instead ? instead[path] : body && { type, body };
    const own = { ...headers, ...policy, ...answer?.headers, "content-type": answer?.type ?? "text/plain" };
    response.writeHead(answer ? 200 : 404, own);
    response.end(answer?.body ?? "not found");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
