// A photo as soon as it is taken: [data-lens] holds input[type=file], an image [data-lens-image] and words [data-lens-text]. Without this module
// the input says itself how many files it holds.
import { behaviour, fill } from "./behaviour.js";

behaviour("[data-lens]", (box) => {
  const input = box.querySelector("input[type=file]");
  const image = box.querySelector("[data-lens-image]");
  const words = box.querySelector("[data-lens-text] b");
  const first = words.textContent;

  input.addEventListener("change", () => {
    const [file] = input.files;
    if (image.src) URL.revokeObjectURL(image.src);
    image.hidden = !file;
    box.classList.toggle("has-shot", Boolean(file));
    words.textContent = file ? `${fill(box.dataset.countText, { count: input.files.length })} · ${box.dataset.again}` : first;
    if (file) image.src = URL.createObjectURL(file);
    else image.removeAttribute("src");
  });
});
