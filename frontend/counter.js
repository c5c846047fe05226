// How many characters a field holds: [data-counter] with maxlength gets a line "12 / 500" behind it.
import { behaviour } from "./behaviour.js";

behaviour("[data-counter]", (field) => {
  const line = document.createElement("span");
  line.className = "counted num";
  const show = () => (line.textContent = `${field.value.length} / ${field.maxLength}`);
  field.after(line);
  field.addEventListener("input", show);
  show();
});
