// Several photos for one form: [data-shots] holds inputs of files in labels [data-shots-camera] (one at a time) and [data-shots-album] (several), a
// list [data-shots-list] for the previews and a line [data-shots-say]. What is taken, chosen, dropped or pasted is gathered in the album's
// input, in the order in which it came, and can be taken out again; the files themselves stay as they are. Without this module each input
// sends what it holds. Attributes: data-most, data-most-text ({most}), data-remove-text ({number}).
import { behaviour, fill } from "./behaviour.js";

function button(label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "shot-x";
  made.setAttribute("aria-label", label);
  made.innerHTML = '<svg class="ic" aria-hidden="true"><use href="#i-x"/></svg>';
  return made;
}

class Shots {
  constructor(holder) {
    this.holder = holder;
    this.files = [];
    this.list = holder.querySelector("[data-shots-list]");
    this.say = holder.querySelector("[data-shots-say]");
    this.usual = this.say.textContent;
    this.input = holder.querySelector("[data-shots-album] input");
    for (const input of holder.querySelectorAll("input[type=file]")) input.addEventListener("change", () => this.take(input));
    holder.addEventListener("dragover", (event) => event.preventDefault());
    holder.addEventListener("drop", (event) => this.dropped(event));
    // Only one such place on a page takes what is pasted: the first.
    if (document.querySelector("[data-shots]") === holder) document.addEventListener("paste", (event) => this.pasted(event));
  }

  take(input) {
    const found = [...input.files];
    if (input !== this.input) input.value = "";
    this.add(found);
  }

  dropped(event) {
    event.preventDefault();
    this.add([...event.dataTransfer.files].filter((file) => file.type.startsWith("image/")));
  }

  pasted(event) {
    const found = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (found.length === 0) return;
    event.preventDefault();
    this.add(found);
  }

  add(found) {
    const most = Number(this.holder.dataset.most);
    const room = most - this.files.length;
    this.files.push(...found.slice(0, room));
    this.say.textContent = found.length > room ? fill(this.holder.dataset.mostText, { most }) : this.usual;
    this.show();
  }

  show() {
    const all = new DataTransfer();
    for (const file of this.files) all.items.add(file);
    this.input.files = all.files;
    for (const image of this.list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.list.replaceChildren(...this.files.map((file, place) => this.preview(file, place)));
    this.list.hidden = this.files.length === 0;
    this.holder.classList.toggle("has-shots", this.files.length > 0);
  }

  preview(file, place) {
    const item = document.createElement("li");
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    const remove = button(fill(this.holder.dataset.removeText, { number: place + 1 }));
    remove.addEventListener("click", () => {
      this.files.splice(place, 1);
      this.show();
      (this.list.querySelectorAll("button")[place] ?? this.input).focus();
    });
    item.append(image, remove);
    return item;
  }
}

behaviour("[data-shots]", (holder) => new Shots(holder));
