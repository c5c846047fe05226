// [data-print]: prints the page. The button is hidden where there is no script.
import { behaviour } from "./behaviour.js";

behaviour("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
