/**
 * Libraries that do something when they are imported, and what the build makes of them: nothing is read from a host or written
 * before it is needed. A TextDecoder is made when a string is read (Jest's jsdom has none), and Object.hasOwn is not written
 * where an engine has none, which throws where Object is frozen: all engines that run the binary have it.
 */

/** Of a library: the end of its file's path, and what stands in it → what comes in its place. Each stands there once. */
const LIBRARIES = [
  {
    file: "/@assemblyscript/loader/index.js",
    replacements: [
      [
        /const utf16 = (new TextDecoder\("utf-16le", \{ fatal: true \}\));/,
        "let decoder;\nconst utf16 = { decode: (codes) => (decoder ??= $1).decode(codes) };",
      ],
      [/Object\.hasOwn = Object\.hasOwn \|\| function[^}]*\};\n/, ""],
      [
        // We take the instance alone: all that would wrap its exports once more, for classes and strings, is left out.
        /(export function instantiateSync[^]*?)  const exports = postInstantiate\(extended, instance\);\n  return \{ module, instance, exports \};/,
        "$1  return { module, instance };",
      ],
    ],
  },
  {
    file: "/fflate/esm/browser.js",
    replacements: [
      [/var te = typeof TextEncoder != 'undefined' && [^;]*;/, "var te;"],
      [/var td = typeof TextDecoder != 'undefined' && [^;]*;/, "var td;"],
      [/var tds = 0;\ntry \{\n.*\n.*\n\}\ncatch \(e\) \{ \}/, "var tds = 1;"],
      [/if \(te\)\n( *return te\.encode)/, "if (te ??= typeof TextEncoder != 'undefined' && new TextEncoder())\n$1"],
      [/else if \(td\) \{/, "else if (td ??= typeof TextDecoder != 'undefined' && new TextDecoder()) {"],
    ],
  },
  {
    // Where references of a schema begin; ours have none, so the page's own address, which it would read, says nothing.
    file: "/@cfworker/json-schema/dist/esm/dereference.js",
    replacements: [
      [
        /export let initialBaseURI = typeof self [^;]*;/,
        "export const initialBaseURI = { href: 'https://github.com/cfworker' };",
      ],
    ],
  },
  {
    // Of the wire format we take its reader and writer alone; the rest asks for `this` and for encodings of a host.
    file: "/@bufbuild/protobuf/dist/esm/wire/index.js",
    replacements: [[/export \* from "\.\/base64-encoding\.js";[^]*/, ""]],
  },
  {
    // Whether the engine has 64-bit integers is asked when the first one is read.
    file: "/@bufbuild/protobuf/dist/esm/proto-int64.js",
    replacements: [
      [
        /export const protoInt64 = \/\*@__PURE__\*\/ makeInt64Support\(\);/,
        `let made;
const support = () => (made ??= makeInt64Support());
export const protoInt64 = {
  enc: (value) => support().enc(value),
  uEnc: (value) => support().uEnc(value),
  dec: (lo, hi) => support().dec(lo, hi),
  uDec: (lo, hi) => support().uDec(lo, hi),
};`,
      ],
    ],
  },
];

/** The source of a library's file with nothing to do at import time. @throws Error when it is not the source that is known here */
export function withoutImportTimeWork(file, source) {
  const { replacements } = LIBRARIES.find((library) => library.file === file);
  return replacements.reduce((text, [from, to]) => {
    const found = text.match(new RegExp(from, "g"))?.length ?? 0;
    if (found !== 1) throw new Error(`${file}: expected ${from} once in its source, but found it ${found} times`);
    return text.replace(from, to);
  }, source);
}

/** The Rollup plugin that does so. */
export const lazyLibraries = {
  name: "lazy-libraries",
  transform(code, id) {
    const library = LIBRARIES.find(({ file }) => id.endsWith(file));
    return library ? { code: withoutImportTimeWork(library.file, code), map: null } : null;
  },
};
