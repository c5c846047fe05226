// How an item is asked and judged on the spot. Nothing here computes points.
import { t } from "../words.js";

export const itemsOf = (list) => (list?.groups ?? []).flatMap((group) => group.items);

/** The first item that has no answer, after `from` if there is one, else from the beginning. */
export function firstOpen(list, answers, from = "") {
  const items = itemsOf(list);
  const start = items.findIndex((item) => item.code === from) + 1;
  return [...items.slice(start), ...items.slice(0, start)].find((item) => !answers.has(item.code)) ?? null;
}

export const walkOf = (list) => list?.walk ?? "";

/** How many there must be, or may be, on the way that this checklist is walked. */
export function limits(item, list) {
  const share = item.per_metres && list?.metres ? list.metres / item.per_metres : 1;
  const given = (value) => value !== null && value !== undefined;
  return {
    least: given(item.at_least) ? Math.ceil(item.at_least * share) : null,
    most: given(item.at_most) ? Math.floor(item.at_most * share) : null,
  };
}

/** What a count says of its item: the verdict, in how many places it is not met, and why in words. */
export function judge(item, list, count) {
  const { least, most } = limits(item, list);
  if (least !== null && count < least) return { verdict: "unmet", places: least - count, words: t("too_few", { n: least - count }) };
  if (most !== null && count > most) return { verdict: "unmet", places: count - most, words: t("too_many", { n: count - most }) };
  return { verdict: "met", places: 0, words: t("enough") };
}

/** What a grade says: the lowest one is not met. */
export function judgeGrade(grades, grade) {
  const worst = grades.length > 1 && grade === grades.at(-1);
  return { verdict: worst ? "unmet" : "met", places: worst ? 1 : 0 };
}

/** What is not met is counted in the places of its findings, or once where there is none. */
export const placesOf = (findings) => Math.max(1, findings.reduce((sum, finding) => sum + finding.places, 0));
