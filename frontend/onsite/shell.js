// Bring the service worker in, and let a new version take over when a page starts, never while somebody types.
const READY = 4_000;

// Resolves when the page may begin: at once as a rule; a waiting version takes over first and the page starts anew.
export async function startWorker() {
  if (!("serviceWorker" in navigator)) return null;
  const before = navigator.serviceWorker.controller;
  const registration = await navigator.serviceWorker.register("/onsite/sw.js", { scope: "/onsite/", updateViaCache: "none" }).catch(() => navigator.serviceWorker.getRegistration("/onsite/"));
  if (!registration) return null;
  if (registration.waiting && before) await takeOver(registration.waiting);
  return registration;
}

async function takeOver(waiting) {
  const changed = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true });
    setTimeout(resolve, READY, false);
  });
  waiting.postMessage("take over");
  if (await changed) {
    location.reload();
    await new Promise(() => {});
  }
}

// Whether everything needed to open without a network lies here.
export const opensOffline = () => Boolean(navigator.serviceWorker?.controller);

// Pictures of the handbook's examples, so that rules are one tap away without a network; those no longer needed go.
export async function keepPictures(urls) {
  if (!("caches" in globalThis) || !navigator.serviceWorker?.controller) return;
  const cache = await caches.open("onsite-pictures");
  const wanted = new Set(urls.map((url) => new URL(url, location.origin).href));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  for (const url of wanted) await fetch(url).catch(() => {});
}
