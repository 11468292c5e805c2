/** The theme of the API's documentation: typedoc's own, made fit for those who do not see it or use no mouse. */
import { DefaultTheme } from "typedoc";

const PERMALINK = /<a href="[^"]*" aria-label="Permalink" class="tsd-anchor-icon">.*?<\/a>/gs;

/** From the API's folder to the rest of the site, of which it is a part when it stands in it. */
const SITE = /[\\/]site[\\/]api$/;
const PAGES = {
  Guide: "../docs/guide/index.html",
  Experiments: "../docs/experiments.html",
  Doctor: "../docs/doctor.html",
};

const HEADING = /<h([1-6])(?=[ >])/g;

/** Headings one level at a time, told to those who hear the page: what typedoc leaves out between them is only looks. */
function levelHeadings(html) {
  let level = 0;
  return html.replaceAll(HEADING, (tag, own) => {
    level = Math.min(Number(own), level + 1);
    return level === Number(own) ? tag : `${tag} aria-level="${level}"`;
  });
}

class ApiTheme extends DefaultTheme {
  /** The entries alone: typedoc folds what is in them under a heading that is a link as well, which no keyboard can tell apart. */
  buildNavigation(project) {
    return super.buildNavigation(project).map((entry) => ({ ...entry, children: undefined }));
  }

  /** @override The content is a landmark, and a heading that folds holds no second control. */
  render(page) {
    const up = "../".repeat(page.url.split("/").length - 1);
    const links = Object.entries(PAGES).map(([name, path]) => `<a href="${up}${path}">${name}</a>`);
    const isInSite = SITE.test(this.application.options.getValue("out"));
    return levelHeadings(super.render(page))
      .replace('<div id="tsd-toolbar-links">', `$&${isInSite ? links.join("") : ""}`)
      .replace('<div class="col-content">', '<div class="col-content" role="main">')
      .replace('<div class="page-menu">', '<div class="page-menu" role="navigation" aria-label="On this page">')
      .replaceAll(/<summary.*?<\/summary>/gs, (summary) => summary.replaceAll(PERMALINK, ""));
  }
}

/** As typedoc loads a plugin. */
export function load({ renderer }) {
  renderer.defineTheme("api", ApiTheme);
}
