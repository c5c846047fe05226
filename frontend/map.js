// The map of sites. Its drawing and its list come from the server and work without any script; where the browser has WebGL 2 a
// moving map takes the drawing's place. The list beside it stays the equal way to every site.
import { behaviour, fill } from "./behaviour.js";
import htmx from "htmx.org";

/** Says whether the browser draws with WebGL 2, which the moving map needs; asked once, on a canvas that is thrown away. */
function draws() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

/** Opens cards beside the map: focus goes to their head, and back to where it was when they are closed. */
function cards(root) {
  const card = root.querySelector("[data-map-card]");
  const side = root.querySelector("[data-map-side]");
  let cameFrom = null;
  const close = () => {
    card.replaceChildren();
    side.classList.remove("has-card");
    root.dispatchEvent(new CustomEvent("map:unpick"));
    if (cameFrom?.isConnected) cameFrom.focus();
  };
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === card) cameFrom = document.activeElement;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== card) return;
    side.classList.add("has-card", "is-open");
    card.querySelector("h2")?.focus();
  });
  card.addEventListener("click", (event) => {
    if (!event.target.closest("[data-map-close]")) return;
    event.preventDefault();
    close();
  });
  card.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}

/** The sheet under a phone's map: its handle shows how many sites there are and opens the list. */
function sheet(root) {
  const side = root.querySelector("[data-map-side]");
  const handle = root.querySelector("[data-map-handle]");
  handle.hidden = false;
  const legend = root.querySelector("[data-map-legend]");
  const phone = window.matchMedia("(max-width: 639.98px)");
  const fold = () => {
    legend.open = !phone.matches;
  };
  phone.addEventListener("change", fold);
  window.addEventListener("beforeprint", () => {
    legend.open = true;
  });
  fold();
  const show = (open) => {
    side.classList.toggle("is-open", open);
    handle.setAttribute("aria-expanded", String(open));
  };
  handle.addEventListener("click", () => show(!side.classList.contains("is-open")));
  document.body.addEventListener("htmx:afterSwap", () => {
    handle.textContent = root.querySelector("[data-map-count]")?.textContent ?? handle.textContent;
    handle.setAttribute("aria-expanded", String(side.classList.contains("is-open")));
  });
}

behaviour("[data-map]", async (root) => {
  cards(root);
  if (!draws()) return;
  const say = root.querySelector("[data-map-say]");
  const talk = {
    say: (words) => {
      say.textContent = words ?? "";
      say.hidden = !words;
    },
    fill,
    ajax: (url, target) => htmx.ajax("GET", url, { target, swap: "innerHTML" }),
  };
  try {
    const { moving } = await import("./map-moving.js");
    await moving(root, talk);
    sheet(root);
  } catch (error) {
    // A driver that promises WebGL 2 and breaks it: the drawing stays.
    root.classList.remove("map-live");
    root.querySelector("[data-map-canvas]").hidden = true;
    console.warn(error);
  }
});
