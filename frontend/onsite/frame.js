// The frame around every screen: head, strip, the screen itself, its foot, and the three ways at the bottom.
import { h, icon, iconButton, say } from "./dom.js";
import * as store from "./store.js";
import { strip } from "./views/strip.js";
import { t } from "./words.js";

const root = document.getElementById("app");
const NAV = [
  ["", "route", "nav_today"],
  ["outbox", "up", "nav_outbox"],
  ["standards", "list", "nav_standards"],
];

let find = null; // address → a screen, or null
let shown = null; // {screen, address}
let turn = 0;
let waiting = null;

const addressNow = () => decodeURIComponent(location.hash.replace(/^#\/?/, ""));

function header({ title, sub, back, onback, actions = [] }) {
  const leave = onback ? iconButton("back", t("back"), onback) : back !== undefined && h("a.o-tapic", { href: `#/${back}`, "aria-label": t("back") }, icon("back"));
  return h(`header.o-top${leave ? ".o-has-back" : ""}`, null, leave, h("div.grow", null, h("h1.ell", { tabindex: -1 }, title), sub && h("p.ell", null, sub)), actions);
}

async function badge(link) {
  const { records, files } = await store.outbox();
  link.querySelector(".o-bd")?.remove();
  if (records + files) link.append(h("span.o-bd", null, String(records + files), h("span.sr", null, t("on_phone"))));
}

function navigation(current) {
  const links = NAV.map(([address, image, word]) =>
    h("a", { href: `#/${address}`, class: address === current ? "o-on" : null, "aria-current": address === current ? "page" : null }, icon(image), t(word)),
  );
  badge(links[1]);
  return h("nav.o-nav", { "aria-label": t("nav") }, links);
}

function draw(screen, scrolled) {
  if (screen.bare) root.replaceChildren(screen.bare);
  else {
    const parts = [header(screen), strip(), screen.tabs, h("main.o-scroll", { tabindex: -1 }, screen.body), screen.foot && h("div.o-foot", null, screen.foot), screen.nav !== undefined && navigation(screen.nav)];
    root.replaceChildren(...parts.filter(Boolean));
    root.querySelector(".o-scroll").scrollTop = scrolled;
  }
  document.title = `${screen.title} · ${t("app")}`;
  screen.shown?.(root);
}

function put(screen, { keep, address }) {
  const scrolled = keep ? (root.querySelector(".o-scroll")?.scrollTop ?? 0) : 0;
  const held = keep && document.activeElement?.closest("#app") ? [...root.querySelectorAll("a, button, input")].indexOf(document.activeElement) : -1;
  shown = { screen, address };
  draw(screen, scrolled);
  if (held >= 0) root.querySelectorAll("a, button, input")[held]?.focus({ preventScroll: true });
  if (keep || screen.bare) return;
  // Who comes by keyboard or listens starts at the head of the new screen.
  root.querySelector("h1")?.focus({ preventScroll: true });
  say(screen.title);
}

/** Shows another screen under the same address. */
export function show(screen) {
  turn += 1;
  shown?.screen.leave?.({ again: false });
  put(screen, { keep: false, address: addressNow() });
}

/** Shows what the address names; `keep`: the same screen drawn anew, where it was scrolled to. */
export async function refresh({ keep = false } = {}) {
  if (!find || document.querySelector("dialog[open]")) return;
  const mine = ++turn;
  const address = addressNow();
  const same = keep && shown?.address === address;
  // A form or the camera is never drawn anew under the inspector's hands.
  if (same && shown.screen.held) return;
  await shown?.screen.leave?.({ again: same });
  const screen = await find(address);
  if (!screen) location.replace("#/");
  else if (mine === turn) put(screen, { keep: same, address });
  else screen.leave?.({ again: false });
}

/** Something was said, sent or heard of: strip and badge are drawn anew; the screen says itself what it makes of it. */
export function changed(news = {}) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (!shown || shown.screen.bare) return;
    if (shown.screen.live) {
      refresh({ keep: true });
      return;
    }
    root.querySelector(".o-strip")?.remove();
    root.querySelector(".o-top").after(strip() ?? "");
    const link = root.querySelector('.o-nav a[href="#/outbox"]');
    if (link) badge(link);
    shown.screen.update?.(news);
  }, 120);
}

/** Begins: `found(address)` returns the screen of an address. */
export async function begin(found) {
  find = found;
  addEventListener("hashchange", () => refresh());
  for (const event of ["online", "offline"]) addEventListener(event, () => changed());
  await refresh();
  document.documentElement.dataset.ready = "true";
}
