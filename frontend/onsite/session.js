// Who the phone is for: known from the last time while nobody can be asked, asked for anew where there is signal. Nothing is shown of the name.
import { choose as ask } from "./dom.js";
import { refresh as redraw } from "./frame.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { persist } from "./storage.js";
import { t } from "./words.js";

const HOME = "/onsite/";
let known = null; // {account, cities: [{slug, name}]}
let slug = "";
let asking = false;
let full = false;

export const person = () => known;
export const city = () => slug;
export const cities = () => known?.cities ?? [];
export const cityName = () => cities().find((one) => one.slug === slug)?.name ?? "";
export const isAsking = () => asking;
export const isSignedOut = () => sync.state().waiting === "session";
export const isFull = () => full || sync.state().waiting === "storage";
export const loginAddress = () => `/accounts/login/?next=${encodeURIComponent(HOME)}`;

// Preferences of this phone, whoever holds it.
const name = (one) => `onsite:${one}`;
export const preference = (one) => localStorage.getItem(name(one)) === "yes";

export function prefer(one, on) {
  localStorage.setItem(name(one), on ? "yes" : "no");
  dress();
}

/** Large type where somebody asked for it. */
export const dress = () => document.documentElement.classList.toggle("o-large", preference("large"));

export const changed = () => redraw({ keep: true });

export const today = (zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date());

async function take(me) {
  if (!me?.cities.length) return;
  const wished = localStorage.getItem(name("city"));
  const next = me.cities.some((one) => one.slug === wished) ? wished : me.cities[0].slug;
  if (known?.account !== me.account || slug !== next) await store.open(me.account, next);
  [known, slug] = [me, next];
}

/** Opens what the phone keeps; who was here last is who it is for. */
export async function open() {
  dress();
  await take(await store.rememberedPerson());
}

/** Asks the server who is signed in and for the day; without signal everything stays as it is. */
export async function refresh() {
  asking = true;
  changed();
  try {
    await take(await sync.me());
    if (known) await sync.refresh();
  } catch {
    // no signal, or signed out: the strip says which
  }
  asking = false;
  if (known) await persist();
  changed();
}

export async function choose(next) {
  localStorage.setItem(name("city"), next);
  await take(known);
  await refresh();
  location.hash = "#/";
}

/** Says in which language the page speaks; it comes anew in it. */
export async function speak(code) {
  const body = new URLSearchParams({ language: code, next: HOME, csrfmiddlewaretoken: await sync.token() });
  try {
    await fetch(document.getElementById("app").dataset.language, { method: "POST", body });
    location.reload();
  } catch {
    await ask(t("language"), t("language_offline"), []);
  }
}

/** Something could not be kept. What is on the screen stays there; what to do is said. */
export async function failed(fault) {
  if (fault?.code === "storage") {
    full = true;
    changed();
    return ask(t("full"), t("full_how"), [["outbox", t("strip_full_do"), "p"]]).then((chosen) => chosen && location.assign("#/outbox"));
  }
  return ask(t("not_saved"), t("not_saved_how"), []);
}
