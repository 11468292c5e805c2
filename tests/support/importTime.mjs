/**
 * Evaluates a module in a realm whose global object keeps a list: prints the names that are read and written while it, and all
 * that it imports, is evaluated, as JSON.
 *
 *     node --experimental-vm-modules importTime.mjs file
 */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createContext, runInContext, SourceTextModule, SyntheticModule } from "node:vm";

const reads = new Set();
const writes = new Set();
const note = (names, key) => typeof key === "string" && names.add(key);
const sandbox = {};
const context = createContext(sandbox);
/** What ECMAScript and V8 give this realm. Reading a global of a host, which is not among them, is noted, too. */
const intrinsics = runInContext("Object.getOwnPropertyDescriptors(globalThis)", context);
const recorder = new Proxy(Object.defineProperties({}, intrinsics), {
  has(target, key) {
    note(reads, key);
    return Reflect.has(target, key);
  },
  get(target, key) {
    note(reads, key);
    return Reflect.get(target, key);
  },
  set(target, key, value) {
    note(writes, key);
    return Reflect.set(target, key, value);
  },
  defineProperty(target, key, descriptor) {
    note(writes, key);
    return Reflect.defineProperty(target, key, descriptor);
  },
  deleteProperty(target, key) {
    note(writes, key);
    return Reflect.deleteProperty(target, key);
  },
});
Object.setPrototypeOf(sandbox, recorder);
const modules = new Map();

/** A binary comes as its bundler gives it: a default export, here of nothing. */
const binary = () => new SyntheticModule(["default"], () => {}, { context });

function moduleAt(path) {
  if (/\.wasm(\?module)?$/.test(path)) return binary();
  if (!modules.has(path)) {
    const initializeImportMeta = (meta) => (meta.url = pathToFileURL(path).href);
    modules.set(
      path,
      new SourceTextModule(readFileSync(path, "utf8"), { context, identifier: path, initializeImportMeta }),
    );
  }
  return modules.get(path);
}

const root = moduleAt(resolve(process.argv[2]));
await root.link((specifier, from) => moduleAt(join(dirname(from.identifier), specifier)));
reads.clear();
writes.clear();
await root.evaluate();
console.log(JSON.stringify({ reads: [...reads].sort(), writes: [...writes].sort() }));
