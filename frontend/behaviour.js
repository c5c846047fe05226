// The one way in which a behaviour finds its elements: by a data attribute, now and in every fragment that htmx brings.

const registered = [];

function applyTo(root, { selector, setUp, seen }) {
  const elements = [...root.querySelectorAll(selector)];
  if (root instanceof Element && root.matches(selector)) elements.unshift(root);
  for (const element of elements) {
    if (seen.has(element)) continue;
    seen.add(element);
    setUp(element);
  }
}

/**
 * Runs `setUp(element)` once for every element that matches `selector`, also for later fragments.
 * @param {string} selector an attribute selector such as "[data-tree]"
 * @param {(element: HTMLElement) => void} setUp
 */
export function behaviour(selector, setUp) {
  const entry = { selector, setUp, seen: new WeakSet() };
  registered.push(entry);
  applyTo(document, entry);
}

/** Looks for registered behaviours inside a new fragment. */
export function refresh(root) {
  for (const entry of registered) applyTo(root, entry);
}

/** Fills `{name}` places of a text that the template supplied in a data attribute. */
export function fill(text, values) {
  return (text ?? "").replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}
