// 记一处问题: not met → shutter → save. Drawing, words, place, voice and count are there and may be left alone; so may the photo.
import { choose } from "../dom.js";
import { show } from "../frame.js";
import { position } from "../position.js";
import * as session from "../session.js";
import * as store from "../store.js";
import { t } from "../words.js";
import { voiceName } from "../voice.js";
import { itemsOf, placesOf } from "./checks.js";
import { formScreen } from "./finding_form.js";
import { cameraScreen } from "./shutter.js";

/** What is being said, until it is saved. After each photo it is kept on the phone: nothing is lost when the phone dies. */
class Draft {
  constructor({ visit, list, item, before = null, kept = {} }) {
    Object.assign(this, { visit, list, item, before });
    this.photos = kept.photos ?? (before?.files ?? []).filter((file) => file.kind === "photo").map((file) => ({ ...file, old: true, marks: [...(file.marks ?? [])] }));
    this.voice = kept.voice ?? before?.files.find((file) => file.kind === "voice") ?? null;
    this.chips = kept.chips ?? [];
    this.text = kept.text ?? before?.text ?? "";
    this.place = kept.place ?? before?.place ?? "";
    this.places = kept.places ?? before?.places ?? 1;
    this.position = kept.position ?? (before?.lat ? before : null);
    this.current = Math.max(0, this.photos.length - 1);
  }

  get check() {
    return itemsOf(this.list).find((one) => one.code === this.item) ?? null;
  }

  get hasWords() {
    return Boolean(this.photos.length || this.voice || this.words || this.place);
  }

  get words() {
    return [...this.chips, this.text.trim()].filter(Boolean).join(t("comma"));
  }

  async addPhotos(blobs) {
    const here = position();
    this.position ??= here;
    for (const blob of blobs) this.photos.push({ id: crypto.randomUUID(), blob, name: blob.name ?? "", marks: [], position: here });
    this.current = this.photos.length - 1;
    await this.keep();
  }

  dropPhoto() {
    const [gone] = this.photos.splice(this.current, 1);
    this.current = Math.max(0, Math.min(this.current, this.photos.length - 1));
    if (gone.old) (this.removed ??= []).push(gone.key);
    return this.keep();
  }

  async keep() {
    if (this.before) return;
    const { visit, item, photos, voice, chips, text, place, places, position: here } = this;
    // Where there is no room for a second copy the photo is in the page's memory, and saving says so if it does not fit either.
    await store.setting("draft", { visit: visit.id, item, photos, voice, chips, text, place, places, position: here }).catch(() => {});
  }

  /** The photos and the voice note as the store takes them. */
  get files() {
    const photos = this.photos.filter((photo) => !photo.old).map((photo) => ({ blob: photo.blob, kind: "photo", name: photo.name, marks: photo.marks, position: photo.position }));
    const voice = this.voice?.blob && { blob: this.voice.blob, kind: "voice", name: voiceName(this.voice.blob), marks: [], position: null };
    return voice ? [...photos, voice] : photos;
  }

  async save() {
    const said = { item: this.item, text: this.words.slice(0, 500), place: this.place.trim().slice(0, 100), places: this.places, position: this.position };
    if (this.before) await store.changeFinding(this.before.key, said, { added: this.files, removed: this.removed ?? [] });
    else if (!this.kept) await store.putFinding({ visit: this.visit.id, ...said }, this.files);
    // Kept once, whatever happens to what follows.
    this.kept = true;
    await clear();
    if (this.before && this.before.item !== this.item) await answerFrom(this.visit.id, this.before.item);
    await answerFrom(this.visit.id, this.item);
  }

  async discard() {
    if (this.before) {
      await store.withdrawFinding(this.before.key);
      await answerFrom(this.visit.id, this.item);
    }
    await clear();
  }
}

const clear = () => store.setting("draft", null);

/** A finding under an item says that it is not met, in so many places; without findings what was said before stays. */
async function answerFrom(visit, item) {
  if (!item) return;
  const [found, before] = [await store.findings(visit, item), await store.answer(visit, item)];
  if (!found.length) return;
  // What was counted stays counted; where the count alone says more places, they stay too.
  const places = Math.max(placesOf(found), before?.count !== null && before?.verdict === "unmet" ? before.places : 0);
  await store.putAnswer({ visit, item, verdict: "unmet", count: before?.count ?? null, places, grade: before?.grade ?? "", note: before?.note ?? "" });
}

async function load(id, item, key) {
  const [day, visit] = [await store.day(), await store.visit(Number(id))];
  if (!day || !visit) return null;
  const before = key ? (await store.findings(visit.id)).find((finding) => finding.key === key) : null;
  if (key && !before) return null;
  const left = await store.setting("draft");
  const kept = !key && left?.visit === visit.id && left.item === item ? left : {};
  return new Draft({ visit, list: day.checklists[visit.checklist], item, before, kept });
}

export async function finding(id, item, key) {
  const draft = await load(id, item, key);
  if (!draft) return null;
  const ways = {
    back() {
      location.replace(`#/site/${draft.visit.id}${draft.item ? `/${draft.item}` : ""}`);
    },
    toForm: () => show(formScreen(draft, ways)),
    toCamera: () => show(cameraScreen(draft, ways)),
    async taken(blobs) {
      await draft.addPhotos(blobs);
      ways.toForm();
    },
    async save() {
      try {
        await draft.save();
        ways.back();
      } catch (fault) {
        session.failed(fault);
      }
    },
    async discard() {
      await draft.discard();
      ways.back();
    },
    /** Leaves the form: what is not saved is asked for once. */
    async leave() {
      if (draft.before || !draft.hasWords) return ways.back();
      const chosen = await choose(t("leave_draft"), t("leave_draft_why"), [["save", t("save"), "p"], ["discard", t("drop_draft"), "s"]]);
      return chosen && ways[chosen]();
    },
  };
  return draft.before || draft.hasWords ? formScreen(draft, ways) : cameraScreen(draft, ways);
}
