/**
 * The documentation site as one static folder, build/site/: the pages by VitePress, those of the experiments from what they
 * measure, the API by typedoc.
 *
 *     npm run site [-- --base /gradiometer/]
 *
 * --base is the folder of the server that the site will be in, "/" by default. A link that leads nowhere ends the build.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeExperimentPages } from "./experimentPages.mjs";
import { pictureSpec } from "./picture.mjs";
import { allResults } from "./results.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const SITE = "build/site";
const API_FRONT = "build/apiFront.md";
const { base } = parseArgs({ options: { base: { type: "string", default: "/" } } }).values;

function run(script, ...args) {
  const { status, error } = spawnSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** README.md as the front of the API: its links lead to the pages of the site, which is the folder above. */
function apiFront() {
  const { homepage } = JSON.parse(readFileSync("package.json", "utf8"));
  const target = (path) => {
    if (path.endsWith(".md")) return `../${path.replace(/\.md$/, ".html")}`;
    // A picture is copied from where it stands; what is neither is a file of the repository.
    return path.endsWith(".svg") ? `../${path}` : `${homepage.replace(/#.*/, "")}/blob/main/${path}`;
  };
  // typedoc sets the name above it.
  const text = readFileSync("README.md", "utf8").replace(/^# .*\n/, "");
  return text.replaceAll(/\]\((?![a-z]+:)([^)#]+)/g, (_, path) => `](${target(path)}`);
}

/** Whether a path of the site has a file behind it: its own, or a folder's index. */
function isThere(path) {
  const file = posix.join(SITE, decodeURIComponent(path));
  if (!existsSync(file)) return false;
  return statSync(file).isFile() || existsSync(posix.join(file, "index.html"));
}

/** Links, scripts, styles and images of the written pages that lead nowhere; VitePress itself looks at those in Markdown only. */
function* deadLinks() {
  const pages = readdirSync(SITE, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
  for (const page of pages.map((file) => file.replaceAll("\\", "/"))) {
    const targets = readFileSync(posix.join(SITE, page), "utf8").matchAll(
      /<[a-z]+ [^>]*?\b(?:href|src|srcset)="([^"#?]+)/g,
    );
    for (const target of new Set([...targets].map(([, target]) => target))) {
      if (/^([a-z]+:|\/\/)/.test(target)) continue;
      const inside = target.startsWith("/")
        ? target.startsWith(base) && target.slice(base.length)
        : posix.join(posix.dirname(page), target);
      if (inside === false || !isThere(inside)) yield `${page}: ${target}`;
    }
  }
}

const results = await allResults((count) => console.log(`Measuring ${count} experiments: a minute or two`));
writeExperimentPages(results, await pictureSpec());
run("vitepress/bin/vitepress.js", "build", "docs", "--base", base);
// The lab's own page, and what the front page shows of it.
for (const file of ["element.js", "element", "worker.js", "study.js", "lab"])
  cpSync(`dist/${file}`, `${SITE}/${file}`, { recursive: true });
mkdirSync(`${SITE}/docs/images`, { recursive: true });
cpSync("docs/images/lab.png", `${SITE}/docs/images/lab.png`);
writeFileSync(API_FRONT, apiFront());
// Its links are looked at below, with all others.
run("typedoc/bin/typedoc", "--out", `${SITE}/api`, "--readme", API_FRONT, "--validation.invalidPath", "false");
const dead = [...deadLinks()];
for (const line of dead) console.error(`dead link in ${line}`);
if (dead.length === 0) console.log(`Wrote ${SITE}/`);
process.exitCode = dead.length > 0 ? 1 : 0;
