// A filter form sends itself when a choice changes: form[data-filter]. Without this module its button does.
import { behaviour } from "./behaviour.js";

behaviour("form[data-filter]", (form) => {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
});
