// Settings: large type, photos over Wi-Fi only, language, what this phone keeps; and help.
import { button, h, icon } from "../dom.js";
import { persist } from "../storage.js";
import * as session from "../session.js";
import * as store from "../store.js";
import * as sync from "../sync.js";
import { language, t } from "../words.js";
import { roomLine } from "./notices.js";

const HELP = ["taps", "offline", "photos", "position", "phones", "wrong"];
const LANGUAGES = [["zh-hans", "简体中文", "zh-CN"], ["en", "English", "en"]];

/** A switch with its words. */
export function toggle(label, under, on, onchange) {
  const knob = h("input.o-switch", { type: "checkbox", role: "switch", checked: on, onchange: () => onchange(knob.checked) });
  return h("label.o-toggle", null, h("span.grow", null, label, under && h("small", null, under)), knob);
}

function languages() {
  return h(
    "div.o-toggle",
    { role: "group", "aria-label": t("language") },
    h("span.grow", null, t("language"), h("small", null, t("language_why"))),
    LANGUAGES.map(([code, name, lang]) => h("button.o-lang", { lang, "aria-pressed": String(language === lang), onclick: () => session.speak(code) }, name)),
  );
}

async function keep() {
  await persist();
  session.changed();
}

export async function settings() {
  const large = session.preference("large");
  const wifi = (await store.setting("wifi_only")) === true;
  return {
    title: t("settings"),
    sub: session.cityName(),
    back: "",
    body: [
      h("section.o-card", null, toggle(t("large"), t("large_why"), large, (on) => session.prefer("large", on)), toggle(t("wifi_only"), t("wifi_only_why"), wifi, (on) => store.setting("wifi_only", on).then(() => sync.start())), languages()),
      h("h2.o-grp", null, t("this_phone_keeps")),
      h("section.o-card.o-pad", null, h("p", null, await roomLine()), button("s.mt2", t("ask_to_keep"), keep, "store"), session.cities().length > 1 && session.cities().map((city) => button("s.mt2", city.name, () => session.choose(city.slug), "site", { "aria-pressed": String(city.slug === session.city()) }))),
      h("h2.o-grp", null, t("help")),
      HELP.map((name) => h("details.o-std", null, h("summary", null, h("span.grow", null, t(`help_${name}`)), icon("down", 20)), h("div", null, h("p.o-lead", null, t(`help_${name}_how`))))),
    ],
  };
}
