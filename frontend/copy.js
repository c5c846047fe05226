// [data-copy="id"]: copies the text of that element. The button is hidden where there is no script.
import { behaviour } from "./behaviour.js";

async function copy(source) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(source.textContent);
    return;
  }
  // Without HTTPS the browser keeps its clipboard shut: the old way, by a selection, still works.
  const selection = window.getSelection();
  selection.selectAllChildren(source);
  document.execCommand("copy");
  selection.removeAllRanges();
}

behaviour("[data-copy]", (button) => {
  const source = document.getElementById(button.dataset.copy);
  if (!source) return;
  const label = button.lastChild.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(source);
    button.lastChild.textContent = button.dataset.copyDone;
    setTimeout(() => {
      button.lastChild.textContent = label;
    }, 2000);
  });
});
