// Small pictures of large photos: decoded one after the other, kept while the page lives; marks lie over them.
import { h, icon } from "./dom.js";
import { overlay } from "./marks.js";
import * as store from "./store.js";

const SIDE = 160;
const made = new Map();
let queue = Promise.resolve();

async function make(file) {
  const blob = file.blob ?? (await store.blob(file.key));
  if (!blob) return null;
  const image = await createImageBitmap(blob, { resizeWidth: SIDE, resizeQuality: "medium" });
  const { width, height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  image.close();
  return { src: canvas.toDataURL("image/jpeg", 0.8), width, height };
}

/** A picture of a photo that comes when it is ready; a sign where its bytes are not on this phone. */
export function thumb(file, label) {
  const box = h("span.o-pic", { role: "img", "aria-label": label }, icon(file.kind === "voice" ? "voice" : "picture"));
  if (file.kind === "voice") return box;
  const place = (picture) => {
    made.set(file.key, picture);
    if (picture) box.replaceChildren(h("img", { src: picture.src, alt: "" }), overlay(file.marks ?? [], picture.width, picture.height));
  };
  if (made.has(file.key)) place(made.get(file.key));
  // A file that is no picture keeps the sign.
  else queue = queue.then(() => make(file)).then(place, () => {});
  return box;
}
