// Sign-in and the pages around it: the same style sheet, a few behaviours, no htmx.
import "./disclosure.js";
import "./busy.js";
import "./passkey.js";
import "./print.js";
import "./secure.js";

document.documentElement.classList.add("js");
