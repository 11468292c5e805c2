/** For asc: the binary says of which version it is, in a custom section that `load` reads. */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { Transform } from "assemblyscript/transform";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

export default class extends Transform {
  afterCompile(module) {
    module.addCustomSection("gradiometer", Buffer.from(version));
  }
}
