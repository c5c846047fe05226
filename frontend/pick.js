// [data-pick-form]: a list of rows to choose from. [data-pick-all], in [data-pick-box], chooses every [data-pick] of the page; [data-pick-count] says how many.
import { behaviour } from "./behaviour.js";

behaviour("[data-pick-form]", (form) => {
  const picks = [...form.querySelectorAll("[data-pick]")];
  const all = form.querySelector("[data-pick-all]");
  const count = form.querySelector("[data-pick-count]");
  const show = () => {
    const chosen = picks.filter((pick) => pick.checked).length;
    all.checked = chosen > 0 && chosen === picks.length;
    all.indeterminate = chosen > 0 && chosen < picks.length;
    if (!count) return;
    count.hidden = chosen === 0;
    count.querySelector("b").textContent = chosen;
  };
  form.querySelector("[data-pick-box]").hidden = false;
  all.addEventListener("change", () => {
    for (const pick of picks) pick.checked = all.checked;
    show();
  });
  form.addEventListener("change", show);
  show();
});
