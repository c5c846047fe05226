// htmx: fragments from the server. Its settings stand in the page's <meta name="htmx-config"> (no eval, no style element).
import htmx from "htmx.org";

import { refresh } from "./behaviour.js";
import { showToast } from "./toast.js";

htmx.on("htmx:load", (event) => refresh(event.detail.elt));

// What failed is said in words that the template supplies; what was typed stays where it is.
htmx.on("htmx:responseError", () => showToast(document.body.dataset.errorText));
htmx.on("htmx:sendError", () => showToast(document.body.dataset.offlineText));
