// Where the phone is, if it says so and its owner lets it: for finding the next site and as a place of what was found. Never required, never kept as a track.
let last = null;
let watch = null;
let refused = false;
const listeners = new Set();
const FRESH = 120_000;

function tell() {
  for (const listener of listeners) listener();
}

function heard({ coords, timestamp }) {
  last = { lat: coords.latitude, lng: coords.longitude, accuracy: Math.round(coords.accuracy), at: timestamp };
  refused = false;
  tell();
}

/** The last position that is not older than two minutes, or null. */
export const position = () => (last && Date.now() - last.at < FRESH ? last : null);
export const isRefused = () => refused || !navigator.geolocation;

/** Looks on while somebody listens and the page is seen; asks for leave where none was given yet. Returns how to stop. */
export function follow(listener) {
  listeners.add(listener);
  start();
  return () => {
    listeners.delete(listener);
    if (!listeners.size) stop();
  };
}

function start() {
  if (watch !== null || !navigator.geolocation || document.hidden) return;
  watch = navigator.geolocation.watchPosition(
    heard,
    (fault) => {
      refused = fault.code === fault.PERMISSION_DENIED;
      tell();
    },
    { enableHighAccuracy: true, maximumAge: 10_000, timeout: 30_000 },
  );
}

function stop() {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  watch = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listeners.size && start()));

/** Whether leave was given before, so that looking asks nobody. */
export async function isGranted() {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "granted";
  } catch {
    return false;
  }
}

/** Metres between two places on the ground. */
export function between(a, b) {
  const [rad, earth] = [Math.PI / 180, 6_371_008.8];
  const [lat, lng] = [(b.lat - a.lat) * rad, (b.lng - a.lng) * rad * Math.cos(((a.lat + b.lat) / 2) * rad)];
  return earth * Math.hypot(lat, lng);
}

const NEAR = 80;

/** Whether the phone is at a site, as far as its accuracy lets anybody say. */
export function isNear(site, here) {
  return Boolean(here && site.lat !== null && site.lat !== undefined && here.accuracy <= 200 && between(site, here) <= NEAR + here.accuracy);
}
