// The words of the page: they come with it, in the language of the session. Numbers, sizes, distances and times as people write them.
const words = JSON.parse(document.getElementById("words").textContent);
export const language = document.documentElement.lang;

/** The text `id` with its places filled; "one|many" is chosen by `n`. */
export function t(id, values = {}) {
  const text = words[id] ?? id;
  const [one, many] = text.split("|");
  return (many !== undefined && values.n !== 1 ? many : one).replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

const number = (digits) => new Intl.NumberFormat(language, { maximumFractionDigits: digits });
const [whole, tenth] = [number(0), number(1)];
const MB = 1e6;

export const bytes = (size) => (size >= 1e9 ? `${tenth.format(size / 1e9)} GB` : size >= 10 * MB ? `${whole.format(size / MB)} MB` : `${tenth.format(Math.max(0.1, size / MB))} MB`);

export const metres = (length) => (length < 995 ? t("metres", { n: length < 100 ? Math.round(length) : Math.round(length / 10) * 10 }) : t("kilometres", { n: tenth.format(length / 1000) }));

export const minutes = (seconds) => t("minutes", { n: Math.max(1, Math.round(seconds / 60)) });

/** Minutes after midnight as a clock shows them. */
export const clock = (after) => `${Math.floor(after / 60)}:${String(Math.round(after) % 60).padStart(2, "0")}`;

const time = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", hourCycle: "h23" });
export const timeOf = (moment) => time.format(new Date(moment));

export const dayOf = (iso) =>
  new Intl.DateTimeFormat(language, { month: "short", day: "numeric", weekday: "short", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));

/** Minutes after midnight, now, in the zone of the city. */
export function minuteOfDay(zone) {
  const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(new Date());
  const [hour, minute] = parts.split(":").map(Number);
  return hour * 60 + minute;
}

export const join = (...parts) => parts.filter(Boolean).join(" · ");
