/**
 * The documentation site: README.md is its front, docs/ and the pages of the root are the rest, with a page for each experiment
 * that scripts/experimentPages.mjs wrote. `npm run site` builds it.
 */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { experiments } from "gradiometer/experiments";
import { defineConfig } from "vitepress";

const { homepage, description } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const icon = readFileSync(new URL("icon.svg", import.meta.url), "utf8").trim();
const repository = homepage.replace(/#.*$/, "");

const GUIDE = [
  { text: "First steps", link: "/docs/guide/" },
  { text: "Networks", link: "/docs/guide/networks" },
  { text: "Training", link: "/docs/guide/training" },
  { text: "Probes", link: "/docs/guide/probes" },
  { text: "Files", link: "/docs/guide/files" },
  { text: "From other frameworks", link: "/docs/guide/import" },
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

const EXPERIMENTS = experiments.map(({ id, title }) => ({ text: title, link: `/docs/experiments/${id}` }));

/** In the list of experiments, each command leads to the page of its experiment. */
function linkToExperiments(markdown) {
  markdown.core.ruler.push("experiment-links", ({ tokens, env }) => {
    if (env.relativePath !== "docs/experiments.md") return;
    for (const [index, { children }] of tokens.entries()) {
      const id = children?.length === 1 ? /^npx gradiometer run ([\w-]+)$/.exec(children[0].content)?.[1] : undefined;
      if (id === undefined || children[0].type !== "code_inline") continue;
      const text = ` · [figures, claims and measurements](experiments/${id}.html)`;
      tokens[index].children.push(...markdown.parseInline(text, env)[0].children);
    }
  });
}

/** The picture of README.md, which stands on white paper there, comes in the page's own colours and in a width for its screen. */
function showPicture(markdown) {
  const usual = markdown.renderer.rules.image;
  const pictures = readFileSync(new URL("../../build/pages/picture.html", import.meta.url), "utf8");
  markdown.renderer.rules.image = (tokens, index, options, env, self) =>
    tokens[index].attrGet("src") === "docs/images/vanishing.svg"
      ? pictures.replaceAll(/alt="[^"]*"/g, `alt="${markdown.utils.escapeHtml(tokens[index].content)}"`)
      : usual(tokens, index, options, env, self);
}

export default defineConfig({
  title: "Gradiometer",
  description,
  lang: "en",
  head: [["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  srcDir: "..",
  srcExclude: [
    "{assembly,bench,coverage,dist,examples,reports,scripts,sdk,tests}/**",
    "build/!(pages)/**",
    "docs/api/**",
  ],
  rewrites: { "README.md": "index.md", "build/pages/:id.md": "docs/experiments/:id.md" },
  outDir: "../build/site",
  cacheDir: "../build/site-cache",
  cleanUrls: false,
  metaChunk: true,
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config(markdown) {
      linkFilesToRepository(markdown);
      linkToExperiments(markdown);
      showPicture(markdown);
    },
  },
  vite: { build: { assetsInlineLimit: 0 } },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Guide", link: "/docs/guide/", activeMatch: "/docs/guide/" },
      { text: "Lab", link: "/lab/index.html", target: "_self" },
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
          { text: "Experiments", link: "/docs/experiments", collapsed: true, items: EXPERIMENTS },
          { text: "Claims", link: "/docs/claims" },
          { text: "The doctor", link: "/docs/doctor" },
          { text: "Traces of any network", link: "/docs/trace" },
          { text: "Sweeps", link: "/docs/sweep" },
          { text: "The lab in your page", link: "/docs/lab" },
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
