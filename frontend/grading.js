// The grading desk by keyboard: [data-grade-desk]. 1 … choose a grade (the full one is sent at once, below it the words come first), Enter sends, n and b turn the papers, w words, s skips.
import { behaviour } from "./behaviour.js";

behaviour("[data-grade-desk]", (page) => {
  const words = page.querySelector("[data-step-words]");
  const tabs = [...page.querySelectorAll(".tabs .tab")];
  const steps = new Map([...page.querySelectorAll("[data-step-key]")].map((one) => [one.dataset.stepKey, one]));
  const here = tabs.findIndex((one) => one.classList.contains("on"));
  tabs[here]?.scrollIntoView({ block: "nearest", inline: "center" });

  function turn(by) {
    if (tabs.length) tabs[(here + by + tabs.length) % tabs.length].click();
  }

  function choose(step) {
    step.checked = true;
    if ("stepFull" in step.dataset) page.querySelector("[data-step-send]").click();
    else words.focus();
  }

  const keys = { n: () => turn(1), b: () => turn(-1), w: () => words?.focus(), s: () => page.querySelector("[data-step-skip]").click() };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input:not([type=radio]), textarea, select, dialog")) return;
    const step = steps.get(event.key);
    if (!step && !keys[event.key]) return;
    event.preventDefault();
    if (step) choose(step);
    else keys[event.key]();
  });
});
