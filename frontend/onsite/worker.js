// The service worker: the page and its files lie on the phone, by version, so that /onsite/ opens without a network. Django puts
// `self.SHELL = {version, page, files}` before this text. What the city knows is never kept here: the store keeps that, by person.
const { version, page, files } = self.SHELL;
const CACHE = `onsite-shell-${version}`;
const PICTURES = "onsite-pictures";

self.addEventListener("install", (event) => {
  // A new version waits until a page starts anew and says so: nothing is exchanged under the hands of somebody who types.
  event.waitUntil(keep([page, ...files]));
});

async function keep(urls) {
  const cache = await caches.open(CACHE);
  await Promise.all(
    urls.map(async (url) => {
      const answer = await fetch(url, { cache: "no-cache", credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
      await cache.put(url, answer);
    }),
  );
}

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("onsite-shell-") && name !== CACHE) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === page) event.respondWith(kept(CACHE, page, request));
  } else if (url.pathname.startsWith("/static/") || files.includes(url.pathname)) {
    event.respondWith(kept(CACHE, url.pathname, request, true));
  } else if (/^\/[a-z0-9-]+\/standards\/handbook\/pictures\/\d+\/$/.test(url.pathname)) {
    event.respondWith(kept(PICTURES, url.pathname, request, true));
  }
});

// What is kept, else what the network gives, which is kept from then on where `also` says so.
async function kept(name, key, request, also = false) {
  const cache = await caches.open(name);
  const known = await cache.match(key, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (also && answer.ok && !answer.redirected) await cache.put(key, answer.clone()).catch(() => {});
  return answer;
}
