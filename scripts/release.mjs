/**
 * Makes a release ready, and says what publishes it; it publishes nothing itself.
 *
 *     npm run release
 *
 * Refused: a tree with changes, a version without a section of CHANGELOG.md, a version whose tag is another commit. Then everything
 * that a registry or a user could find wrong: a fresh build, lint, all tests, publint and attw, the size of each entry, and the
 * first lines of README.md in an empty folder that has nothing but the tarball.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { npmCommand } from "./npm.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const FOLDER = "build/release";
/** README.md's first program prints the error of each layer: of three layers three numbers. */
const FIRST_PROGRAM = { block: /^```js\n(.*?)^```/ms, prints: /^(\d[\d.e-]*\n){3}$/ };

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
const tag = `v${version}`;

function refuse(reason) {
  console.error(`release: ${reason}`);
  process.exit(1);
}

/** What a command prints. Ends the release when it fails. */
function output(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", ...options });
  if (status !== 0)
    refuse(`${[command, ...args].join(" ")} failed\n${error?.message ?? (stdout ?? "") + (stderr ?? "")}`);
  return stdout?.trimEnd() ?? "";
}

/** A script of package.json, seen at work. */
function check(...args) {
  console.log(`── npm ${args.join(" ")}`);
  output(...npmCommand(args), { stdio: "inherit" });
}

/** What must hold before anything is tried. */
function checkTree() {
  const changes = output("git", ["status", "--porcelain"]);
  if (changes !== "") refuse(`commit or remove first:\n${changes}`);
  const tagged = output("git", ["tag", "--list", tag, "--format=%(objectname)%(*objectname)"]);
  if (tagged !== "" && !tagged.includes(output("git", ["rev-parse", "HEAD"])))
    refuse(`${tag} is the tag of another commit: raise "version" in package.json`);
  const section = readFileSync("CHANGELOG.md", "utf8")
    .split(/^## /m)
    .find((part) => part.startsWith(`${version}\n`));
  if (section === undefined || section.trim() === version)
    refuse(`CHANGELOG.md says nothing under "## ${version}": write what changed`);
}

/** The first program of README.md in an empty folder, with the tarball as the one thing that is installed. */
function tryFirstLines(tarball) {
  const folder = mkdtempSync(join(tmpdir(), "gradiometer-release-"));
  try {
    const [, program] = FIRST_PROGRAM.block.exec(readFileSync("README.md", "utf8"));
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    writeFileSync(join(folder, "first.js"), program);
    output(...npmCommand(["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", tarball]), {
      cwd: folder,
    });
    const printed = `${output(process.execPath, ["first.js"], { cwd: folder })}\n`;
    if (!FIRST_PROGRAM.prints.test(printed)) refuse(`the first program of README.md prints\n${printed}`);
    const said = output(process.execPath, ["node_modules/.bin/gradiometer", "--version"], { cwd: folder });
    if (said !== version) refuse(`the installed command says version ${said}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

checkTree();
check("run", "clean");
check("run", "build");
check("run", "lint");
check("test");
check("run", "test:recorders");
check("run", "test:bundlers");
checkTree(); // nothing of all this may have changed a file

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const [packed] = JSON.parse(
  output(...npmCommand(["pack", "--ignore-scripts", "--json", "--pack-destination", FOLDER])),
);
const tarball = join(process.cwd(), FOLDER, packed.filename);
const integrity = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
if (integrity !== packed.integrity) refuse(`npm packed ${packed.integrity}, but the file has ${integrity}`);
tryFirstLines(tarball);

console.log(`
${name} ${version} is ready: ${FOLDER}/${packed.filename}
${packed.entryCount} files, ${packed.size} bytes, ${packed.unpackedSize} unpacked
integrity ${integrity}

Publish it with: git tag ${tag} && git push origin ${tag}
The workflow .github/workflows/release.yml then checks again and publishes with provenance.`);
