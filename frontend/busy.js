// A form that has been sent cannot be sent twice: its buttons wait, the pressed one shows data-busy-text if it has one.
// Left alone: GET forms, forms that htmx sends, forms with data-download (the page stays while a file comes).

const kept = new Map();

function release() {
  for (const [button, children] of kept) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    button.replaceChildren(...children);
  }
  kept.clear();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[data-download], [hx-post]")) return;
  const pressed = event.submitter;
  // One turn later: a disabled button would not send its own name and value.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      if (button.disabled) continue;
      kept.set(button, [...button.childNodes]);
      button.disabled = true;
      if (button !== pressed) continue;
      button.setAttribute("aria-busy", "true");
      if (button.dataset.busyText) button.textContent = button.dataset.busyText;
    }
  });
});

// Coming back with the browser's own button finds the form as it was.
window.addEventListener("pageshow", release);
