/** VitePress's own theme, with what the pages of the experiments need beside it. */
import DefaultTheme from "vitepress/theme-without-fonts";
import "./style.css";

export default DefaultTheme;
