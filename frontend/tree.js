// A table whose rows form a tree. Without this module every row is shown and the toggles are invisible.
// Attributes: table[data-tree="key"] (the key under which the state of this tab is kept), data-tree-open="n" (levels shown
// at first, default 2), tr[data-node="id"][data-parent="id"][data-level="n"], button[data-toggle] in every row with children.
// Keys inside the table: → opens, ← closes or goes to the parent, ↑ ↓ walk the visible rows.
import { behaviour } from "./behaviour.js";

function stored(key) {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(key)) ?? undefined);
  } catch {
    return new Set();
  }
}

function store(key, closed) {
  try {
    sessionStorage.setItem(key, JSON.stringify([...closed]));
  } catch {
    // A browser that forbids storage forgets the state; nothing else is lost.
  }
}

const focusable = (row) => row.querySelector("[data-toggle]") ?? row.querySelector("a");

class Tree {
  constructor(table) {
    this.key = `tree:${table.dataset.tree}`;
    this.rows = new Map([...table.querySelectorAll("tr[data-node]")].map((row) => [row.dataset.node, row]));
    this.closed = stored(this.key);
    if (!this.hasState()) this.closeBelow(Number(table.dataset.treeOpen ?? 2));
    for (const row of this.rows.values()) if (row.hasAttribute("aria-current")) this.reveal(row);
    table.addEventListener("click", (event) => this.onClick(event));
    table.addEventListener("keydown", (event) => this.onKey(event));
    this.draw();
  }

  hasState() {
    try {
      return sessionStorage.getItem(this.key) !== null;
    } catch {
      return false;
    }
  }

  closeBelow(level) {
    for (const [node, row] of this.rows) {
      if (Number(row.dataset.level) >= level - 1 && this.toggleOf(row)) this.closed.add(node);
    }
  }

  toggleOf(row) {
    return row.querySelector("[data-toggle]");
  }

  parentOf(row) {
    return this.rows.get(row.dataset.parent);
  }

  reveal(row) {
    for (let above = this.parentOf(row); above; above = this.parentOf(above)) this.closed.delete(above.dataset.node);
  }

  isShown(row) {
    for (let above = this.parentOf(row); above; above = this.parentOf(above)) {
      if (this.closed.has(above.dataset.node)) return false;
    }
    return true;
  }

  draw() {
    for (const [node, row] of this.rows) {
      row.hidden = !this.isShown(row);
      this.toggleOf(row)?.setAttribute("aria-expanded", String(!this.closed.has(node)));
    }
  }

  set(row, open) {
    if (open) this.closed.delete(row.dataset.node);
    else this.closed.add(row.dataset.node);
    store(this.key, this.closed);
    this.draw();
  }

  onClick(event) {
    const toggle = event.target.closest("[data-toggle]");
    if (!toggle) return;
    const row = toggle.closest("tr");
    this.set(row, this.closed.has(row.dataset.node));
  }

  onKey(event) {
    const row = event.target.closest("tr[data-node]");
    if (!row) return;
    const isOpen = this.toggleOf(row) && !this.closed.has(row.dataset.node);
    const shown = [...this.rows.values()].filter((each) => !each.hidden);
    const at = shown.indexOf(row);
    const moves = {
      ArrowDown: () => shown[at + 1],
      ArrowUp: () => shown[at - 1],
      ArrowRight: () => (this.toggleOf(row) && !isOpen ? this.set(row, true) : shown[at + 1]),
      ArrowLeft: () => (isOpen ? this.set(row, false) : this.parentOf(row)),
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    const next = moves[event.key]();
    if (next) focusable(next)?.focus();
  }
}

behaviour("table[data-tree]", (table) => new Tree(table));
