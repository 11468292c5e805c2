import { main } from "./main.js";

/** Code generation is forbidden here as it is in production; that nothing tries to is counted. */
let compiled = 0;
const isBytes = (given) => !(given instanceof WebAssembly.Module);
for (const name of ["compile", "instantiate"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = (given, ...rest) => {
    if (isBytes(given)) compiled++;
    return original(given, ...rest);
  };
}
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(Module, args) {
    compiled++;
    return new Module(...args);
  },
});

export default {
  async fetch(request) {
    if (new URL(request.url).pathname === "/idle") return new Response("idle");
    try {
      return Response.json({ answer: await main(await request.json()), compiled });
    } catch (error) {
      return Response.json({ error: String(error?.stack ?? error) });
    }
  },
};
