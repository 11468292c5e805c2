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

const START = "/examples/browser/";

/** A page of another site may lead a name of its own here; who asks under such a name gets nothing. */
const HOSTS = ["localhost", "127.0.0.1"];

const port = Number(process.argv[2] ?? 8080);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`serve.js: expected a port from 0 to 65535, but got ${process.argv[2]}`);
  process.exit(2);
}

const text = (response, status, message) =>
  response.writeHead(status, { "content-type": "text/plain" }).end(`${message}\n`);

const hostOf = ({ headers }) =>
  URL.canParse(`http://${headers.host}`) ? new URL(`http://${headers.host}`).hostname : "";

const server = createServer(async (request, response) => {
  if (!HOSTS.includes(hostOf(request))) return text(response, 403, `Ask for ${HOSTS.join(" or ")}.`);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("connection", "close"); // and nobody reads the body
    return text(response, 405, "There are only files here: GET or HEAD.");
  }
  if (request.url === "/") return response.writeHead(302, { location: START }).end();
  if (!URL.canParse(request.url, "http://localhost")) return text(response, 400, "This is not an address.");
  const { pathname } = new URL(request.url, "http://localhost"); // without any ..
  const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  const type = types[extname(path)];
  try {
    if (type === undefined || path.includes("%")) throw new Error("not a file for a page");
    const bytes = await readFile(fileURLToPath(new URL(`.${path}`, root)));
    response.writeHead(200, { "content-type": type }).end(bytes);
  } catch {
    text(response, 404, `There is no ${path} here.`);
  }
});
server.on("error", ({ message }) => {
  console.error(`serve.js: ${message}`);
  process.exitCode = 1;
});
server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}${START}`));
