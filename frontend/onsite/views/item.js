// One item of the checklist: met, not met or not applicable; counted; or graded. It draws itself anew after each answer.
import { choose, h, icon, stepper } from "../dom.js";
import { thumb } from "../pictures.js";
import * as session from "../session.js";
import * as store from "../store.js";
import { t } from "../words.js";
import { judge, judgeGrade, limits } from "./checks.js";
import { rulesSheet } from "./rules.js";

// Taps on + that follow each other closely are one answer.
const PAUSE = 500;
const MARK = { met: ["yes", "o-y"], unmet: ["no", "o-n"], not_applicable: [null, "o-o"] };

export class Item {
  constructor(item, site) {
    this.item = item;
    this.site = site;
    this.pending = null;
    this.element = h("section.o-itm", { "aria-label": item.name, "data-item": item.code });
    this.draw();
  }

  get answer() {
    return this.site.answers.get(this.item.code);
  }

  get findings() {
    return this.site.findings.filter((finding) => finding.item === this.item.code);
  }

  mark(isNext) {
    this.element.classList.toggle("o-next", isNext);
    this.code.textContent = isNext && this.site.answers.size ? `${this.item.code} · ${t("next")}` : this.item.code;
  }

  focus() {
    this.element.querySelector(".o-tri button, .o-cnt button")?.focus({ preventScroll: true });
  }

  draw() {
    if (this.pending) return;
    const held = this.element.contains(document.activeElement) ? [...this.element.querySelectorAll("button, a")].indexOf(document.activeElement) : -1;
    this.code = h("small", null, this.item.code);
    const how = h("button.o-rulebtn", { onclick: () => rulesSheet(this.item, this.site.round) }, icon("how"), t("how"));
    const head = h("div.o-itm-h", null, h("p", null, this.code, this.item.name), how);
    this.element.replaceChildren(...[head, this.control(), this.conflict(), this.note(), this.problems()].filter(Boolean));
    if (this.site.closed) for (const one of this.element.querySelectorAll(".o-tri button, .o-cnt button, .o-auto button")) one.disabled = true;
    if (held >= 0) this.element.querySelectorAll("button, a")[held]?.focus({ preventScroll: true });
  }

  control() {
    if (this.item.judge === "count") return this.counted();
    if (this.item.judge === "grade" && this.site.round?.grades.length) return this.graded();
    return this.three((verdict) => this.choose(verdict));
  }

  three(onchoose) {
    const now = this.answer?.verdict;
    const places = now === "unmet" ? ` ${this.answer.places}` : "";
    return h(
      "div.o-tri",
      { role: "group", "aria-label": this.item.name },
      Object.entries(MARK).map(([verdict, [image, style]]) =>
        h("button", { class: now === verdict ? style : null, "aria-pressed": String(now === verdict), onclick: () => onchoose(verdict) }, image && icon(image, 20), t(verdict) + (verdict === "unmet" ? places : "")),
      ),
    );
  }

  /** Not met leads to the camera: nothing is said before it is saved there. */
  async choose(verdict) {
    if (verdict === "unmet") {
      location.hash = `#/finding/${this.site.visit.id}/${this.item.code}`;
      return;
    }
    if (!(await this.clearFindings(verdict))) return;
    await this.put({ verdict });
  }

  /** Findings that stand under an item which is now met are taken back, if the inspector says so. */
  async clearFindings(verdict) {
    const { findings } = this;
    if (!findings.length) return true;
    const sure = await choose(t("take_back", { n: findings.length }), t("take_back_why", { verdict: t(verdict) }), [["yes", t("take_back_yes"), "p"]]);
    if (!sure) return false;
    for (const finding of findings) await store.withdrawFinding(finding.key);
    return true;
  }

  async put(said, how) {
    const answer = { visit: this.site.visit.id, item: this.item.code, count: null, places: 0, grade: "", note: this.answer?.note ?? "", ...said };
    try {
      await store.putAnswer(answer);
    } catch (fault) {
      session.failed(fault);
      return;
    }
    await this.site.said(this.item.code, how);
  }

  counted() {
    const { answer, item, site } = this;
    if (answer && answer.count === null) return [this.three((verdict) => this.override(verdict)), this.verdictLine(answer)].reduce((box, part) => (box.append(part), box), h("div"));
    const { least } = limits(item, site.list);
    const count = stepper({
      value: answer?.count ?? null,
      label: item.name,
      words: (n) => (n === null ? [h("span.o-t3", null, least ? t("count_least", { n: least }) : t("count_none"))] : [t("seen_before"), " ", h("b", null, String(n)), " ", t("seen_after")]),
      onchange: (n) => this.countTo(n),
    });
    this.line = h("div", null, answer && this.verdictLine(answer), !answer && this.zero());
    return h("div", null, count, this.line);
  }

  /** Nothing seen is an answer too, and one tap. */
  zero() {
    const say = (said) => () => this.put(said);
    const none = judge(this.item, this.site.list, 0);
    return h("div.o-auto", null, h("button.o-link", { onclick: say({ count: 0, verdict: none.verdict, places: none.places }) }, t("none_seen")), h("button.o-link.push", { onclick: say({ verdict: "not_applicable" }) }, t("not_applicable")));
  }

  countTo(n) {
    clearTimeout(this.pending?.timer);
    const { verdict, places } = judge(this.item, this.site.list, n);
    const said = { count: n, verdict, places };
    this.pending = { said, timer: setTimeout(() => this.flush(), PAUSE) };
    this.line.replaceChildren(this.verdictLine(said));
  }

  async flush() {
    if (!this.pending) return;
    const { said, timer } = this.pending;
    clearTimeout(timer);
    this.pending = null;
    await this.put(said, { jump: false });
  }

  verdictLine(answer) {
    const ours = answer.count === null ? null : judge(this.item, this.site.list, answer.count);
    const changed = ours && (ours.verdict !== answer.verdict);
    const words = !ours || changed ? t("judged_by_hand", { verdict: t(answer.verdict) }) : join2(ours.words, t("judged", { verdict: t(answer.verdict) }));
    const style = { met: "o-yes", unmet: "o-no-t" }[answer.verdict] ?? "";
    const camera = answer.verdict === "unmet" && !this.findings.length && h("a.o-link", { href: `#/finding/${this.site.visit.id}/${this.item.code}` }, t("add_finding"));
    return h(`p.o-auto${style && `.${style}`}`, null, MARK[answer.verdict][0] && icon(MARK[answer.verdict][0], 18), h("span", null, words), h("span.push.o-links", null, camera, h("button.o-link", { onclick: () => this.rejudge() }, t("rejudge"))));
  }

  async rejudge() {
    await this.flush();
    const options = Object.keys(MARK).map((verdict) => [verdict, t(verdict), "s"]);
    const verdict = await choose(t("rejudge"), t("rejudge_why"), [...options, ...(this.answer?.count === null ? [["count", t("count_again"), "t"]] : [])]);
    if (verdict === "count") await this.put({ count: 0, ...pick(judge(this.item, this.site.list, 0)) });
    else if (verdict) await this.override(verdict);
  }

  async override(verdict) {
    if (verdict !== "unmet" && !(await this.clearFindings(verdict))) return;
    const count = verdict === "not_applicable" ? null : (this.answer?.count ?? null);
    await this.put({ verdict, count, places: verdict === "unmet" ? 1 : 0 }, { jump: false });
  }

  graded() {
    const { grades } = this.site.round;
    const now = this.answer;
    const choices = [...grades.map((grade) => ({ grade, label: grade })), { grade: "", label: t("not_applicable") }];
    const say = (grade) => () => this.put(grade ? { grade, ...judgeGrade(grades, grade) } : { verdict: "not_applicable" });
    return h(
      "div.o-tri.o-grades",
      { role: "group", "aria-label": this.item.name },
      choices.map(({ grade, label }) => {
        const on = now && (grade ? now.grade === grade : now.verdict === "not_applicable");
        return h("button", { class: on ? MARK[now.verdict][1] : null, "aria-pressed": String(Boolean(on)), onclick: say(grade) }, on && icon("yes", 20), label);
      }),
    );
  }

  conflict() {
    return this.answer?.conflict && h("a.o-auto.o-warn-t", { href: "#/outbox" }, icon("people", 18), h("span", null, t("conflict_here")));
  }

  note() {
    return this.answer?.note && h("p.o-said", null, icon("pen", 18), this.answer.note);
  }

  problems() {
    const { findings } = this;
    if (!findings.length && this.answer?.verdict !== "unmet") return null;
    if (this.item.judge === "count" && !findings.length) return null;
    const open = (finding) => `#/finding/${this.site.visit.id}/${this.item.code}/${finding.key}`;
    const pictures = findings.flatMap((finding, index) => {
      const photos = finding.files.filter((file) => file.kind === "photo");
      const label = t("finding_n", { n: index + 1 });
      return photos.length ? photos.slice(0, 2).map((file) => h("a.o-fpic", { href: open(finding) }, thumb(file, label))) : [h("a.o-fpic.o-ftext", { href: open(finding), "aria-label": label }, icon("file", 20), h("span.ell", null, finding.text || t("only_words")))];
    });
    const more = !this.site.closed && h("a.o-more", { href: `#/finding/${this.site.visit.id}/${this.item.code}` }, icon("camera", 20), t(findings.length ? "one_more" : "add_finding"));
    return h("div.o-fnd", null, pictures, more);
  }
}

const pick = ({ verdict, places }) => ({ verdict, places });
const join2 = (...parts) => parts.filter(Boolean).join(t("comma"));
