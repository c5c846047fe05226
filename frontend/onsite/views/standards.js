// 标准: all checklists of the day, to be searched without signal.
import { h, icon } from "../dom.js";
import * as store from "../store.js";
import { join, metres, t } from "../words.js";
import { itemsOf } from "./checks.js";
import { rules } from "./rules.js";

const MOST = 60;
let words = "";

const hits = (item, sought) => [item.code, item.name, ...item.how.map((rule) => rule.text)].some((text) => text.toLowerCase().includes(sought));

const entry = (item) => h("details.o-std", { "data-item": item.code }, h("summary", null, h("span.grow", null, h("small", null, item.code), item.name), icon("down", 20)), h("div", null, rules(item)));

function found(lists, sought) {
  const items = Object.values(lists).flatMap((list) => itemsOf(list).map((item) => [list, item])).filter(([, item]) => hits(item, sought));
  if (!items.length) return h("p.o-kept", { role: "status" }, t("nothing_found"));
  return [h("p.o-kept", { role: "status" }, t("found_n", { n: items.length })), items.slice(0, MOST).map(([list, item]) => [h("p.o-stdlist", null, list.name), entry(item)])];
}

const overview = (lists) =>
  Object.entries(lists).map(([code, list]) =>
    h("a.o-ofile", { href: `#/standards/${code}` }, h("span.o-doc", null, icon("list")), h("span", null, h("span.o-nm", null, list.name), h("span.o-ds", null, join(t("items", { n: itemsOf(list).length }), list.walk))), icon("next", 20)),
  );

const one = (list) => [
  h("section.o-round", null, h("p.o-l1", null, h("b", null, list.name)), h("p.o-t15.mt1", null, join(list.walk, list.metres && metres(list.metres), list.minutes && t("minutes", { n: list.minutes })))),
  list.groups.map((group) => [h("h2.o-grp", null, `${group.code} ${group.name}`, h("span", null, t("items", { n: group.items.length }))), group.items.map(entry)]),
];

export async function standards(code) {
  const day = await store.day();
  const lists = day?.checklists ?? {};
  const chosen = code && lists[code];
  if (code && !chosen) return null;
  const results = h("div");
  const draw = () => results.replaceChildren(...[words.trim() ? found(chosen ? { [code]: chosen } : lists, words.trim().toLowerCase()) : chosen ? one(chosen) : overview(lists)].flat(4).filter(Boolean));
  const input = h("input.o-search", { type: "search", value: words, placeholder: t("search"), "aria-label": t("search"), oninput: () => ((words = input.value), draw()) });
  draw();
  const empty = !Object.keys(lists).length && h("section.o-empty", null, icon("list", 40), h("h2", null, t("no_lists")), h("p", null, t("no_lists_next")));
  return {
    title: chosen?.name ?? t("nav_standards"),
    sub: chosen ? t("items", { n: itemsOf(chosen).length }) : t("standards_sub"),
    back: chosen ? "standards" : undefined,
    body: empty || [h("div.o-searchbox", null, icon("search", 20), input), results],
    nav: "standards",
    leave() {
      if (!location.hash.startsWith("#/standards")) words = "";
    },
  };
}
