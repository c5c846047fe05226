// Rows typed in by hand: [data-entry] holds [data-entry-rows] and <template data-entry-blank>. A changed row is sent as it is
// left; Enter goes to the next cell, from the last one to the next row; typing into the last row adds an empty one below it.
// Without this module every row has its own button.
import { behaviour, refresh } from "./behaviour.js";
import htmx from "htmx.org";

const cells = (row) => [...row.querySelectorAll(".entry-line input:not([type=hidden])")];
const content = (row) => cells(row).map((cell) => cell.value).join("\u0000");

class Entry {
  constructor(holder) {
    this.rows = holder.querySelector("[data-entry-rows]");
    this.blank = holder.querySelector("template[data-entry-blank]");
    this.sent = new WeakMap();
    this.rows.addEventListener("focusin", (event) => this.enter(event.target.closest("[data-entry-row]")));
    this.rows.addEventListener("focusout", (event) => this.leave(event));
    this.rows.addEventListener("input", (event) => this.grow(event.target.closest("[data-entry-row]")));
    this.rows.addEventListener("keydown", (event) => this.onKey(event));
    this.rows.addEventListener("submit", (event) => this.sent.set(event.target.closest("[data-entry-row]"), null), true);
  }

  enter(row) {
    if (row && !this.sent.has(row)) this.sent.set(row, content(row));
  }

  leave(event) {
    const row = event.target.closest("[data-entry-row]");
    if (!row || (event.relatedTarget && row.contains(event.relatedTarget))) return;
    const before = this.sent.get(row);
    const now = content(row);
    if (before === undefined || before === null || before === now) return;
    this.sent.set(row, now);
    const form = row.querySelector(".entry-line");
    if (form) htmx.trigger(form, "leave");
  }

  grow(row) {
    if (!row || row !== this.rows.lastElementChild || !cells(row).some((cell) => cell.value)) return;
    const fresh = this.blank.content.cloneNode(true).querySelector("[data-entry-row]");
    const number = String(Number(row.dataset.entryRow) + 1);
    fresh.dataset.entryRow = number;
    fresh.id = `row-${number}`;
    fresh.querySelector("[name=number]").value = number;
    fresh.querySelector(".entry-n").textContent = number;
    this.rows.append(fresh);
    htmx.process(fresh);
    refresh(fresh);
  }

  onKey(event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    const row = event.target.closest("[data-entry-row]");
    const own = cells(row);
    const next = own[own.indexOf(event.target) + 1];
    if (next) next.focus();
    else (row.nextElementSibling ? cells(row.nextElementSibling)[0] : null)?.focus();
  }
}

behaviour("[data-entry]", (holder) => new Entry(holder));
