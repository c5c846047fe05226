// Marks on pages: [data-sheet] with pages [data-sheet-page] and a form [data-sheet-form]. Dragging over a page chooses a part of it, in
// thousandths; the buttons of the form then mark it. Without this module pages are shown, and nothing is marked.
import { behaviour } from "./behaviour.js";

const WHOLE = 1000;

function place(event, box) {
  const clamp = (value) => Math.min(Math.max(Math.round(value * WHOLE), 0), WHOLE);
  return [clamp((event.clientX - box.left) / box.width), clamp((event.clientY - box.top) / box.height)];
}

behaviour("[data-sheet]", (sheet) => {
  const form = sheet.querySelector("[data-sheet-form]");
  if (!form) return;
  const acts = form.querySelectorAll("[data-sheet-act]");
  let start = null;
  form.hidden = false;

  function show(figure, from, to) {
    const [left, top] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
    const [width, height] = [Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
    for (const other of sheet.querySelectorAll("[data-sheet-new]")) other.setAttribute("hidden", "");
    const drawn = figure.querySelector("[data-sheet-new]");
    const facts = { x: left, y: top, width, height };
    for (const [name, value] of Object.entries(facts)) drawn.setAttribute(name, `${value / 10}%`);
    drawn.removeAttribute("hidden");
    Object.entries({ page: figure.dataset.sheetPage, left, top, width, height }).forEach(([name, value]) => (form.elements[name].value = value));
    for (const act of acts) act.disabled = width < 5 || height < 3;
  }

  for (const figure of sheet.querySelectorAll("[data-sheet-page]")) {
    const image = figure.querySelector("img");
    figure.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      start = place(event, image.getBoundingClientRect());
      if (event.pointerType === "mouse") event.preventDefault();
    });
    figure.addEventListener("pointermove", (event) => {
      if (start && event.buttons) show(figure, start, place(event, image.getBoundingClientRect()));
    });
    for (const name of ["pointerup", "pointercancel"]) figure.addEventListener(name, () => (start = null));
  }
});
