/** VitePress's own theme, with what the pages of the experiments need beside it, and a page for what is not there. */
import { withBase } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { h } from "vue";
import "./style.css";

const notFound = () =>
  h("main", { class: "vp-doc not-found" }, [
    h("h1", "Page not found"),
    h("p", [h("a", { href: withBase("/") }, "To the front page")]),
  ]);

export default { ...DefaultTheme, Layout: () => h(DefaultTheme.Layout, null, { "not-found": notFound }) };
