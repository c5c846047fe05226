// A slider beside a number field: [data-slide] holds input[type=range][data-slider="id of the number field"]. The field alone is
// sent; without this module there is no slider. [data-fill] is drawn from the mark [data-now] to the value, both in per cent.
import { behaviour } from "./behaviour.js";

behaviour("[data-slide]", (slide) => {
  const range = slide.querySelector("[data-slider]");
  const number = document.getElementById(range.dataset.slider);
  const fill = slide.querySelector("[data-fill]");
  const start = Number.parseFloat(slide.querySelector("[data-now]").getAttribute("x1"));

  const draw = () => {
    const value = Math.min(100, Math.max(0, number.valueAsNumber));
    if (Number.isNaN(value)) return;
    fill.setAttribute("x", `${Math.min(start, value)}%`);
    fill.setAttribute("width", `${Math.abs(value - start)}%`);
  };

  slide.hidden = false;
  // The form hears the same events afterwards, on their way up.
  range.addEventListener("input", () => {
    number.value = range.value;
    draw();
  });
  number.addEventListener("input", () => {
    if (!Number.isNaN(number.valueAsNumber)) range.value = number.value;
    draw();
  });
});
