// Builds the staff pages' style sheet and modules into the kernel's static folder, with hashed names and a manifest
// that the template tag `asset` reads (src/wenming/kernel/templatetags/assets.py).
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  build: {
    // The floor of the product (docs/architecture 6): nesting, for one, is lowered for it.
    target: "chrome111",
    cssTarget: "chrome111",
    outDir: "src/wenming/kernel/static/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    // Nothing is inlined as data: and no polyfill runs: the Content-Security-Policy stays strict.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // htmx contains an eval that its setting allowEval:false never reaches (the policy would refuse it anyway).
      checks: { eval: false },
      input: {
        style: "frontend/styles/staff.css",
        staff: "frontend/staff.js",
        entrance: "frontend/entrance.js",
        // MapLibre is large: only the map's page asks for it, and only where the browser can draw it.
        map: "frontend/map.js",
        // The phone in the field has a page, a sheet and a module of its own.
        onsiteStyle: "frontend/styles/onsite/onsite.css",
        onsite: "frontend/onsite/app.js",
        // Its service worker is served at a fixed address (/onsite/sw.js) and imports nothing.
        onsiteWorker: "frontend/onsite/worker.js",
      },
    },
  },
});
