// The side menu on a phone: a drawer. Without this module the link leads to `#menu` and the style sheet shows the drawer
// through `:target`; with it the drawer closes by Escape, by the shade and by leaving it with the Tab key.
// Attributes: [data-menu-open] the button of the top bar, [data-menu] the drawer, [data-menu-close] anything that closes it.
import { behaviour } from "./behaviour.js";

behaviour("[data-menu]", (drawer) => {
  // However long the menu is, the entry of this page is seen in it.
  const reveal = () => {
    const here = drawer.querySelector("[aria-current]");
    if (here) drawer.scrollTop = here.offsetTop - drawer.clientHeight / 2;
  };
  reveal();

  const opener = document.querySelector("[data-menu-open]");
  if (!opener) return;
  opener.setAttribute("role", "button");

  const isOpen = () => drawer.classList.contains("is-open");
  const show = (open) => {
    drawer.classList.toggle("is-open", open);
    document.documentElement.classList.toggle("has-drawer", open);
    opener.setAttribute("aria-expanded", String(open));
    if (!open) return;
    drawer.querySelector("a, button, summary")?.focus();
    reveal();
  };
  const close = () => {
    if (!isOpen()) return;
    show(false);
    opener.focus();
  };

  show(false);
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    show(!isOpen());
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    show(!isOpen());
  });
  for (const part of document.querySelectorAll("[data-menu-close]")) {
    part.addEventListener("click", (event) => {
      event.preventDefault();
      close();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  drawer.addEventListener("focusout", (event) => {
    if (isOpen() && event.relatedTarget && !drawer.contains(event.relatedTarget)) close();
  });
});
