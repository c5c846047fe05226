// One issue after the other: [data-triage] with the category's unit and limit in data-limits. Choosing a category proposes its unit;
// d sends it on, s skips, c u l go to a field, v opens the form for what is no problem; Ctrl+Enter sends while something is typed.
import { behaviour } from "./behaviour.js";

behaviour("[data-triage]", (page) => {
  const limits = JSON.parse(page.dataset.limits);
  const form = page.querySelector("[data-triage-form]");
  const main = page.querySelector("[data-triage-main]");
  const usual = page.querySelector("[data-triage-usual]");
  const { minor, unit, rule } = form.elements;

  function offer() {
    const one = limits[minor.value];
    if (!one) return;
    if (one.unit) unit.value = one.unit;
    usual.textContent = one.limit;
  }

  minor.addEventListener("change", offer);

  const keys = {
    d: () => main?.click(),
    s: () => page.querySelector("[data-triage-skip]").click(),
    c: () => minor.focus(),
    u: () => unit.select(),
    l: () => rule.focus(),
    v: () => {
      const box = page.querySelector("[data-triage-void]");
      if (!box) return;
      box.open = true;
      box.querySelector("input[name=reason]").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return void main?.click();
    if (event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, dialog")) return;
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
});

// A limit by one of three rules: form[data-rule-form] shows only the fields of the chosen one.
behaviour("[data-rule-form]", (form) => {
  const { rule } = form.elements;
  const show = () => {
    form.dataset.rule = rule.value;
  };
  rule.addEventListener("change", show);
  show();
});
