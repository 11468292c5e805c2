export { load } from "gradiometer/inline";
