// Short messages that go away by themselves, and the chance to undo. A toast never carries the only copy of a message.
// [data-toast][data-seconds="8"] counts down in [data-count] and leaves; it waits while the pointer or the focus is on it.
// The server may also send the event "toast" (HX-Trigger) with {text}; the markup comes from <template data-toast-template>.
import { behaviour, refresh } from "./behaviour.js";

behaviour("[data-toast]", (toast) => {
  let left = Number(toast.dataset.seconds ?? 8);
  const count = toast.querySelector("[data-count]");
  const waits = () => toast.matches(":hover, :focus-within");
  const timer = setInterval(() => {
    if (waits()) return;
    left -= 1;
    if (count) count.textContent = String(left);
    if (left > 0) return;
    clearInterval(timer);
    toast.remove();
  }, 1000);
});

/** Shows one line in the corner. */
export function showToast(text) {
  const holder = document.querySelector("[data-toasts]");
  const template = document.querySelector("template[data-toast-template]");
  if (!holder || !template || !text) return;
  const toast = template.content.cloneNode(true);
  toast.querySelector("[data-text]").textContent = text;
  holder.append(toast);
  refresh(holder);
}

document.addEventListener("toast", (event) => showToast(event.detail?.text ?? event.detail?.value));
