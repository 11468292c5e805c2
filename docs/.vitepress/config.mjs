/** The documentation site: README.md is its front, docs/ and the pages of the root are the rest. `npm run site` builds it. */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { defineConfig } from "vitepress";

const { homepage, description } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const repository = homepage.replace(/#.*$/, "");

const GUIDE = [
  { text: "First steps", link: "/docs/guide/" },
  { text: "Networks", link: "/docs/guide/networks" },
  { text: "Training", link: "/docs/guide/training" },
  { text: "Probes", link: "/docs/guide/probes" },
  { text: "Files", link: "/docs/guide/files" },
];

/** Links to files that are no pages of the site, such as sdk/types, lead to the repository. */
function linkFilesToRepository(markdown) {
  markdown.core.ruler.push("repository-links", ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href === null || /^([a-z]+:|#|\/)|\.md(#|$)/.test(href)) continue;
      const path = posix.join(posix.dirname(env.relativePath), href);
      token.attrSet("href", `${repository}/blob/main/${path}`);
    }
  });
}

export default defineConfig({
  title: "Gradiometer",
  description,
  lang: "en",
  srcDir: "..",
  srcExclude: ["{assembly,bench,build,coverage,dist,examples,reports,scripts,sdk,tests}/**", "docs/api/**"],
  rewrites: { "README.md": "index.md" },
  outDir: "../build/site",
  cacheDir: "../build/site-cache",
  cleanUrls: false,
  metaChunk: true,
  markdown: { config: linkFilesToRepository },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Guide", link: "/docs/guide/", activeMatch: "/docs/guide/" },
      { text: "Experiments", link: "/docs/experiments" },
      { text: "Doctor", link: "/docs/doctor" },
      // Written by typedoc behind VitePress's back, so it is no page that VitePress may route to.
      { text: "API", link: "/api/index.html", target: "_self" },
    ],
    sidebar: [
      { text: "Guide", items: GUIDE },
      {
        text: "What it finds",
        items: [
          { text: "Experiments", link: "/docs/experiments" },
          { text: "Claims", link: "/docs/claims" },
          { text: "The doctor", link: "/docs/doctor" },
          { text: "The lab", link: "/docs/lab" },
        ],
      },
      {
        text: "How it works",
        items: [
          { text: "Numerics", link: "/docs/numerics" },
          { text: "Accuracy", link: "/docs/accuracy" },
          { text: "Performance", link: "/docs/performance" },
          { text: "Runtimes", link: "/docs/runtimes" },
        ],
      },
      {
        text: "The project",
        items: [
          { text: "Contributing", link: "/CONTRIBUTING" },
          { text: "Architecture", link: "/ARCHITECTURE" },
          { text: "Changes", link: "/CHANGELOG" },
        ],
      },
    ],
  },
});
