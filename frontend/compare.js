// Before and after, one over the other: [data-compare] holds two figures, a range [data-compare-range] and a handle. Without this module
// they stand side by side. [data-compare-mode] beside them changes between both.
import { behaviour } from "./behaviour.js";

behaviour("[data-compare]", (pair) => {
  const range = pair.querySelector("[data-compare-range]");
  const handle = pair.querySelector("[data-compare-handle]");
  const after = pair.querySelector(".is-after");
  const mode = pair.closest("section").querySelector("[data-compare-mode]");
  let sliding = true;

  const draw = () => {
    after.style.clipPath = sliding ? `inset(0 0 0 ${range.value}%)` : "";
    handle.style.left = `${range.value}%`;
  };
  const show = () => {
    pair.classList.toggle("is-sliding", sliding);
    range.hidden = !sliding;
    handle.hidden = !sliding;
    mode.setAttribute("aria-pressed", String(!sliding));
    mode.textContent = sliding ? mode.dataset.side : mode.dataset.slideWord;
    draw();
  };

  mode.hidden = false;
  range.addEventListener("input", draw);
  mode.addEventListener("click", () => {
    sliding = !sliding;
    show();
  });
  show();
});
