// "/" puts the cursor into the page's search field, where there is one: [data-search]. A link or a button [data-key] is pressed by its key.

const TYPING = "input:not([type=range]), textarea, select, [contenteditable], dialog";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPING)) return;
  const one = /^[a-z]$/.test(event.key) && document.querySelector(`a[data-key="${event.key}"], button[data-key="${event.key}"]`);
  if (one) one.click();
  if (event.key !== "/") return;
  const field = document.querySelector("[data-search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select?.();
});
