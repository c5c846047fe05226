// The strip under the head: calm, and only where something is other than usual. It says what lies where, and what happens next.
import * as clock from "../clock.js";
import { h, icon } from "../dom.js";
import * as session from "../session.js";
import * as sync from "../sync.js";
import { t } from "../words.js";

function wordsNow() {
  const { online, waiting } = sync.state();
  if (session.isSignedOut()) return ["lock", t("strip_session"), h("a.o-strip-a", { href: session.loginAddress() }, t("sign_in"))];
  if (session.isFull()) return ["store", t("strip_full"), h("a.o-strip-a", { href: "#/outbox" }, t("strip_full_do"))];
  if (!online) return ["nosignal", t(location.hash === "#/outbox" ? "strip_offline_outbox" : "strip_offline")];
  if (waiting === "signal") return ["nosignal", t("strip_weak")];
  if (clock.isWrong()) return ["clock", clockWords()];
  return null;
}

/** How far the phone's clock is from the server's, in words. */
export function clockWords() {
  const off = clock.known();
  return t(off > 0 ? "clock_slow" : "clock_fast", { n: Math.round(Math.abs(off) / 60_000) });
}

export function strip() {
  const words = wordsNow();
  if (!words) return null;
  const [image, text, link] = words;
  return h("div.o-strip", { role: "status" }, icon(image, 20), h("span.grow", null, text), link);
}
