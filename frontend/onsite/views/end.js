// The end of a visit: finished, with what has no answer named; or not possible, with the reason.
import { button, h, sheet } from "../dom.js";
import * as session from "../session.js";
import * as store from "../store.js";
import { t } from "../words.js";
import { itemsOf } from "./checks.js";

const REASONS = ["closed", "not_found", "refused", "unsafe", "outside", "no_time"];

async function end(visit, said) {
  try {
    await store.endVisit(visit.id, said);
    return true;
  } catch (fault) {
    session.failed(fault);
    return false;
  }
}

/** Ends the visit, or resolves with false. */
export async function endSheet({ visit, list, answers }) {
  const open = itemsOf(list).filter((item) => !answers.has(item.code));
  if (!open.length) return end(visit, { state: "finished" });
  const chosen = await sheet(t("finish"), (close) => [
    h("h2", null, t("open_items", { n: open.length })),
    h("p.o-lead", null, t("open_items_why")),
    h("ul.o-openlist", null, open.map((item) => h("li", null, h("button", { onclick: () => close(item.code) }, h("small", null, item.code), item.name)))),
    h("div.o-stack", null, button("p", t("back_to_answer"), () => close(open[0].code)), button("s", t("finish_anyway"), () => close(true)), answers.size === 0 && button("s", t("cannot"), () => close(false))),
  ]);
  if (chosen === true) return end(visit, { state: "finished" });
  if (chosen === false) return skipSheet(visit);
  if (chosen) document.querySelector(`[data-item="${CSS.escape(chosen)}"]`)?.scrollIntoView({ block: "center" });
  return false;
}

/** Says why nobody could look at the site, or resolves with false. */
export async function skipSheet(visit) {
  const note = h("input.o-input", { type: "text", maxlength: 200, placeholder: t("skip_note"), "aria-label": t("skip_note") });
  const reason = await sheet(t("cannot"), (close) => [
    h("h2", null, t("cannot_why")),
    h("p.o-lead", null, t("cannot_next")),
    note,
    h("div.o-stack", null, REASONS.map((code) => button("s", t(`skip_${code}`), () => close(code))), button("q", t("cancel"), () => close())),
  ]);
  return reason ? end(visit, { state: "skipped", skip: reason, note: note.value.trim() }) : false;
}

