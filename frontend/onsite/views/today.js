// 今日: the round, the way from stop to stop, what still lies on the phone, and one big button to go on.
import { h, icon } from "../dom.js";
import * as position from "../position.js";
import * as session from "../session.js";
import * as store from "../store.js";
import * as sync from "../sync.js";
import { bytes, clock, dayOf, join, metres, minuteOfDay, minutes, t } from "../words.js";
import { firstOpen, walkOf } from "./checks.js";
import { notices } from "./notices.js";

const SEGMENTS = 14;
const SOON = 150;
const RIDE = 2.2; // metres a second: faster than anybody walks
let unfolded = false;
let stopFollowing = null;

const isOver = (visit) => visit.state !== "planned";

/** Where the inspector is: at a site, else in the middle of one, else before the next. */
function current(visits, progress, here) {
  const open = visits.filter((visit) => !isOver(visit));
  const near = open.find((visit) => position.isNear(visit.site, here));
  const begun = open.find((visit) => progress.get(visit.id).answered > 0);
  return near ?? begun ?? open[0] ?? null;
}

function segments(visits, progress) {
  const done = visits.filter(isOver).length;
  const label = t("segments", { n: visits.length, done });
  if (visits.length > SEGMENTS) return h("progress.o-prog.o-prog-l.mt2", { value: done, max: visits.length, "aria-label": label });
  return h(
    "div.o-seg",
    { role: "img", "aria-label": label },
    visits.map((visit) => {
      const { asked, answered } = progress.get(visit.id);
      return isOver(visit) ? h("i.o-done") : h("i", null, answered > 0 && h("progress", { value: answered, max: Math.max(asked, answered), "aria-hidden": "true" }));
    }),
  );
}

function roundHead(round, visits, progress) {
  const left = visits.filter((visit) => !isOver(visit));
  const way = left.reduce((sum, visit) => sum + (visit.metres ?? 0), 0);
  const end = left.at(-1)?.leaves;
  return h(
    "section.o-round",
    { "aria-label": t("round_progress") },
    h("p.o-l1", null, h("b.grow", null, round.name), h("span", null, t(round.manner === "incognito" ? "incognito" : "announced"))),
    h(
      "div.row.base.mt1",
      null,
      h("span.o-big", null, String(visits.length - left.length), h("small", null, t("of_sites", { n: visits.length }))),
      h("span.push.o-t16", null, left.length ? join(way && t("way_left", { way: metres(way) }), end && t("done_by", { time: clock(end) })) : t("all_walked")),
    ),
    segments(visits, progress),
  );
}

function reach(visit, here) {
  if (position.isNear(visit.site, here)) return [t("right_here"), t("accuracy", { n: here.accuracy })];
  if (visit.metres === null || visit.metres === undefined) {
    if (!here || visit.site.lat === null) return ["", visit.arrives === null ? "" : clock(visit.arrives)];
    return [t("about", { way: metres(position.between(visit.site, here)) }), t("straight")];
  }
  if (visit.seconds === null || visit.seconds === undefined) return [metres(visit.metres), ""];
  return [metres(visit.metres), t(visit.metres / visit.seconds > RIDE ? "riding" : "walking", { time: minutes(visit.seconds) })];
}

function detail(visit, { asked, answered }, now) {
  const parts = [visit.site.type, answered ? t("answered_of", { done: answered, n: asked }) : asked ? t("items", { n: asked }) : t("no_list")];
  const closes = visit.site.closes;
  const soon = closes !== null && closes !== undefined && closes - now < SOON;
  const hours = closes !== null && closes !== undefined ? t(closes <= now ? "closed_at" : "closes_at", { time: clock(closes) }) : "";
  return h("span.o-ds", null, parts.filter(Boolean).join(" · "), hours && [" · ", h("span", { class: soon ? "o-due" : null }, hours)], visit.elsewhere && [" · ", t("elsewhere")]);
}

function stop(visit, index, { progress, here, now, minute }) {
  const done = isOver(visit);
  const [far, under] = done ? [t(visit.state === "skipped" ? "skipped" : "finished"), ""] : reach(visit, here);
  const kind = done ? ".o-stop-done" : visit === now ? ".o-stop-now" : "";
  return h(
    "li",
    null,
    h(
      `a.o-stop${kind}`,
      { href: `#/site/${visit.id}`, "aria-current": visit === now ? "step" : null },
      h("span.o-no", null, done ? icon(visit.state === "skipped" ? "less" : "yes", 20) : String(index + 1)),
      h("span", null, h("span.o-nm", null, visit.site.name), detail(visit, progress.get(visit.id), minute)),
      h("span.o-rt", null, far, under && h("small", null, under)),
    ),
  );
}

function folded(done, progress, first) {
  const sum = (name) => done.reduce((total, visit) => total + progress.get(visit.id)[name], 0);
  const unfold = () => {
    unfolded = true;
    session.changed();
  };
  return h(
    "li",
    null,
    h(
      "button.o-stop.o-stop-done",
      { onclick: unfold, "aria-expanded": "false" },
      h("span.o-no", null, icon("yes", 20)),
      h("span", null, h("span.o-nm", null, t(first ? "stops_before" : "stops_done", { n: done.length })), h("span.o-ds", null, join(t("items", { n: sum("answered") }), t("unmet_n", { n: sum("unmet") })))),
      h("span.o-rt", null, t("finished"), h("small", null, t("unfold"))),
    ),
  );
}

function stops(visits, context) {
  const done = visits.filter(isOver);
  const fold = done.length > 1 && !unfolded;
  const rows = visits.map((visit, index) => (fold && isOver(visit) ? null : stop(visit, index, context)));
  const inFront = visits.slice(0, done.length).every(isOver);
  return h("ol.o-stops", null, fold && folded(done, context.progress, inFront), rows);
}

/** What still lies on the phone, as one line that leads to the outbox. */
async function onPhone() {
  const { records, files, bytes: size, failed } = await store.outbox();
  if (!records && !files) return null;
  const { online, waiting } = sync.state();
  const next = failed.length ? t("on_phone_failed", { n: failed.length }) : waiting === "session" ? t("on_phone_session") : waiting === "wifi" ? t("on_phone_wifi") : t(online ? "on_phone_sending" : "on_phone_offline");
  return h(
    "a.o-inphone",
    { href: "#/outbox" },
    icon("store"),
    h("span.grow", null, h("b", null, t(files ? "on_phone_n" : "on_phone_records", { n: records, files })), h("span", null, join(size && bytes(size), next))),
    icon("next", 20),
  );
}

function goOn(now, progress, list, next) {
  if (!now) return h("a.o-go", { href: "#/outbox" }, icon("yes", 28), h("span.grow", null, h("b", null, t("day_done")), h("span", null, t("day_done_next"))), icon("next"));
  const words = t(progress.get(now.id).answered ? "carry_on" : "begin");
  return h(
    "a.o-go",
    { href: `#/site/${now.id}` },
    icon("flag", 28),
    h("span.grow", null, h("b.ell", null, join(words, now.site.name)), h("span.ell", null, next ? t("next_item", { name: next.name }) : walkOf(list))),
    icon("next"),
  );
}

function nothing(title, text) {
  return h("section.o-empty", null, icon("route", 40), h("h2", null, title), h("p", null, text), h("button.o-btn.o-btn-s", { onclick: () => session.refresh() }, t("ask_again")));
}

async function body(day, visits, here) {
  const progress = await store.progressAll();
  const now = current(visits, progress, here);
  const list = day.checklists[now?.checklist];
  const next = now && firstOpen(list, await store.answers(now.id));
  const context = { progress, here, now, minute: minuteOfDay(day.zone) };
  const parts = day.rounds
    .map((round) => [round, visits.filter((visit) => visit.round === round.id)])
    .filter(([, mine]) => mine.length)
    .map(([round, mine]) => [roundHead(round, mine, progress), stops(mine, context)]);
  return { parts, foot: goOn(now, progress, list, next) };
}

async function locate() {
  if (stopFollowing || !(await position.isGranted())) return;
  stopFollowing = position.follow(() => session.changed());
}

export async function today() {
  const [day, visits] = [await store.day(), await store.visits()];
  const here = position.position();
  locate();
  const known = day && visits.length ? await body(day, visits, here) : null;
  const empty = !day ? nothing(t("no_day"), t("no_day_next")) : nothing(t("no_visits"), t("no_visits_next"));
  const team = day?.rounds[0]?.team;
  return {
    title: t("today"),
    sub: day ? join(dayOf(day.day), team) : session.cityName(),
    actions: [visits.length > 0 && h("a.o-tapic", { href: "#/map", "aria-label": t("map"), title: t("map") }, icon("map")), h("a.o-tapic", { href: "#/settings", "aria-label": t("settings"), title: t("settings") }, icon("gear"))],
    body: [await notices(day), known ? known.parts : empty, await onPhone()],
    foot: known?.foot,
    nav: "",
    live: true,
    leave({ again }) {
      if (again) return;
      stopFollowing?.();
      stopFollowing = null;
    },
  };
}
