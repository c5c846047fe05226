// The way of the day as a sketch: where the sites lie to each other, in their order. No map is needed, and none is claimed.
import { h, icon, svg } from "../dom.js";
import * as position from "../position.js";
import * as store from "../store.js";
import { metres, t } from "../words.js";

const [WIDE, HIGH, EDGE] = [360, 440, 28];

/** Places in metres on a plane, fitted into the drawing with the north up. */
function fitted(places) {
  const middle = places.reduce((sum, place) => sum + place.lat, 0) / places.length;
  const flat = places.map(({ lat, lng }) => [lng * Math.cos((middle * Math.PI) / 180), -lat]);
  const [xs, ys] = [flat.map(([x]) => x), flat.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = Math.min((WIDE - 2 * EDGE) / (width || 1e-9), (HIGH - 2 * EDGE) / (height || 1e-9), 1e7);
  const [dx, dy] = [(WIDE - width * scale) / 2, (HIGH - height * scale) / 2];
  return { points: flat.map(([x, y]) => [dx + (x - left) * scale, dy + (y - top) * scale]), perMetre: scale / 111_195 };
}

/** A round length that is about a quarter of the drawing. */
function ruler(perMetre) {
  const raw = WIDE / 4 / perMetre;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= raw) ?? power;
}

function drawing(visits, here) {
  const { points, perMetre } = fitted([...visits.map((visit) => visit.site), ...(here ? [here] : [])]);
  const stops = points.slice(0, visits.length);
  const length = ruler(perMetre);
  const line = svg("polyline", { points: stops.map((point) => point.map((value) => value.toFixed(1)).join(",")).join(" "), class: "o-mapline" });
  const marks = visits.map((visit, index) => {
    const [x, y] = stops[index];
    const name = svg("title", {});
    name.textContent = `${visit.place} ${visit.site.name}`;
    const number = svg("text", { x, y: y + 4.5 });
    number.textContent = String(visit.place);
    return svg("a", { href: `#/site/${visit.id}`, class: visit.state === "planned" ? "o-mapstop" : "o-mapstop o-mapdone" }, name, svg("circle", { cx: x, cy: y, r: 13 }), number);
  });
  const me = here ? [svg("circle", { cx: points.at(-1)[0], cy: points.at(-1)[1], r: 7, class: "o-maphere" })] : [];
  const scale = svg("path", { d: `M12 ${HIGH - 12}v6h${(length * perMetre).toFixed(1)}v-6`, class: "o-mapscale" });
  const words = svg("text", { x: 18 + length * perMetre, y: HIGH - 6, class: "o-mapwords" });
  words.textContent = metres(length);
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "o-map", role: "group", "aria-label": t("map") }, line, ...marks, ...me, scale, words);
}

export async function map() {
  const numbered = (await store.visits()).map((visit, index) => ({ ...visit, place: index + 1 }));
  const visits = numbered.filter(({ site }) => site.lat !== null && site.lat !== undefined);
  return {
    title: t("map"),
    sub: t("map_sketch"),
    back: "",
    body: visits.length
      ? [h("section.o-mapbox", null, drawing(visits, position.position())), h("ol.o-maplist", null, visits.map((visit) => h("li", null, h("a", { href: `#/site/${visit.id}` }, h("b", null, String(visit.place)), h("span.grow", null, visit.site.name, h("small", null, visit.site.address)), icon("next", 20)))))]
      : h("section.o-empty", null, icon("map", 40), h("h2", null, t("no_map")), h("p", null, t("no_map_next"))),
  };
}
