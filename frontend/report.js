// The report from a phone: form[data-report] finds out where it is when somebody asks ([data-locate], or at once where that was allowed before),
// says how much of the photos has gone out, and stays as it is when the network is lost. A site that is chosen gives the place its name.
// [data-set="id"][data-value] puts a value into a field. Without this module the form is a plain one.
import { behaviour, fill } from "./behaviour.js";

const USABLE = "geolocation" in navigator && window.isSecureContext;

class Here {
  constructor(form) {
    this.form = form;
    this.button = form.querySelector("[data-locate]");
    this.say = form.querySelector("[data-locate-say]");
    if (!this.button || !USABLE) return;
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.ask());
    navigator.permissions?.query({ name: "geolocation" }).then((answer) => answer.state === "granted" && this.ask());
  }

  ask() {
    this.say.textContent = this.say.dataset.busy;
    const options = { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 };
    navigator.geolocation.getCurrentPosition((found) => this.found(found.coords), () => this.none(), options);
  }

  found(coords) {
    this.form.querySelector("[data-lat]").value = coords.latitude.toFixed(6);
    this.form.querySelector("[data-lng]").value = coords.longitude.toFixed(6);
    this.form.querySelector("[data-accuracy]").value = String(Math.round(coords.accuracy));
    this.say.textContent = fill(this.say.dataset.found, { metres: Math.round(coords.accuracy) });
    this.form.dispatchEvent(new CustomEvent("located"));
  }

  none() {
    this.say.textContent = this.say.dataset.none;
  }
}

behaviour("form[data-report]", (form) => {
  const send = form.querySelector("[data-send]");
  const label = send.textContent;
  const lost = form.querySelector("[data-lost-note]");
  const say = (text) => {
    lost.querySelector("span").textContent = text;
    lost.hidden = !text;
    if (text) lost.scrollIntoView({ block: "center" });
  };
  new Here(form);
  const own = (event, act) => event.detail.elt === form && act();
  form.addEventListener("htmx:beforeRequest", (event) => own(event, () => say("")));
  form.addEventListener("htmx:xhr:progress", (event) => {
    if (event.target !== form || !event.detail.lengthComputable) return;
    send.textContent = fill(form.dataset.sentText, { share: `${Math.round((event.detail.loaded / event.detail.total) * 100)}%` });
  });
  form.addEventListener("htmx:afterRequest", (event) => own(event, () => (send.textContent = label)));
  for (const type of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    form.addEventListener(type, (event) => own(event, () => say(form.dataset.lost)));
  }
  form.addEventListener("htmx:afterSwap", () => form.querySelector("#rep-errors .note")?.scrollIntoView({ block: "center" }));
  form.addEventListener("change", (event) => {
    if (!event.target.matches(".rep-place input")) return;
    form.querySelector("[name=place]").value = event.target.closest("label").querySelector("b").textContent;
  });
});

behaviour("[data-set]", (button) => {
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.set);
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
});
