// The moving map: MapLibre with our own points, grid and names, and nothing from outside unless a base map is configured.
import { Map as MovingMap, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

import { gcj02 } from "./gcj02.js";
import { gridOf, scaleOf } from "./map-grid.js";

setWorkerUrl(workerUrl);

const EMPTY = { type: "FeatureCollection", features: [] };
const GROUPS = ["roads", "living", "trade", "public", "service", "school", "other"];
const WAIT = 120; // milliseconds after the map came to rest
const DEEPEST = 19;
const HOME_MARGIN = 48;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const font = () => getComputedStyle(document.body).fontFamily;

/** Draws a mark of the legend as an image, at twice its size for sharp screens. */
function markImage(group) {
  const path = document.getElementById(`m-${group}`);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 48;
  const pen = canvas.getContext("2d");
  const shape = new Path2D(path.getAttribute("d"));
  pen.translate(24, 24);
  pen.scale(2, 2);
  pen.lineWidth = 3;
  pen.lineJoin = "round";
  pen.strokeStyle = colour("--surface");
  pen.stroke(shape);
  pen.fillStyle = getComputedStyle(path).fill;
  pen.fill(shape);
  return pen.getImageData(0, 0, 48, 48);
}

function styleOf({ tiles, attribution }) {
  const of = (kind) => ["==", ["get", "kind"], kind];
  const text = { "text-font": ["x"], "text-allow-overlap": true, "text-ignore-placement": true };
  return {
    version: 8,
    sources: {
      ...(tiles && { base: { type: "raster", tiles: [tiles], tileSize: 256, attribution } }),
      grid: { type: "geojson", data: EMPTY },
      sites: { type: "geojson", data: EMPTY },
      picked: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("--n-50") } },
      ...(tiles ? [{ id: "base", type: "raster", source: "base" }] : []),
      { id: "grid", type: "line", source: "grid", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colour("--n-200") } },
      {
        id: "degrees", type: "symbol", source: "grid", filter: ["==", ["geometry-type"], "Point"],
        layout: { ...text, "text-field": ["get", "text"], "text-size": 11, "text-anchor": ["get", "anchor"], "text-offset": ["get", "offset"] },
        paint: { "text-color": colour("--text-3") },
      },
      {
        id: "clusters", type: "circle", source: "sites", filter: of("cluster"),
        paint: { "circle-color": colour("--blue-600"), "circle-opacity": 0.9, "circle-radius": ["get", "radius"], "circle-stroke-width": 3, "circle-stroke-color": colour("--blue-200"), "circle-stroke-opacity": 0.8 },
      },
      { id: "picked", type: "circle", source: "picked", paint: { "circle-radius": 16, "circle-color": colour("--blue-100"), "circle-stroke-width": 3, "circle-stroke-color": colour("--brand-red") } },
      {
        id: "marks", type: "symbol", source: "sites", filter: of("site"),
        layout: { "icon-image": ["get", "group"], "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.55, 14, 1] },
      },
      {
        id: "areas", type: "symbol", source: "sites", filter: of("area"),
        layout: { "text-field": ["get", "name"], "text-font": ["x"], "text-size": 14, "text-letter-spacing": 0.1, "text-padding": 4, "text-variable-anchor": ["bottom", "top", "left", "right"], "text-radial-offset": 1.4 },
        paint: { "text-color": colour("--text-2"), "text-halo-color": colour("--surface"), "text-halo-width": 2 },
      },
      {
        id: "counts", type: "symbol", source: "sites", filter: of("cluster"),
        layout: { "text-font": ["x"], "text-allow-overlap": true, "text-field": ["get", "label"], "text-size": 13, "text-padding": 8 }, paint: { "text-color": "#ffffff" },
      },
    ],
  };
}

const frameText = (bounds) => [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((side) => side.toFixed(6)).join(",");
const point = (lng, lat) => ({ type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [lng, lat] } }] });

/** Asks for what the map shows whenever it comes to rest, and brings points, list and address up to date. */
function followed(map, root, talk) {
  const { features, list, filters, failed } = root.dataset;
  let asking = null;
  let timer = 0;
  let shown = "";
  const load = async (quiet) => {
    const frame = frameText(map.getBounds());
    if (frame === shown) return;
    shown = frame;
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams(filters);
    query.set("bbox", frame);
    try {
      const answer = await fetch(`${features}?${query}&zoom=${map.getZoom().toFixed(2)}`, { signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      map.getSource("sites").setData(await answer.json());
      talk.say("");
    } catch (error) {
      if (error.name === "AbortError") return;
      shown = "";
      talk.say(failed);
      return;
    }
    if (quiet) return;
    window.history.replaceState(null, "", `?${query}`);
    await talk.ajax(`${list}?${query}`, "#map-list");
  };
  map.on("moveend", () => {
    clearTimeout(timer);
    timer = setTimeout(load, WAIT);
  });
  return load;
}

function furnished(map, root) {
  const bar = root.querySelector("[data-map-scale] svg svg");
  const words = root.querySelector("[data-map-scale] text");
  const update = () => {
    const bounds = map.getBounds();
    map.getSource("grid").setData(gridOf(bounds));
    const { metres, part } = scaleOf(bounds);
    bar.setAttribute("width", `${(part * 100).toFixed(2)}%`);
    words.textContent = metres >= 1000
      ? root.dataset.kilometres.replace("{number}", metres / 1000)
      : root.dataset.metres.replace("{number}", metres);
  };
  map.on("moveend", update);
  update();
}

/** Opens what was pointed at: a cluster comes nearer, one site shows its card, several in one place are listed. */
function pointed(map, root, talk) {
  const card = (key) => talk.ajax(root.dataset.card.replace("{key}", key), "#map-card");
  const around = ({ x, y }, layers) => map.queryRenderedFeatures([[x - 9, y - 9], [x + 9, y + 9]], { layers });
  map.on("click", (event) => {
    const [cluster] = around(event.point, ["clusters"]);
    const sites = new Map(around(event.point, ["marks"]).map((one) => [one.properties.id, one]));
    if (sites.size === 0 && cluster) {
      const [west, south, east, north] = JSON.parse(cluster.properties.box);
      map.fitBounds([[west, south], [east, north]], { padding: 60, maxZoom: Math.min(DEEPEST, map.getZoom() + 4) });
    } else if (sites.size > 0) {
      const [first] = sites.values();
      map.getSource("picked").setData(point(...first.geometry.coordinates));
      if (sites.size === 1) card(first.properties.id);
      else several(root, sites, talk, card);
    }
  });
  for (const layer of ["clusters", "marks"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  root.addEventListener("map:unpick", () => map.getSource("picked").setData(EMPTY));
  for (const type of ["focusin", "mouseover", "click"]) {
    root.querySelector("[data-map-side]").addEventListener(type, (event) => {
      const place = event.target.closest("[data-place]")?.dataset.place;
      if (place) map.getSource("picked").setData(point(...place.split(",").map(Number)));
    });
  }
}

function several(root, sites, talk, card) {
  const box = root.querySelector("[data-map-card]");
  const head = document.createElement("h2");
  head.tabIndex = -1;
  head.textContent = talk.fill(root.dataset.several, { number: sites.size });
  const rows = [...sites.values()].slice(0, 50).map(({ properties }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "map-row";
    button.textContent = properties.name;
    button.addEventListener("click", () => card(properties.id));
    return button;
  });
  box.replaceChildren(head, ...rows);
  root.querySelector("[data-map-side]").classList.add("has-card", "is-open");
  head.focus();
}

function tools(map, root, talk, home) {
  const acts = {
    plus: () => map.zoomIn(),
    minus: () => map.zoomOut(),
    all: () => map.fitBounds(home, { padding: HOME_MARGIN }),
  };
  for (const link of root.querySelectorAll("[data-map-move]")) {
    const act = acts[link.dataset.mapMove];
    link.hidden = !act;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      act();
    });
  }
  const here = root.querySelector("[data-map-here]");
  here.hidden = false;
  here.addEventListener("click", () => {
    if (!window.isSecureContext || !navigator.geolocation) {
      talk.say(root.dataset.noHttps);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        talk.say("");
        const [lat, lng] = root.dataset.datum === "gcj02" ? gcj02(coords.latitude, coords.longitude) : [coords.latitude, coords.longitude];
        map.getSource("picked").setData(point(lng, lat));
        map.easeTo({ center: [lng, lat], zoom: Math.max(map.getZoom(), 16) });
      },
      () => talk.say(root.dataset.noPlace),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });
}

/** Puts the moving map in the place of the drawing; resolves when its first points are drawn. */
export async function moving(root, talk) {
  const canvas = root.querySelector("[data-map-canvas]");
  const [west, south, east, north] = root.dataset.bounds.split(",").map(Number);
  const home = [[west, south], [east, north]];
  canvas.hidden = false;
  root.classList.add("map-live");
  const map = new MovingMap({
    container: canvas,
    style: styleOf(root.dataset),
    bounds: home,
    fitBoundsOptions: { padding: HOME_MARGIN },
    maxZoom: DEEPEST,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
    renderWorldCopies: false,
    attributionControl: false,
    localIdeographFontFamily: font(),
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("aria-label", document.querySelector("h1").textContent);
  await map.once("load");
  for (const group of GROUPS) map.addImage(group, markImage(group), { pixelRatio: 2 });
  furnished(map, root);
  pointed(map, root, talk);
  tools(map, root, talk, home);
  const load = followed(map, root, talk);
  await load(true);
  await map.once("idle");
  canvas.dataset.drawn = "true";
}
