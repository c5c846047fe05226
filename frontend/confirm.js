// Asks once before a step that cannot be taken back. Without this module the form is sent at once (the server still checks).
// Attributes on the form: data-confirm (the question), data-confirm-body, data-confirm-ok, data-confirm-tone="danger".
// The page holds one <dialog data-confirm-dialog> with [data-title] [data-body] [data-ok] and a button value="cancel".

const confirmed = new WeakSet();

function ask(dialog, form) {
  const { confirm, confirmBody, confirmOk, confirmTone } = form.dataset;
  const ok = dialog.querySelector("[data-ok]");
  dialog.querySelector("[data-title]").textContent = confirm;
  dialog.querySelector("[data-body]").textContent = confirmBody ?? "";
  ok.dataset.usual ??= ok.textContent;
  ok.textContent = confirmOk ?? ok.dataset.usual;
  ok.classList.toggle("btn-danger-solid", confirmTone === "danger");
  ok.classList.toggle("btn-primary", confirmTone !== "danger");
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok"), { once: true });
  });
}

// In the capture phase, so that nothing else (the busy state, htmx) sees a form that may still be called off.
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const dialog = document.querySelector("dialog[data-confirm-dialog]");
    if (!dialog || form.dataset.confirm === undefined) return;
    if (confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (!(await ask(dialog, form))) return;
    confirmed.add(form);
    form.requestSubmit(submitter);
  },
  true,
);
