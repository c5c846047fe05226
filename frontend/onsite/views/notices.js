// What the inspector should know before it matters: each with a clear way on, told once.
import * as clock from "../clock.js";
import { isIPhone, isInstalled } from "../device.js";
import { h, icon } from "../dom.js";
import * as session from "../session.js";
import { room } from "../storage.js";
import * as store from "../store.js";
import { bytes, dayOf, join, t } from "../words.js";
import { clockWords } from "./strip.js";

function notice(image, title, text, ...more) {
  return h("section.o-notice", null, icon(image, 20), h("div.grow", null, h("b", null, title), text && h("p", null, text), more));
}

function once(name, ...parts) {
  const known = h("button.o-link", { onclick: () => store.setting(`told_${name}`, true).then(session.changed) }, t("understood"));
  return notice(...parts, known);
}

async function draft() {
  const kept = await store.setting("draft");
  if (!kept) return null;
  const visit = await store.visit(kept.visit);
  if (!visit) return null;
  return notice("camera", t("draft"), visit.site.name, h("a.o-link", { href: `#/finding/${kept.visit}/${kept.item}` }, t("draft_go")));
}

async function others() {
  const found = await store.waitingForOthers();
  return found.map((one) =>
    notice("people", t("others", { n: one.records + one.files }), t("others_next", { city: one.cityName })),
  );
}

async function keeping() {
  const told = await store.setting("told_keeping");
  if (told) return null;
  if (isIPhone && !isInstalled()) return once("keeping", "home", t("iphone"), t("iphone_how"));
  const { persisted } = await room();
  return persisted === false ? once("keeping", "store", t("not_kept"), t("not_kept_how")) : null;
}

const late = (day) => {
  if (!day || day.day >= session.today(day.zone)) return null;
  return notice("clock", t("old_day", { day: dayOf(day.day) }), t("old_day_next"));
};

/** What is to be told above the day's list. */
export async function notices(day) {
  const wrong = clock.isWrong() && notice("clock", clockWords(), t("clock_next"));
  return [await draft(), late(day), wrong, await keeping(), await others()];
}

/** The promise of the phone and its room, as a line for the settings. */
export async function roomLine() {
  const { free, usage, persisted } = await room();
  const promise = persisted ? t("kept") : persisted === false ? t("not_kept") : "";
  return join(free !== null && t("free", { size: bytes(free) }), usage ? t("used", { size: bytes(usage) }) : "", promise);
}
