// The camera over the whole screen: one large shutter; the phone's own camera, its pictures, or no photo at all are always at hand.
import { startCamera } from "../camera.js";
import { h, icon, iconButton, say } from "../dom.js";
import * as position from "../position.js";
import { fits } from "../storage.js";
import * as sync from "../sync.js";
import { t } from "../words.js";

/** Files chosen from the phone are kept byte for byte. */
function picker(label, image, ways, { capture = false, look = "o-camside" } = {}) {
  const input = h("input.sr", { type: "file", accept: "image/*", multiple: !capture, capture: capture ? "environment" : null, onchange: () => input.files.length && ways.taken([...input.files]) });
  return h(`label.${look}`, null, input, image && icon(image, 28), h("span", null, label));
}

function fallback(reason, ways) {
  return h(
    "div.o-nocam",
    null,
    icon("camera", 40),
    h("b", null, t(`camera_${reason}`)),
    h("p", null, t("camera_next")),
    picker(t("camera_own"), "camera", ways, { capture: true, look: "o-btn.o-btn-p" }),
  );
}

export function cameraScreen(draft, ways) {
  const video = h("video", { playsinline: true, autoplay: true, "aria-label": t("viewfinder") });
  video.muted = true;
  const chips = h("div.o-camchips");
  const view = h("div.o-view", null, video, chips);
  const light = iconButton("flash", t("light"), async () => light.setAttribute("aria-pressed", String(await camera.light())), { hidden: true });
  const shutter = h("button.o-shutter", { "aria-label": t("take_photo"), disabled: true, onclick: take });
  let camera = null;
  let gone = false;

  async function take() {
    shutter.disabled = true;
    view.classList.add("o-blink");
    try {
      const blob = await camera.take();
      stop();
      await ways.taken([blob]);
      say(t("photo_taken"));
    } catch {
      fail("busy");
    }
  }

  function fail(reason) {
    stop();
    view.replaceChildren(fallback(reason, ways));
    shutter.disabled = true;
  }

  function stop() {
    camera?.stop();
    camera = null;
  }

  async function start() {
    if (!(await fits(1))) return fail("full");
    try {
      camera = await startCamera(video);
    } catch (fault) {
      if (!gone) fail(fault.message);
      return;
    }
    // Who left meanwhile wants no camera that looks on.
    if (gone) return stop();
    shutter.disabled = false;
    light.hidden = !camera.hasLight;
    shutter.focus({ preventScroll: true });
  }

  const unfollow = position.follow(draw);
  function draw() {
    const here = position.position();
    const place = here ? t("accuracy", { n: here.accuracy }) : t("no_position");
    chips.replaceChildren(h("span.o-camchip", null, icon("pin", 16), place), h("span.o-camchip", null, icon("picture", 16), t("full_size")));
  }
  const asleep = () => (document.hidden ? stop() : !camera && !gone && start());
  document.addEventListener("visibilitychange", asleep);
  draw();
  start();

  const { check } = draft;
  const bare = h(
    "div.o-cam",
    null,
    h(
      "div.o-camtop",
      null,
      iconButton("no", t("cancel"), () => (draft.hasWords ? ways.toForm() : ways.back())),
      h("span.o-camchip", null, icon(sync.state().online ? "store" : "nosignal", 16), t("kept_here")),
      h("span.o-camlight", null, light),
    ),
    h("h1.o-camitem", null, h("small", null, check ? `${check.code} · ${t("unmet")}` : draft.visit.site.name), check?.name ?? t("finding")),
    view,
    h("div.o-camctl", null, h("button.o-camside", { onclick: ways.toForm }, icon("pen", 28), h("span", null, t("without_photo"))), shutter, picker(t("gallery"), "picture", ways)),
  );
  return {
    title: t("finding"),
    bare,
    held: true,
    leave() {
      gone = true;
      stop();
      unfollow();
      document.removeEventListener("visibilitychange", asleep);
    },
  };
}
