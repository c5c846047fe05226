// Screens that stand in place of all others: opened inside WeChat, a page that the browser cannot keep, nobody known on this phone yet.
import { inWeChat, isIPhone, lacks } from "../device.js";
import { button, h, icon } from "../dom.js";
import * as session from "../session.js";
import { t } from "../words.js";

let passed = false;

function card(image, title, lines, ...more) {
  return {
    title: t("app"),
    body: h("section.o-blocked", null, icon(image, 40), h("h2", null, title), h("ol.o-steps", null, lines.map((line) => h("li", null, line))), more),
  };
}

function weChat() {
  const steps = [t("wechat_1"), t(isIPhone ? "wechat_2_iphone" : "wechat_2"), t("wechat_3")];
  const on = button("s", t("wechat_anyway"), () => {
    passed = true;
    session.changed();
  });
  return card("share", t("wechat"), steps, h("p.o-lead", null, t("wechat_why")), on);
}

function first() {
  const again = button("p", t("try_again"), () => session.refresh());
  if (session.isSignedOut()) return card("lock", t("sign_in_first"), [t("sign_in_1"), t("sign_in_2"), t("sign_in_3")], h("a.o-btn.o-btn-p", { href: session.loginAddress() }, t("sign_in")));
  if (session.isAsking()) return card("clock", t("fetching"), [t("fetching_1")]);
  return card("nosignal", t("first_offline"), [t("first_offline_1"), t("first_offline_2")], again);
}

/** The screen that bars the way, or null. */
export function blocked() {
  if (inWeChat && !passed) return weChat();
  const missing = lacks();
  if (missing.includes("https")) return card("lock", t("no_https"), [t("no_https_1"), t("no_https_2")]);
  if (missing.length) return card("ask", t("old_browser"), [t("old_browser_1"), t("old_browser_2")]);
  return session.person() ? null : first();
}
