// The review desk by keyboard: [data-desk]. p passes; 1 … = choose a reason, Enter sends back; n goes to the next file, w to the words, s skips.
import { behaviour } from "./behaviour.js";

behaviour("[data-desk]", (page) => {
  const form = page.querySelector("[data-desk-form]");
  const words = page.querySelector("[data-desk-words]");
  const tabs = [...page.querySelectorAll(".tabs .tab")];
  const reasons = new Map([...page.querySelectorAll("[data-desk-key]")].map((one) => [one.dataset.deskKey, one]));

  function send(name) {
    page.querySelector(`[data-desk-${name}]`).click();
  }

  function nextFile() {
    const here = tabs.findIndex((one) => one.classList.contains("on"));
    tabs[(here + 1) % tabs.length]?.click();
  }

  function choose(reason) {
    reason.checked = true;
    if (reason.value === "other") words.focus();
    else page.querySelector("[data-desk-return]").focus();
  }

  const keys = { p: () => send("pass"), s: () => send("skip"), n: nextFile, w: () => words.focus() };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const typing = event.target.closest("input:not([type=radio]), textarea, select, dialog");
    if (event.key === "Enter" && form.contains(event.target) && form.elements.reason.value && !event.target.closest("a, [data-desk-pass]")) {
      event.preventDefault();
      return void send("return");
    }
    if (typing) return;
    const reason = reasons.get(event.key);
    if (!reason && !keys[event.key]) return;
    event.preventDefault();
    if (reason) choose(reason);
    else keys[event.key]();
  });
});
