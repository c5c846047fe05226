// How many characters a field holds, while it is typed: [data-counter] with maxlength gets a line "12 / 500" behind it. A character counts as one,
// rare ones and line breaks too, as the server counts them.
import { behaviour } from "./behaviour.js";

behaviour("[data-counter]", (field) => {
  const line = document.createElement("span");
  line.className = "counted num";
  const show = () => (line.textContent = `${[...field.value].length} / ${field.maxLength}`);
  field.after(line);
  field.addEventListener("input", show);
  show();
});
