// Rows chosen one by one: [data-picks] holds boxes [data-pick] and [data-pick-all], which chooses every row of the page and shows itself
// only with this module. [data-pick-count] says how many, by its data-count-text. A form[data-batch] lights up when rows are chosen; its
// [data-pick-found] means all that the filter finds.
import { behaviour, fill } from "./behaviour.js";

behaviour("[data-picks]", (holder) => {
  const boxes = [...holder.querySelectorAll("[data-pick]")];
  const all = holder.querySelector("[data-pick-all]");
  const count = holder.querySelector("[data-pick-count]");
  const bar = holder.querySelector("form[data-batch]");
  const found = holder.querySelector("[data-pick-found]");
  const unpicked = count?.textContent;
  for (const one of [all, all.closest("label")]) one.hidden = false;

  function show() {
    const chosen = boxes.filter((box) => box.checked).length;
    const everything = Boolean(found?.checked);
    for (const box of boxes) box.closest("tr").classList.toggle("sel", box.checked);
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    if (count) count.textContent = chosen && !everything ? fill(count.dataset.countText, { count: chosen }) : unpicked;
    if (!bar) return;
    bar.classList.toggle("is-on", chosen > 0 || everything);
    const idle = !chosen && !everything;
    for (const menu of bar.querySelectorAll("summary")) {
      menu.classList.toggle("is-disabled", idle);
      // what looks unusable is said to be so
      if (idle) menu.setAttribute("aria-disabled", "true");
      else menu.removeAttribute("aria-disabled");
    }
    for (const button of bar.querySelectorAll("button")) button.disabled = idle;
  }

  holder.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    show();
  });
  show();
});
