// 待传: what lies here and what has arrived, file by file; what was answered twice; how much room is left; a copy for a computer.
import { read } from "../database.js";
import { button, h, icon, say } from "../dom.js";
import { network } from "../device.js";
import { saveCopy } from "../export.js";
import { thumb } from "../pictures.js";
import * as session from "../session.js";
import { room } from "../storage.js";
import * as store from "../store.js";
import * as sync from "../sync.js";
import { bytes, join, t, timeOf } from "../words.js";
import { itemsOf } from "./checks.js";
import { toggle } from "./settings.js";

const FEW = 80;
const PHOTO = 4e6;
const LOW = 500e6;
const HEAD = { met: "yes", unmet: "no" };

async function load() {
  const [day, waiting, files, visits, conflicts, space] = await Promise.all([store.day(), store.outbox(), read("files").getAll(), store.visits(), store.conflicts(), room()]);
  const findings = await read("findings").getAll();
  const mine = files.filter((file) => !file.remote);
  return { day, waiting, files: mine, visits, conflicts, space, findings: new Map(findings.map((finding) => [finding.key, finding])), wifiOnly: (await store.setting("wifi_only")) === true };
}

/** What happens next with what lies here. */
function next({ waiting }) {
  const state = sync.state();
  if (!waiting.records && !waiting.files) return t("all_sent");
  const words = { session: "next_session", wifi: "next_wifi", signal: "next_signal", storage: "next_storage" }[state.waiting];
  if (!state.online) return t("next_offline");
  return words ? t(words) : t(waiting.records ? "next_text" : "next_photos", { n: waiting.records, size: bytes(waiting.bytes) });
}

function head(data) {
  const { waiting, files, wifiOnly } = data;
  const { online, seconds } = sync.state();
  const arrived = files.filter((file) => file.complete).length;
  const sending = online && files.length > 0 && waiting.files > 0;
  const count = sending ? [String(arrived), h("small", null, t("arrived_of", { n: files.length }))] : [String(waiting.records), h("small", null, t("records_photos", { n: waiting.records, files: waiting.files }))];
  const right = sending ? (seconds ? t("takes", { n: Math.max(1, Math.round(seconds / 60)) }) : "") : waiting.bytes ? bytes(waiting.bytes) : "";
  const today = files.reduce((sum, file) => sum + file.size, 0);
  return h(
    "section.o-round",
    null,
    h("div.row.base", null, h("span.o-big", null, count), h("span.push.o-t16", null, right)),
    sending && h("progress.o-prog.o-prog-l.mt2", { value: arrived, max: files.length, "aria-label": t("arrived_of", { n: files.length }) }),
    h("p.o-t15.mt2", null, next(data)),
    h("p.o-t14", null, join(waiting.oldest && t("oldest", { time: timeOf(waiting.oldest) }), today && t("today_size", { size: bytes(today) }))),
    toggle(t("wifi_only"), network() === null ? t("wifi_unknown") : "", wifiOnly, (on) => store.setting("wifi_only", on).then(() => sync.start())),
  );
}

function side(answer, findings, device) {
  const photos = findings.filter((finding) => finding.item === answer.item && finding.device === answer.device).length;
  return h(
    "div",
    null,
    join(t(answer.device === device ? "this_phone" : "other_phone"), timeOf(answer.said_at)),
    h("b", null, HEAD[answer.verdict] && h("span", { class: answer.verdict === "met" ? "o-ok-t" : "o-bad-t" }, icon(HEAD[answer.verdict], 18)), answer.grade || t(answer.verdict)),
    join(answer.count !== null && answer.count !== undefined && t("seen_n", { n: answer.count }), answer.places > 0 && t("places_n", { n: answer.places }), photos > 0 && t("findings_n", { n: photos })) || t("no_photo"),
  );
}

function conflictCard({ visit: id, item, answers }, { visits, day, findings }) {
  const visit = visits.find((one) => one.id === id);
  const name = itemsOf(day?.checklists[visit?.checklist]).find((one) => one.code === item)?.name ?? "";
  const use = (answer) => button("s", t("use", { verdict: answer.grade || t(answer.verdict), time: timeOf(answer.said_at) }), () => store.settle(id, item, answer.key).then(() => say(t("settled"))));
  return h(
    "section.o-conf",
    null,
    h("h2.o-conf-h", null, icon("people", 20), t("conflict")),
    h("div.o-conf-b", null, h("p.o-strong", null, join(visit?.site.name, item), " ", name), h("div.o-two", null, answers.map((answer) => side(answer, [...findings.values()], store.device()))), h("p.o-t15.mt2", null, t("conflict_why")), h("div.o-bar2", null, answers.map(use))),
  );
}

async function free() {
  const freed = await store.freeUploaded();
  say(t("freed", { size: bytes(freed) }));
}

function roomCard({ space, files }) {
  const { quota, usage } = space;
  if (space.free === null || space.free > LOW) return null;
  const uploaded = files.filter((file) => file.complete && !file.freed).reduce((sum, file) => sum + file.size, 0);
  return h(
    "section.o-conf",
    null,
    h("h2.o-conf-h", null, icon("store", 20), t("room_left", { size: bytes(space.free), n: Math.floor(space.free / PHOTO) })),
    h("div.o-conf-b", null, h("progress.o-prog.o-prog-l.o-prog-warn", { value: usage ?? 0, max: quota, "aria-label": t("room") }), h("p.o-t15.mt2", null, t("room_why")), uploaded > 0 && button("t.mt3", t("make_room", { size: bytes(uploaded) }), free)),
  );
}

function failure({ key, kind, words, record }, { visits }) {
  const name = visits.find((visit) => visit.id === record.visit)?.site.name;
  const retry = h("button.o-retry", { onclick: () => sync.retry(key) }, t("retry"));
  return h("div.o-ofile", null, h("span.o-doc", null, icon("file")), h("span", null, h("span.o-nm", null, join(name, t(`kind_${kind}`))), h("span.o-ds", null, words || t("refused_why"))), retry);
}

function status(file) {
  if (file.complete) return h("span.o-st.o-ok-t", null, icon("yes", 18), t("arrived"));
  if (file.failed) return h("button.o-retry", { onclick: () => sync.retry(file.key) }, t("retry"));
  if (file.offset > 0) return h("span.o-st.o-blue", null, `${Math.floor((100 * file.offset) / file.size)}%`);
  return h("span.o-st", null, t(sync.state().online ? "waits" : "waits_signal"));
}

function fileRow(file, index, { findings, visits }) {
  const item = findings.get(file.finding)?.item;
  const name = join(item || visits.find((visit) => visit.id === file.visit)?.site.name, t(file.kind === "voice" ? "voice" : "photo_n", { n: index }));
  const under = file.complete ? join(timeOf(file.said_at), t("digest_same")) : (file.failed && (file.failed.words || t("no_answer"))) || bytes(file.size);
  const running = !file.complete && file.offset > 0 && !file.failed;
  return h("div.o-ofile", { "data-file": file.key }, thumb(file, ""), h("span", null, h("span.o-nm", null, name), running ? h("progress.o-prog", { value: file.offset, max: file.size, "aria-label": name }) : h("span.o-ds", null, under)), status(file));
}

/** Files in the order in which they go: what moves, what failed, what waits, what has arrived. */
function fileList(data) {
  const rank = (file) => (file.complete ? 3 : file.failed ? 1 : file.offset > 0 ? 0 : 2);
  const sorted = [...data.files].sort((a, b) => rank(a) - rank(b) || (a.said_at < b.said_at ? -1 : 1));
  if (!sorted.length) return null;
  const numbers = new Map();
  for (const file of data.files) numbers.set(file.key, [...data.files].filter((one) => one.finding === file.finding && one.kind === file.kind && one.said_at <= file.said_at && one.key <= file.key).length || 1);
  const arrived = sorted.filter((file) => file.complete).length;
  return [h("h2.o-grp", null, t("photos"), h("span", null, t("arrived_n", { n: arrived }))), sorted.slice(0, FEW).map((file) => fileRow(file, numbers.get(file.key), data)), sorted.length > FEW && h("p.o-kept", null, t("more_files", { n: sorted.length - FEW }))];
}

function siteList({ waiting }) {
  if (!waiting.bySite.length) return null;
  const state = t(sync.state().online ? "waits" : "waits_signal");
  return [
    h("h2.o-grp", null, t("by_site"), h("span", null, t("sites_n", { n: waiting.bySite.length }))),
    waiting.bySite.map((site) =>
      h("a.o-ofile", { href: `#/site/${site.visit}` }, h("span.o-doc", null, icon("site")), h("span", null, h("span.o-nm", null, site.name), h("span.o-ds", null, join(t("records_n", { n: site.records }), site.files > 0 && t("photos_n", { n: site.files }), site.bytes > 0 && bytes(site.bytes)))), h("span.o-st", null, state)),
    ),
  ];
}

async function copy(event) {
  const knob = event.currentTarget;
  knob.disabled = true;
  await saveCopy().catch(session.failed);
  knob.disabled = false;
}

export async function outbox() {
  const data = await load();
  const { online } = sync.state();
  const { waiting } = data;
  const nothing = !waiting.records && !waiting.files && !data.files.length;
  return {
    title: t("nav_outbox"),
    sub: t("outbox_sub"),
    actions: [h("span.o-tapic", { role: "img", "aria-label": t(online ? "signal" : "no_signal") }, icon(online ? "signal" : "nosignal"))],
    body: [
      head(data),
      data.conflicts.map((conflict) => conflictCard(conflict, data)),
      roomCard(data),
      waiting.failed.filter((one) => one.kind !== "bytes").map((one) => failure(one, data)),
      online ? [fileList(data), waiting.records > 0 && siteList(data)] : [siteList(data), fileList(data)],
      nothing && h("section.o-empty", null, icon("yes", 40), h("h2", null, t("all_sent")), h("p", null, t("all_sent_why"))),
    ],
    foot: button("", t("copy"), copy, "save"),
    nav: "outbox",
    live: true,
  };
}
