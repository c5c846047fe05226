// The grid of round degrees and the scale bar of a map, as the server draws them too (engine/clusters.py).

const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45];
const LINES = 6;
const EQUATOR = 40_075_016.686;

function between(low, high, step) {
  const found = [];
  for (let number = Math.floor(low / step) + 1; number * step < high; number += 1) found.push(Number((number * step).toFixed(6)));
  return found;
}

const line = (...coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } });
const label = (lng, lat, text, anchor, offset) => ({
  type: "Feature", properties: { text, anchor, offset }, geometry: { type: "Point", coordinates: [lng, lat] },
});

/** Lines of about six round degrees across the view, and their numbers at its upper and left edge. */
export function gridOf(bounds) {
  const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const span = Math.max(east - west, north - south);
  const step = STEPS.find((one) => span / one <= LINES) ?? STEPS.at(-1);
  const features = [];
  for (const lng of between(west, east, step)) {
    features.push(line([lng, south], [lng, north]), label(lng, north, `${lng}°E`, "top-left", [0.3, 0.3]));
  }
  for (const lat of between(south, north, step)) {
    features.push(line([west, lat], [east, lat]), label(west, lat, `${lat}°N`, "bottom-left", [0.3, -0.2]));
  }
  return { type: "FeatureCollection", features };
}

/** The longest distance of 1, 2 or 5 and zeros that covers at most a fifth of the view, in metres, and that part. */
export function scaleOf(bounds) {
  const lat = (bounds.getSouth() + bounds.getNorth()) / 2;
  const whole = ((bounds.getEast() - bounds.getWest()) / 360) * EQUATOR * Math.cos((lat * Math.PI) / 180);
  const power = 10 ** Math.floor(Math.log10(whole * 0.2));
  const metres = [5, 2, 1].map((one) => one * power).find((one) => one <= whole * 0.2);
  return { metres: Math.max(1, Math.round(metres)), part: metres / whole };
}
