// A list of matters to decide, [data-problem]: j and k go to the next and the last one, so that Enter answers without a mouse.

const ways = ":scope .ways button, :scope .ways summary, :scope .ways a";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const problems = [...document.querySelectorAll("[data-problem]")];
  if (problems.length === 0) return;
  const now = problems.findIndex((problem) => problem.contains(document.activeElement));
  const next = now < 0 ? 0 : now + (event.key === "j" ? 1 : -1);
  const problem = problems[Math.min(Math.max(next, 0), problems.length - 1)];
  event.preventDefault();
  problem.querySelector(ways)?.focus();
  problem.scrollIntoView({ block: "nearest" });
});
