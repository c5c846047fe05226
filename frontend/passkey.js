// Passkeys exist only where the browser trusts the address (HTTPS or localhost): [data-passkey] is shown only there,
// [data-passkey-missing] only elsewhere. A call that was stopped shows [data-passkey-error] instead of a console line.
import { behaviour } from "./behaviour.js";

const usable = window.isSecureContext && "PublicKeyCredential" in window;

behaviour("[data-passkey]", (part) => {
  part.hidden = !usable;
});
behaviour("[data-passkey-missing]", (part) => {
  part.hidden = usable;
});

document.addEventListener("allauth.error", (event) => {
  const note = document.querySelector("[data-passkey-error]");
  if (!note) return;
  event.preventDefault();
  note.hidden = false;
});
