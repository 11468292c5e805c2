/* global importScripts */
importScripts("node_modules/gradiometer/dist/gradiometer.global.js", "classic.js");
