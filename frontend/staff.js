// The staff pages: htmx and every behaviour; each is a progressive enhancement on [data-…] attributes.
import "./menu.js";
import "./disclosure.js";
import "./tree.js";
import "./file-drop.js";
import "./shortcuts.js";
import "./confirm.js";
import "./busy.js";
import "./toast.js";
import "./print.js";
import "./copy.js";
import "./filters.js";
import "./slider.js";
import "./passkey.js";
import "./entry.js";
import "./problems.js";
import "./grid.js";
import "./picks.js";
import "./ledger.js";
import "./triage.js";
import "./htmx.js";

document.documentElement.classList.add("js");
