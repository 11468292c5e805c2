/**
 * Serves the clone to a browser of this machine: `node examples/serve.js [port]`, then open what it prints.
 *
 * Any static server will do, as long as it gives .js and .wasm their types.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".wasm": "application/wasm" };

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost"); // without any ..
  const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  const type = types[extname(path)];
  try {
    if (type === undefined || path.includes("%")) throw new Error("not a file for a page");
    const bytes = await readFile(fileURLToPath(new URL(`.${path}`, root)));
    response.writeHead(200, { "content-type": type }).end(bytes);
  } catch {
    response.writeHead(404, { "content-type": "text/plain" }).end(`There is no ${path} here.\n`);
  }
});
server.listen(Number(process.argv[2] ?? 8080), "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${server.address().port}/examples/browser/`),
);
