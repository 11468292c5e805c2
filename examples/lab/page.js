/** What the lab's pages do before the lab is there. */
const { hash, protocol } = globalThis.location;
const { documentElement, head } = globalThis.document;

// A slide shows the lab alone: the page's own words would take its room.
if (/[#&]mode=slide\b/.test(hash)) documentElement.classList.add("slide");

// A page from the disk may load no module.
if (protocol === "file:") {
  const script = globalThis.document.createElement("script");
  script.src = "../../dist/element.iife.js";
  head.append(script);
}
