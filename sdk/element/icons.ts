/** Icons as paths, 16 × 16: no font has to have them. */
import { svg } from "./views/svg.js";

const PATHS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  step: "M3 2.5v11l7-5.5zM11.5 3h2v10h-2z",
  reset: "M8 3a5 5 0 1 1-4.6 3H1.6L4.5 2.6 7.4 6H5a3.4 3.4 0 1 0 3-1.4z",
} as const;

export type Icon = keyof typeof PATHS;

export const icon = (name: Icon): SVGSVGElement =>
  svg(
    "svg",
    { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon" },
    svg("path", { d: PATHS[name] }),
  );

export const setIcon = (of: SVGSVGElement, name: Icon): void => of.firstElementChild!.setAttribute("d", PATHS[name]);
