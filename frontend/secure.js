// [data-secure-checks]: asks this very browser, on this very address, what it lets a page do. [data-check="…"] holds each answer.
import { behaviour } from "./behaviour.js";

const CHECKS = {
  transport: () => location.protocol === "https:" || window.isSecureContext,
  offline: () => window.isSecureContext && "serviceWorker" in navigator,
  camera: () => typeof navigator.mediaDevices?.getUserMedia === "function",
  position: () => window.isSecureContext && "geolocation" in navigator,
  passkey: () => window.isSecureContext && "PublicKeyCredential" in window,
  clipboard: () => typeof navigator.clipboard?.writeText === "function",
  digest: () => typeof window.crypto?.subtle?.digest === "function",
};

behaviour("[data-secure-checks]", (card) => {
  card.querySelector("[data-secure-good]").hidden = !window.isSecureContext;
  card.querySelector("[data-secure-bad]").hidden = window.isSecureContext;
  for (const place of card.querySelectorAll("[data-check]")) {
    const works = CHECKS[place.dataset.check]();
    place.textContent = works ? card.dataset.ok : card.dataset.no;
    place.classList.add("pill", works ? "pill-ok" : "pill-warn");
  }
});
