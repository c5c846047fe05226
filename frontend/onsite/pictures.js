// Small pictures of large photos: decoded one after the other, kept while the page lives; marks are drawn over them.
import { drawOn } from "./marks.js";
import { h, icon } from "./dom.js";
import * as store from "./store.js";

const SIDE = 160;
const made = new Map();
let queue = Promise.resolve();

async function make(file) {
  const blob = file.blob ?? (await store.blob(file.key));
  if (!blob) return null;
  const image = await createImageBitmap(blob, { resizeWidth: SIDE, resizeQuality: "medium" });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  drawOn(context, file.marks ?? []);
  image.close();
  return canvas;
}

/** A picture of a photo that comes when it is ready; a sign where its bytes are not on this phone. */
export function thumb(file, label) {
  const box = h("span.o-pic", { role: "img", "aria-label": label }, icon(file.kind === "voice" ? "voice" : "picture"));
  if (file.kind === "voice") return box;
  const key = `${file.key} ${JSON.stringify(file.marks ?? [])}`;
  const place = (source) => {
    if (!source) return;
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [source.width, source.height];
    copy.getContext("2d").drawImage(source, 0, 0);
    box.replaceChildren(copy);
  };
  if (made.has(key)) place(made.get(key));
  else
    queue = queue
      .then(() => make(file))
      .then((source) => {
        made.set(key, source);
        place(source);
      })
      .catch(() => {}); // a file that is no picture keeps the sign
  return box;
}
