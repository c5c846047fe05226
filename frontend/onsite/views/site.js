// 点位: the items of its checklist, group by group as on the official form; answered where they stand.
import { button, h, icon, iconButton, say, sheet } from "../dom.js";
import * as session from "../session.js";
import * as store from "../store.js";
import * as sync from "../sync.js";
import { clock, join, t } from "../words.js";
import { firstOpen, itemsOf, walkOf } from "./checks.js";
import { endSheet, skipSheet } from "./end.js";
import { Item } from "./item.js";

/** All of a visit that its screen shows. */
async function load(id) {
  const [day, visit] = [await store.day(), await store.visit(Number(id))];
  if (!day || !visit) return null;
  const list = day.checklists[visit.checklist];
  const round = day.rounds.find((one) => one.id === visit.round);
  return { day, visit, list, round, answers: await store.answers(visit.id), findings: await store.findings(visit.id) };
}

const smooth = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

class Site {
  constructor(state) {
    Object.assign(this, state);
    this.closed = this.visit.state !== "planned";
    this.items = new Map(itemsOf(this.list).map((item) => [item.code, new Item(item, this)]));
    this.foot = h("div.o-foot-row");
    this.heads = new Map();
    this.tabs = new Map();
  }

  count(group) {
    return group.items.filter((item) => this.answers.has(item.code)).length;
  }

  tab(group) {
    const small = h("small");
    const link = h("button.o-gtab", { onclick: () => this.heads.get(group.code).scrollIntoView({ behavior: smooth(), block: "start" }) }, h("span.ell", null, `${group.code} ${group.name}`), small);
    this.tabs.set(group.code, { link, small });
    return link;
  }

  section(group) {
    const count = h("span");
    const head = h("h2.o-grp", { "data-group": group.code }, `${group.code} ${group.name}`, count);
    this.heads.set(group.code, head);
    this.heads.get(group.code).count = count;
    return [head, group.items.map((item) => this.items.get(item.code).element)];
  }

  /** Counts and the foot after something was said. */
  tally() {
    for (const group of this.list?.groups ?? []) {
      const [done, all] = [this.count(group), group.items.length];
      const { link, small } = this.tabs.get(group.code);
      small.textContent = `${done}/${all}${done === all ? " ✓" : ""}`;
      link.classList.toggle("o-ok", done === all);
      this.heads.get(group.code).count.textContent = t("of_items", { done, n: all });
    }
    this.foot.replaceChildren(...this.footParts());
    const next = this.closed ? null : firstOpen(this.list, this.answers);
    for (const item of this.items.values()) item.mark(item.item === next);
  }

  footParts() {
    const all = this.items.size;
    const unmet = [...this.answers.values()].filter((answer) => answer.verdict === "unmet");
    const places = unmet.reduce((sum, answer) => sum + answer.places, 0);
    const counts = h("div.grow", null, h("b", null, t("answered_of_items", { done: [...this.items.keys()].filter((code) => this.answers.has(code)).length, n: all })), h("span.o-bad-t", null, unmet.length ? t("unmet_places", { n: unmet.length, places }) : ""));
    if (this.closed) return [counts, button("s", t("reopen"), () => this.reopen())];
    const next = firstOpen(this.list, this.answers, this.lastSaid);
    if (next) return [counts, button("p.o-w190", t("next_open"), () => this.jump(next.code), "down")];
    return [counts, button("p.o-w190", t("finish"), () => this.end(), "yes")];
  }

  jump(code) {
    const item = this.items.get(code);
    item?.element.scrollIntoView({ behavior: smooth(), block: "center" });
    item?.focus();
  }

  /** Something was said of an item: what stands now is read again, and the next open one comes into view. */
  async said(code, { jump = true } = {}) {
    await this.read();
    this.items.get(code).draw();
    this.lastSaid = code;
    this.tally();
    const next = firstOpen(this.list, this.answers, code);
    if (jump && next) this.items.get(next.code).element.scrollIntoView({ behavior: smooth(), block: "nearest" });
    say(t("answered_of_items", { done: this.answers.size, n: this.items.size }));
  }

  async read() {
    this.answers = await store.answers(this.visit.id);
    this.findings = await store.findings(this.visit.id);
  }

  async reopen() {
    await store.reopenVisit(this.visit.id);
    session.changed();
  }

  async end() {
    await this.flush();
    if (await endSheet(this)) location.hash = "#/";
  }

  async more() {
    const { site, number } = this.visit;
    const hours = site.hours || (site.closes ? t("closes_at", { time: clock(site.closes) }) : "");
    const chosen = await sheet(site.name, (close) => [
      h("h2", null, site.name),
      h("dl.o-facts", null, [[t("address"), join(site.address, site.area)], [t("hours"), hours], [t("walk"), walkOf(this.list)], [t("visit_number"), String(number)]].filter(([, value]) => value).map(([name, value]) => [h("dt", null, name), h("dd", null, value)])),
      h("div.o-stack", null, !this.closed && [button("s", t("finish_now"), () => close("end"), "yes"), button("s", t("cannot"), () => close("skip"), "no")], button("q", t("close"), () => close())),
    ]);
    if (chosen === "end") await this.end();
    if (chosen === "skip" && (await skipSheet(this.visit))) location.hash = "#/";
  }

  flush() {
    return Promise.all([...this.items.values()].map((item) => item.flush()));
  }

  banner() {
    const { state, skip } = this.visit;
    if (state === "skipped") return h("p.o-banner", null, icon("less", 20), t("was_skipped", { reason: t(`skip_${skip}`) }));
    return this.closed && h("p.o-banner.o-banner-ok", null, icon("yes", 20), t("was_finished"));
  }
}

const watchGroups = (site, root) => {
  const scroll = root.querySelector(".o-scroll");
  const bar = root.querySelector(".o-gtabs");
  const mark = () => {
    const top = scroll.getBoundingClientRect().top + 60;
    const heads = [...site.heads.values()];
    const atEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 2;
    const now = (atEnd && scroll.scrollTop > 0 ? heads.at(-1) : heads.filter((head) => head.getBoundingClientRect().top <= top).at(-1)) ?? heads[0];
    for (const [code, { link }] of site.tabs) {
      const on = code === now.dataset.group;
      if (on && !link.classList.contains("o-on")) bar.scrollTo({ left: link.offsetLeft - bar.clientWidth / 3 });
      link.classList.toggle("o-on", on);
      if (on) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  scroll.addEventListener("scroll", mark, { passive: true });
  mark();
};

export async function site(id, code) {
  const state = await load(id);
  if (!state) return null;
  const screen = new Site(state);
  const { visit, list } = screen;
  const groups = list?.groups ?? [];
  const tabs = groups.length > 1 && h("nav.o-gtabs", { "aria-label": t("groups") }, groups.map((group) => screen.tab(group)));
  if (groups.length === 1) screen.tab(groups[0]);
  const sections = groups.map((group) => screen.section(group));
  const none = !groups.length && h("section.o-empty", null, icon("list", 40), h("h2", null, t("no_checklist")), h("p", null, t("no_checklist_next")), h("a.o-btn.o-btn-s", { href: `#/finding/${visit.id}/` }, t("write_finding")));
  screen.tally();
  const hide = () => document.hidden && screen.flush();
  document.addEventListener("visibilitychange", hide);
  return {
    title: visit.site.name,
    sub: join(visit.site.type, walkOf(list)),
    back: "",
    actions: [!sync.state().online && h("span.o-tapic", { role: "img", "aria-label": t("no_signal_kept") }, icon("nosignal")), iconButton("dots", t("more_about"), () => screen.more())],
    tabs,
    body: [screen.banner(), sections, none],
    foot: groups.length ? screen.foot : button("p", t("finish"), () => screen.end(), "yes"),
    shown(root) {
      if (groups.length) watchGroups(screen, root);
      const start = code ?? (screen.closed ? null : screen.answers.size ? firstOpen(list, screen.answers)?.code : null);
      if (start) screen.items.get(start)?.element.scrollIntoView({ block: "center" });
    },
    async update(news) {
      if (news.what !== "records" && news.what !== "sync" && news.what !== "day") return;
      await screen.read();
      for (const item of screen.items.values()) item.draw();
      screen.tally();
    },
    async leave() {
      document.removeEventListener("visibilitychange", hide);
      await screen.flush();
    },
  };
}

