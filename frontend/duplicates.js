// Likely duplicates by keys: [data-duplicates] holds [data-duplicate-group]. j and k go from group to group, m joins the group, n says of
// its first other report that it is not the same.
import { behaviour } from "./behaviour.js";

behaviour("[data-duplicates]", (holder) => {
  const groups = [...holder.querySelectorAll("[data-duplicate-group]")];
  let place = -1;

  function go(step) {
    if (!groups.length) return;
    place = Math.min(Math.max(place + step, 0), groups.length - 1);
    for (const [number, group] of groups.entries()) group.classList.toggle("is-here", number === place);
    groups[place].focus({ preventScroll: true });
    groups[place].scrollIntoView({ block: "nearest" });
  }

  function press(selector) {
    if (place >= 0) groups[place].querySelector(selector)?.click();
  }

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    m: () => press("[data-duplicate-join]"),
    n: () => press("[data-duplicate-apart]"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!keys[event.key] || event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
    event.preventDefault();
    keys[event.key]();
  });
});
