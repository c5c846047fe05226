// The upload box. Without this module it is a plain file input with a label; with it a file can be dropped on the box, its
// name and size are shown, and a file of the wrong kind or above the limit is refused at once, with the reason.
// Attributes on the box [data-file-drop]: data-max-bytes, data-too-big and data-wrong-kind (texts with {name} {size} {limit}
// {kinds}); inside it input[type=file] (its accept lists the endings), [data-file-name] and [data-file-error].
import { behaviour, fill } from "./behaviour.js";

function readable(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function problemOf(box, file, endings) {
  const limit = Number(box.dataset.maxBytes ?? Infinity);
  const values = { name: file.name, size: readable(file.size), limit: readable(limit), kinds: endings.join(" ") };
  const name = file.name.toLowerCase();
  if (endings.length > 0 && !endings.some((ending) => name.endsWith(ending))) return fill(box.dataset.wrongKind, values);
  if (file.size > limit) return fill(box.dataset.tooBig, values);
  return "";
}

behaviour("[data-file-drop]", (box) => {
  const input = box.querySelector("input[type=file]");
  const name = box.querySelector("[data-file-name]");
  const error = box.querySelector("[data-file-error]");
  const endings = (input.accept ?? "").split(",").map((part) => part.trim().toLowerCase()).filter(Boolean);

  const show = () => {
    const file = input.files[0];
    const problem = file ? problemOf(box, file, endings) : "";
    error.textContent = problem;
    error.hidden = !problem;
    box.classList.toggle("is-err", Boolean(problem));
    input.toggleAttribute("aria-invalid", Boolean(problem));
    if (problem) input.value = "";
    const kept = problem ? undefined : file;
    name.textContent = kept ? `${kept.name} · ${readable(kept.size)}` : "";
    name.hidden = !kept;
    box.classList.toggle("has-file", Boolean(kept));
  };

  input.addEventListener("change", show);
  for (const type of ["dragenter", "dragover"]) {
    box.addEventListener(type, (event) => {
      event.preventDefault();
      box.classList.add("is-over");
    });
  }
  for (const type of ["dragleave", "drop"]) box.addEventListener(type, () => box.classList.remove("is-over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer?.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    show();
  });
});
