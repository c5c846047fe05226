// What kind of phone and browser this is, as far as it changes what works.
const agent = navigator.userAgent;

export const inWeChat = /MicroMessenger/i.test(agent);
export const isIPhone = /iPhone|iPad|iPod/i.test(agent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
export const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

// On plain http:// in a local net the browser gives neither a service worker nor digests: nothing could be kept safely.
export const isSecure = globalThis.isSecureContext === true;
export const lacks = () =>
  [
    [isSecure, "https"],
    ["serviceWorker" in navigator, "service_worker"],
    ["indexedDB" in globalThis, "indexed_db"],
    [Boolean(globalThis.crypto?.subtle), "crypto"],
    ["locks" in navigator, "locks"],
  ]
    .filter(([there]) => !there)
    .map(([, name]) => name);

// "wifi" | "cellular" | "other" | null where the phone does not say (iPhones never do).
export function network() {
  const type = navigator.connection?.type;
  if (!type || type === "unknown") return null;
  if (type === "wifi" || type === "ethernet") return "wifi";
  return type === "cellular" ? "cellular" : "other";
}
