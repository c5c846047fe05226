// The ledger: [data-ledger] holds rows [data-row] (the address of their preview; data-open is their page) and [data-preview].
// A click on a row, or j and k, shows it beside the table; x chooses it, Enter opens it, Esc closes the preview, "?" shows the keys.
// Keys work only while nothing is typed and no dialog is open; without this module every row is a link to its page.
import { behaviour } from "./behaviour.js";
import htmx from "htmx.org";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

class Ledger {
  constructor(holder) {
    this.rows = [...holder.querySelectorAll("[data-row]")];
    this.side = holder.querySelector("[data-preview]");
    this.holder = holder;
    this.here = -1;
    holder.addEventListener("click", (event) => this.onClick(event));
    document.addEventListener("keydown", (event) => this.onKey(event));
    this.side.addEventListener("htmx:afterSwap", () => this.shown());
  }

  get beside() {
    return matchMedia("(min-width: 1100px)").matches;
  }

  onClick(event) {
    const step = event.target.closest("[data-row-step]");
    if (step) return this.go(this.here + Number(step.dataset.rowStep));
    if (event.target.closest("[data-preview-close]")) return this.close();
    const row = event.target.closest("[data-row]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey || !this.beside) return undefined;
    const link = event.target.closest("a");
    if (event.target.closest("label, input, button") || (link && !link.closest("td.head"))) return undefined;
    event.preventDefault();
    return this.go(this.rows.indexOf(row));
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPING)) return;
    const row = this.rows[this.here];
    const keys = {
      j: () => this.go(this.here + 1),
      k: () => this.go(this.here - 1),
      x: () => row?.querySelector("[data-pick]")?.click(),
      Escape: () => this.close(),
    };
    if (event.key === "Enter" && row && event.target.closest("a, button, input") === null) location.assign(row.dataset.open);
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  go(place) {
    const row = this.rows[place];
    if (!row) return;
    this.rows[this.here]?.classList.remove("cur");
    this.here = place;
    row.classList.add("cur");
    row.scrollIntoView({ block: "nearest" });
    if (this.beside) htmx.ajax("GET", row.dataset.row, { target: this.side, swap: "innerHTML" });
    else row.querySelector("td.head a").focus();
  }

  shown() {
    this.holder.classList.add("has-preview");
    for (const button of this.side.querySelectorAll("[data-row-step], [data-preview-close]")) button.hidden = false;
    this.rows[this.here]?.querySelector("td.head a").focus({ preventScroll: true });
  }

  close() {
    this.holder.classList.remove("has-preview");
    this.side.replaceChildren();
    this.rows[this.here]?.querySelector("td.head a").focus({ preventScroll: true });
  }
}

behaviour("[data-ledger]", (holder) => new Ledger(holder));

// The dialog that says which keys there are.
behaviour("[data-keys]", (dialog) => {
  const open = document.querySelector("[data-keys-open]");
  const show = () => dialog.open || dialog.showModal();
  if (open) {
    open.hidden = false;
    open.addEventListener("click", show);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !event.target.closest(TYPING)) show();
  });
});
