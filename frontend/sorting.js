// Files of a batch sorted by keyboard: [data-sorting]. j and k go from file to file, 1 to 3 choose a proposal, x sets aside, o goes to the line for another one,
// Enter files what is chosen. What is written in the line takes the choice away from the proposals.
import { behaviour } from "./behaviour.js";

behaviour("[data-sorting]", (page) => {
  const rows = [...page.querySelectorAll("[data-sort-row]")];
  if (rows.length === 0) return;
  let here = -1;

  function go(place) {
    here = Math.max(0, Math.min(rows.length - 1, place));
    rows[here].focus();
    rows[here].scrollIntoView({ block: "nearest" });
  }

  function choose(key) {
    const button = rows[here]?.querySelector(`[data-sort-key="${key}"]`);
    if (!button) return;
    button.checked = true;
    rows[here].querySelector("[data-sort-other]").value = "";
    if (here < rows.length - 1) go(here + 1);
  }

  for (const row of rows) {
    row.addEventListener("focusin", () => (here = rows.indexOf(row)));
    const other = row.querySelector("[data-sort-other]");
    other.addEventListener("input", () => {
      for (const button of row.querySelectorAll("[type=radio]")) button.checked = button.checked && !other.value;
    });
    row.addEventListener("change", (event) => {
      if (event.target.matches("[type=radio]")) other.value = "";
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input:not([type=radio]), textarea, select, button, a, dialog")) return;
    const keys = {
      j: () => go(here + 1),
      k: () => go(here - 1),
      o: () => rows[here]?.querySelector("[data-sort-other]").focus(),
      Enter: () => page.querySelector("[data-sort-send]").click(),
      x: () => choose("x"),
      ...Object.fromEntries(["1", "2", "3"].map((key) => [key, () => choose(key)])),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
});
