// The form of a finding: everything is filled in already or may stay empty; 保存 is the third tap.
import { button, choose, h, icon, iconButton, say, sheet, stepper } from "../dom.js";
import { glass } from "../marks.js";
import { thumb } from "../pictures.js";
import * as position from "../position.js";
import * as store from "../store.js";
import * as sync from "../sync.js";
import { join, t } from "../words.js";
import { canRecord, record } from "../voice.js";
import { itemsOf } from "./checks.js";

const TOOLS = ["circle", "arrow", "mosaic"];
let tool = "circle";

/** One photo with what is drawn on it; the tools stand at its edge. */
async function canvasOf(draft, redraw) {
  const photo = draft.photos[draft.current];
  const blob = photo.blob ?? (await store.blob(photo.key));
  const label = h("span.o-lab", null, t("photo_n", { n: draft.current + 1 }));
  if (!blob) return h("div.o-shotbox", null, h("p.o-lead", null, t("photo_elsewhere")), label);
  const url = URL.createObjectURL(blob);
  const image = h("img", { src: url, alt: t("photo_n", { n: draft.current + 1 }) });
  const box = h("div.o-shotbox", null, image, label);
  image.onload = () => {
    URL.revokeObjectURL(url);
    const own = () => (photo.old ? null : tool);
    const { layer, draw } = glass({ width: image.naturalWidth, height: image.naturalHeight, marks: photo.marks, tool: own, changed: () => draft.keep(), label: t("drawing") });
    image.after(layer);
    if (!photo.old) box.append(toolbar(photo, draw, () => draft.keep()));
  };
  image.onerror = () => image.replaceWith(h("p.o-lead", null, t("photo_unreadable")));
  if (draft.photos.length > 1) box.append(strip(draft, redraw));
  return box;
}

function toolbar(photo, draw, keep) {
  const bar = h("div.o-tools", { role: "toolbar", "aria-label": t("draw") });
  const buttons = TOOLS.map((name) =>
    iconButton(name, t(`draw_${name}`), () => {
      tool = name;
      mark();
    }),
  );
  const mark = () => buttons.forEach((one, index) => one.setAttribute("aria-pressed", String(TOOLS[index] === tool)));
  const undo = iconButton("undo", t("undo"), () => {
    photo.marks.pop();
    draw();
    keep();
  });
  mark();
  bar.append(...buttons, undo);
  return bar;
}

const strip = (draft, redraw) =>
  h("div.o-shots", null,
    draft.photos.map((photo, index) => {
      const choosePhoto = () => {
        draft.current = index;
        redraw();
      };
      return h("button.o-shot", { "aria-pressed": String(index === draft.current), "aria-label": t("photo_n", { n: index + 1 }), onclick: choosePhoto }, thumb({ key: photo.key ?? photo.id, blob: photo.blob, kind: "photo", marks: photo.marks }, ""));
    }),
  );

const row = (image, ...parts) => h("div.o-frow", null, icon(image), ...parts);

function itemRow(draft, redraw) {
  const { check } = draft;
  const change = async () => {
    const code = await sheet(t("change_item"), (close) => [
      h("h2", null, t("change_item")),
      h("ul.o-openlist", null, itemsOf(draft.list).map((item) => h("li", null, h("button", { "aria-pressed": String(item.code === draft.item), onclick: () => close(item.code) }, h("small", null, item.code), item.name)))),
    ]);
    if (code) draft.item = code;
    redraw();
  };
  const words = check ? [h("small", null, `${check.code} · ${t("unmet")}`), check.name] : [h("small", null, t("no_item")), t("no_item_words")];
  return row("list", h("span.o-t", null, words), itemsOf(draft.list).length > 1 && h("button.o-link", { onclick: change }, t("change_item")));
}

function placeWords(draft) {
  const here = draft.position;
  if (!here) return t(position.isRefused() ? "position_refused" : "position_looking");
  const { site } = draft.visit;
  const inside = site.lat !== null && site.lat !== undefined ? t(position.isNear(site, here) ? "at_site" : "off_site", { way: Math.round(position.between(site, here)) }) : "";
  return join(t("satellite"), t("accuracy", { n: here.accuracy }), inside);
}

function placeRow(draft) {
  const input = h("input.o-bare", { value: draft.place, maxlength: 100, placeholder: t("place"), "aria-label": t("place"), oninput: () => (draft.place = input.value), onchange: () => draft.keep() });
  const said = h("small", { role: "status" }, placeWords(draft));
  const again = h("button.o-link", { onclick: () => ((draft.position = position.position() ?? draft.position), (said.textContent = placeWords(draft))) }, t("locate"));
  const heard = () => {
    draft.position ??= position.position();
    said.textContent = placeWords(draft);
  };
  return { element: row("pin", h("span.o-t", null, input, said), again), heard };
}

function wordsRow(draft) {
  const input = h("textarea.o-bare", { value: draft.text, rows: 1, maxlength: 400, placeholder: t("sentence"), "aria-label": t("sentence"), oninput: () => ((draft.text = input.value), grow()), onchange: () => draft.keep() });
  const grow = () => {
    input.rows = Math.min(5, Math.max(1, Math.ceil(input.value.length / 18)));
  };
  grow();
  const box = h("div");
  const mic = canRecord() && !draft.before && iconButton("voice", t("speak"), () => speak(draft, mic, box), { class: "o-tapic o-blue" });
  played(draft, box);
  return [row("pen", h("span.o-t", null, input), mic), box];
}

/** A voice note instead of typing: the same button stops it. */
async function speak(draft, mic, box) {
  if (speak.now) return speak.now();
  let recorder;
  try {
    recorder = await record(() => speak.now?.());
  } catch {
    say(t("voice_refused"));
    box.replaceChildren(h("p.o-voice", null, t("voice_refused")));
    return null;
  }
  mic.replaceChildren(icon("stop"));
  mic.setAttribute("aria-label", t("voice_stop"));
  box.replaceChildren(h("p.o-voice", null, icon("voice", 20), t("voice_running")));
  speak.now = async () => {
    speak.now = null;
    draft.voice = { blob: await recorder.stop() };
    mic.replaceChildren(icon("voice"));
    mic.setAttribute("aria-label", t("speak"));
    await draft.keep();
    played(draft, box);
  };
  return null;
}

function played(draft, box) {
  const { voice } = draft;
  if (!voice?.blob) {
    box.replaceChildren(voice ? h("p.o-voice", null, icon("voice", 20), t("voice_kept")) : "");
    return;
  }
  const audio = h("audio", { src: URL.createObjectURL(voice.blob), controls: true });
  const drop = iconButton("bin", t("voice_drop"), () => {
    draft.voice = null;
    draft.keep();
    played(draft, box);
  });
  box.replaceChildren(h("p.o-voice", null, audio, drop));
}

function chipsRow(draft) {
  const chips = draft.check?.chips ?? [];
  const toggle = (chip) => (event) => {
    const on = !draft.chips.includes(chip);
    draft.chips = on ? [...draft.chips, chip] : draft.chips.filter((one) => one !== chip);
    event.currentTarget.setAttribute("aria-pressed", String(on));
    draft.keep();
  };
  return chips.length > 0 && h("div.o-chips", null, chips.map((chip) => h("button", { "aria-pressed": String(draft.chips.includes(chip)), onclick: toggle(chip) }, chip)));
}

async function bin(draft, ways, redraw) {
  const options = [["all", t(draft.before ? "withdraw" : "drop_draft"), "s"]];
  if (draft.photos.length) options.unshift(["photo", t("drop_photo", { n: draft.current + 1 }), "s"]);
  const chosen = await choose(t("delete"), t("delete_why"), options);
  if (chosen === "all") return ways.discard();
  if (chosen !== "photo") return null;
  await draft.dropPhoto();
  return redraw();
}

export function formScreen(draft, ways) {
  const picture = h("div");
  const item = h("div");
  const chips = h("div");
  const redraw = async () => {
    item.replaceChildren(itemRow(draft, redraw));
    chips.replaceChildren(chipsRow(draft) || "");
    picture.replaceChildren(draft.photos.length ? await canvasOf(draft, redraw) : "");
  };
  redraw();
  const place = placeRow(draft);
  const unfollow = position.follow(place.heard);
  const places = stepper({ value: draft.places, least: 1, most: 200, label: t("places"), words: (n) => [h("b", null, String(n))], onchange: (n) => ((draft.places = n), draft.keep()) });
  const save = button("p.o-btn-xl", t("save"), () => ((save.disabled = true), ways.save().finally(() => (save.disabled = false))), "yes");
  return {
    title: t(draft.before ? "change_finding" : "finding"),
    sub: draft.visit.site.name,
    onback: ways.leave,
    held: true,
    actions: [iconButton("bin", t("delete"), () => bin(draft, ways, redraw))],
    body: [
      picture,
      item,
      place.element,
      wordsRow(draft),
      chips,
      h("div.o-frow.o-frow-top", null, h("span.o-t", null, t("places"), h("small", null, t("places_why"))), places),
      h("p.o-kept", null, t(sync.state().online ? "kept_sending" : "kept_offline")),
    ],
    foot: h("div.o-savebar", null, button("", t(draft.photos.length ? "add_photo" : "take_photo"), ways.toCamera, "camera"), save),
    leave() {
      unfollow();
      if (speak.now) speak.now();
    },
  };
}
