export { twoMoons } from "gradiometer/data";
