// Elements without a framework: `h("button.o-btn", {onclick}, "text")`, icons of the sprite, sheets, and what is said to a screen reader.
import { t } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

function set(element, name, value) {
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked" || name === "disabled" || name === "srcObject") element[name] = value;
  else if (value === true) element.setAttribute(name, "");
  else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
}

/** Makes `tag.class.class` with attributes (`on…` are listeners) and children; what is null or false is left out. */
export function h(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  if (name === "button") element.type = "button";
  for (const [key, value] of Object.entries(attributes ?? {})) set(element, key, value);
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The same for parts of a drawing. */
export function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes ?? {})) set(element, key, value);
  element.append(...children);
  return element;
}

export const icon = (name, size = "") =>
  svg("svg", { class: `o-i ${size && `o-i${size}`}`, "aria-hidden": "true" }, svg("use", { href: `#o-${name}` }));

export const iconButton = (name, label, onclick, attributes = {}) => h("button.o-tapic", { "aria-label": label, title: label, onclick, ...attributes }, icon(name));

export const button = (kind, label, onclick, iconName, attributes = {}) =>
  h(`button.o-btn${kind ? `.o-btn-${kind}` : ""}`, { onclick, ...attributes }, iconName && icon(iconName, 20), h("span", null, label));

/** Says something to who cannot see the change. */
export function say(text) {
  document.getElementById("say").textContent = text;
}

let open = null;

/** Opens a sheet from below; the phone's back button and Escape close it. `fill(close)` returns its content. Resolves with what `close(value)` was given. */
export function sheet(label, fill) {
  return new Promise((resolve) => {
    let answer = null;
    const dialog = h("dialog.o-sheet", { "aria-label": label });
    const close = (value = null) => {
      answer = value;
      dialog.close();
    };
    dialog.append(h("div.o-grab", { "aria-hidden": "true" }), h("div.o-sheet-b", null, fill(close)));
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      open = null;
      // Who closed it by a button takes the step back in the history that the phone's back button would have taken.
      if (history.state?.sheet) history.back();
      // The step is taken later than this: what comes next must not be undone by it.
      setTimeout(() => resolve(answer), 30);
    });
    document.body.append(dialog);
    history.pushState({ sheet: true }, "");
    open = dialog;
    dialog.showModal();
  });
}

addEventListener("popstate", () => open?.close());

/** Asks; resolves with the value of the choice, or null. choices: [[value, label, kind]]. */
export const choose = (title, text, choices) =>
  sheet(title, (close) => [
    h("h2", null, title),
    text && h("p.o-lead", null, text),
    h("div.o-stack", null, choices.map(([value, label, kind]) => button(kind ?? "s", label, () => close(value)))),
    button("q", t("cancel"), () => close()),
  ]);

/** − n + with the number in the middle. */
export function stepper({ value, least = 0, most = 999, label, words, onchange }) {
  let now = value;
  const shown = h("div", { role: "status" });
  const draw = () => shown.replaceChildren(...words(now));
  const step = (by) => () => {
    const next = Math.min(most, Math.max(least, now + by));
    if (next === now && value !== null) return;
    now = next;
    draw();
    onchange(now);
  };
  draw();
  return h(
    "div.o-cnt",
    { role: "group", "aria-label": label },
    h("button", { "aria-label": t("less"), onclick: step(-1) }, icon("less")),
    shown,
    h("button", { "aria-label": t("more"), onclick: step(1) }, icon("more")),
  );
}
