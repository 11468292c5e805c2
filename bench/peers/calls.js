/** What of a training step is arithmetic: the calls of the binary that it makes, to be made again without the SDK around them. */

/**
 * Takes down what `run` calls of the binary, in a lab that `open` loads and whose instance is wrapped; `open` gives `run` back.
 *
 * @returns a function that makes the same calls of the bare exports, with the same arguments.
 */
export async function replayOf(open) {
  const { Instance } = WebAssembly;
  const calls = [];
  let exports;
  let listening = false;
  WebAssembly.Instance = function (module, imports) {
    ({ exports } = new Instance(module, imports));
    const wrap = ([name, value]) => [
      name,
      typeof value !== "function"
        ? value
        : (...args) => {
            if (listening) calls.push([name, args]);
            return value(...args);
          },
    ];
    return { exports: Object.fromEntries(Object.entries(exports).map(wrap)) };
  };
  try {
    const run = await open();
    run(); // what is made at the first step alone is none of it
    listening = true;
    run();
    listening = false;
  } finally {
    WebAssembly.Instance = Instance;
  }
  if (calls.length === 0) throw new Error("no call of the binary was seen: it is instantiated in another way");
  // One place a call, as in the SDK: a loop over them would be measured too.
  const names = [...new Set(calls.map(([name]) => name))];
  const lines = calls.map(([name, args]) => `${name}(${args.map(literal).join(", ")});`);
  return new Function(...names, `return () => { ${lines.join(" ")} };`)(...names.map((name) => exports[name]));
}

/** Every bit of an argument, which may be NaN or −0. */
const literal = (value) => (typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value));
