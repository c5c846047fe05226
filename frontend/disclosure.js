// Menus made of <details data-disclosure>: only one is open at a time; Escape and a click elsewhere close it.
import { behaviour } from "./behaviour.js";

const open = () => document.querySelectorAll("details[data-disclosure][open]");

behaviour("details[data-disclosure]", (menu) => {
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    for (const other of open()) if (other !== menu) other.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
});

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
