// 怎么判: the rules of one item in the official words, with pictures of good and bad, without leaving the checklist.
import { button, h, icon, sheet } from "../dom.js";
import { canRead, readAloud } from "../voice.js";
import { t } from "../words.js";

const SIGN = { no: "no", yes: "yes", note: "how" };

const example = ({ kind, caption, url }) =>
  h("figure", null, h("img.o-pic", { src: url, alt: caption || t(kind), loading: "lazy" }), h("figcaption", { class: kind === "bad" ? "o-bad-t" : "o-ok-t" }, [t(kind === "bad" ? "unmet" : "met"), caption].filter(Boolean).join(t("colon"))));

/** The rules as they stand in a sheet and in the list of standards. */
export function rules(item) {
  const rows = item.how.map(({ sign, text }) => h(`li.o-rule-${sign}`, null, icon(SIGN[sign], 20), h("span.sr", null, { no: t("unmet"), yes: t("met") }[sign] ?? ""), text));
  return [
    rows.length ? h("ul.o-rules", null, rows) : h("p.o-lead", null, t("no_rules")),
    item.examples.length > 0 && h("div.o-twopic", null, item.examples.map(example)),
  ];
}

const spoken = (item) => [item.name, ...item.how.map((rule) => rule.text)].join("。");

export function rulesSheet(item, round) {
  const edition = [item.code, round?.edition].filter(Boolean).join(" · ");
  return sheet(t("how"), (close) => [
    h("p.o-t13", null, edition),
    h("h2", null, item.name),
    rules(item),
    h("p.o-t14.mt3", null, t("when_unsure")),
    h("div.o-bar2", null, canRead() && button("s", t("read_aloud"), () => readAloud(spoken(item)), "sound"), button("p", t("understood"), () => close())),
  ]).then((value) => {
    if (canRead()) readAloud("");
    return value;
  });
}
