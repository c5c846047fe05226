// A matrix whose cells can be changed by keyboard and by hand: table[data-grid] inside [data-part-url] (where a change is sent).
// Arrow keys, Home and End move from cell to cell; Enter, Space or a click opens the menu <dialog data-grid-menu>, Delete clears.
// th[data-u] holds the key of a column's unit, tr[data-clause] the clause, tr[data-name] its name. The server answers with the row, which takes its place.
import htmx from "htmx.org";

import { behaviour } from "./behaviour.js";

const CELL = "td.x";

class Grid {
  constructor(table) {
    this.table = table;
    this.url = table.closest("[data-part-url]")?.dataset.partUrl;
    this.menu = document.querySelector("[data-grid-menu]");
    this.heads = [...table.tHead.rows[0].cells];
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("click", (event) => {
      const cell = event.target.closest(`tbody ${CELL}`);
      if (cell) this.open(cell);
    });
    table.addEventListener("focusin", (event) => {
      if (event.target.matches(CELL)) this.enter(event.target);
    });
    const first = table.querySelector(`tbody ${CELL}`);
    if (first) first.tabIndex = 0;
  }

  rows() {
    return [...this.table.tBodies[0].rows].filter((row) => row.dataset.clause);
  }

  enter(cell) {
    for (const other of this.table.querySelectorAll(`${CELL}[tabindex="0"]`)) other.tabIndex = -1;
    cell.tabIndex = 0;
    this.place = { clause: cell.parentElement.dataset.clause, column: cell.cellIndex };
  }

  focus(cell) {
    if (!cell?.matches(CELL)) return;
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  onKey(event) {
    const cell = event.target;
    if (!cell.matches(`tbody ${CELL}`) || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = cell.parentElement;
    const rows = this.rows();
    const at = rows.indexOf(row);
    const cells = [...row.querySelectorAll(CELL)];
    const moves = {
      ArrowUp: () => this.focus(rows[at - 1]?.cells[cell.cellIndex]),
      ArrowDown: () => this.focus(rows[at + 1]?.cells[cell.cellIndex]),
      ArrowLeft: () => this.focus(row.cells[cell.cellIndex - 1]),
      ArrowRight: () => this.focus(row.cells[cell.cellIndex + 1]),
      Home: () => this.focus(cells[0]),
      End: () => this.focus(cells[cells.length - 1]),
      Enter: () => this.open(cell),
      " ": () => this.open(cell),
      Delete: () => cell.textContent.trim() && this.send(cell, "clear"),
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    moves[event.key]();
  }

  open(cell) {
    if (!this.menu) return;
    this.focus(cell);
    const head = this.heads[cell.cellIndex];
    this.menu.querySelector("[data-grid-title]").textContent = `${head.title || head.textContent.trim()} · ${cell.parentElement.dataset.name}`;
    this.menu.returnValue = "";
    this.menu.showModal();
    this.menu.addEventListener(
      "close",
      () => {
        if (this.menu.returnValue) this.send(cell, this.menu.returnValue);
        else this.focus(cell);
      },
      { once: true },
    );
  }

  send(cell, part) {
    const row = cell.parentElement;
    this.place = { clause: row.dataset.clause, column: cell.cellIndex };
    const values = { clause: row.dataset.clause, unit: this.heads[cell.cellIndex].dataset.u, part };
    htmx.ajax("POST", this.url, { source: this.table, target: this.table, swap: "none", values }).then(() => this.restore());
  }

  restore() {
    const row = this.rows().find((each) => each.dataset.clause === this.place?.clause);
    this.focus(row?.cells[this.place.column]);
  }
}

behaviour("table[data-grid]", (table) => new Grid(table));
