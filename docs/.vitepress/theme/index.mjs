/** VitePress's own theme, with the lab on the front page, what the experiments' pages need, and a page for what is not there. */
import { useData, withBase } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { defineComponent, h, onMounted } from "vue";
import "./style.css";

const notFound = () =>
  h("main", { class: "vp-doc not-found" }, [
    h("h1", "Page not found"),
    h("p", [h("a", { href: withBase("/") }, "To the front page")]),
  ]);

/** The lab, from the files beside the site; until they are there, and without scripts, the picture of README.md. */
const Lab = defineComponent(() => {
  const { isDark } = useData();
  // Beside the site and not in its bundle: the element looks for its own files where it came from.
  onMounted(() => import(/* @vite-ignore */ new URL(withBase("/element.js"), globalThis.location.href).href));
  return () =>
    h("gradient-lab", { "heading-level": "2", class: "front-lab", theme: isDark.value ? "dark" : "light" }, [
      h("img", {
        src: withBase("/docs/images/lab.png"),
        alt: "Two nets from one seed: in A the error dies on its way to layer 1.",
      }),
    ]);
});

const Front = defineComponent(() => {
  const { page } = useData();
  return () => (page.value.relativePath === "index.md" ? h("section", { "aria-label": "The lab" }, [h(Lab)]) : null);
});

export default {
  ...DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "not-found": notFound, "doc-before": () => h(Front) }),
};
