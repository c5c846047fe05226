// Rows chosen one by one: [data-picks] holds a form[data-batch], boxes [data-pick], one for the page [data-pick-page] and one for all
// that the filter finds [data-pick-all]. The bar says how many; without this module it always stands there.
import { behaviour, fill } from "./behaviour.js";

behaviour("[data-picks]", (holder) => {
  const bar = holder.querySelector("form[data-batch]");
  const count = bar.querySelector("[data-batch-count]");
  const all = bar.querySelector("[data-pick-all]");
  const page = holder.querySelector("[data-pick-page]");
  const boxes = [...holder.querySelectorAll("[data-pick]")];
  const unpicked = count.textContent;
  page.hidden = false;

  function show() {
    const chosen = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr").classList.toggle("sel", box.checked);
    page.checked = chosen === boxes.length;
    page.indeterminate = chosen > 0 && chosen < boxes.length;
    bar.classList.toggle("is-on", chosen > 0 || all.checked);
    count.textContent = chosen && !all.checked ? fill(bar.dataset.countText, { count: chosen }) : unpicked;
    for (const button of bar.querySelectorAll("button")) button.disabled = !chosen && !all.checked;
  }

  page.addEventListener("change", () => {
    for (const box of boxes) box.checked = page.checked;
    show();
  });
  holder.addEventListener("change", (event) => {
    if (event.target !== page) show();
  });
  show();
});
