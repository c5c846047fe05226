// The inspector's day on the phone. Every write is on the phone's disk, together with its entry in the outbox, before its promise resolves.
// Nothing here talks to the network (sync.js does) and nothing computes points.
import * as clock from "./clock.js";
import { StoreError, changed, closeCity, here, openCity, phoneName, read, rememberPerson, rememberedPerson, subscribe, waitingForOthers, write } from "./database.js";

export { discard, freeUploaded, outbox } from "./queue.js";
export { saveDay } from "./merge.js";
export { StoreError, closeCity as close, rememberPerson, rememberedPerson, subscribe, waitingForOthers };

let phone = "";

export async function open(account, city) {
  await openCity(account, city);
  phone = await phoneName();
  clock.restore((await setting("clock_offset")) ?? null);
}

export const device = () => phone;
const slotOf = (visit, item) => `${visit} ${item}`;
const standingOf = (answers) => answers.filter((answer) => !answer.gone).sort((a, b) => (a.said_at < b.said_at ? -1 : 1));

export async function setting(name, value) {
  if (value === undefined) return read("settings").get(name);
  await write(["settings"], ({ settings }) => settings.put(value, name));
  changed({ what: "setting", name });
  return value;
}

// ---- the day

export const day = async () => (await read("day").get("day")) ?? null;

export async function visits() {
  const found = await read("visits").getAll();
  return found.sort((a, b) => (a.order ?? 1e6) - (b.order ?? 1e6) || a.number - b.number);
}

export const visit = (id) => read("visits").get(id);

export const itemsOf = (checklist) => (checklist?.groups ?? []).flatMap((group) => group.items);

function progressOf(items, answers) {
  const standing = standingOf(answers);
  const unmet = new Map(standing.filter((one) => one.verdict === "unmet").map((one) => [one.item, one.places]));
  const answered = new Set(standing.map((one) => one.item));
  const asked = items.length ? items.filter((item) => answered.has(item.code)).length : answered.size;
  return { asked: items.length, answered: asked, unmet: unmet.size, places: [...unmet.values()].reduce((sum, places) => sum + places, 0) };
}

// progress(visit id) of one, progressAll() → Map(visit id → progress) of the day in three reads.
export async function progress(id) {
  return (await progressAll([await visit(id)], await read("answers").index("visit").getAll(id))).get(id);
}

export async function progressAll(some, answers) {
  const [known, all, today] = [some ?? (await visits()), answers ?? (await read("answers").getAll()), await day()];
  const byVisit = grouped(all, (one) => one.visit);
  return new Map(known.map((one) => [one.id, progressOf(itemsOf(today?.checklists[one.checklist]), byVisit.get(one.id) ?? [])]));
}

function grouped(rows, by) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group) group.push(row);
    else groups.set(by(row), [row]);
  }
  return groups;
}

// ---- answers

// What stands for an item: {…, conflict: [all that stand] | null} or null.
export async function answer(id, item) {
  const standing = standingOf(await read("answers").index("slot").getAll(slotOf(id, item)));
  return standing.length ? { ...standing.at(-1), conflict: standing.length > 1 ? standing : null } : null;
}

// All that stands in a visit: Map(item → the same as answer()).
export async function answers(id) {
  const found = new Map();
  for (const one of standingOf(await read("answers").index("visit").getAll(id))) {
    const before = found.get(one.item);
    const conflict = before ? [...(before.conflict ?? [before]), one] : null;
    found.set(one.item, { ...one, conflict });
  }
  return found;
}

const SAID = ["verdict", "count", "places", "grade", "note"];
const plain = (one) => ({
  verdict: one.verdict,
  count: one.verdict === "not_applicable" ? null : (one.count ?? null),
  places: one.verdict === "unmet" ? Math.max(1, one.places ?? 1) : 0,
  grade: one.verdict === "not_applicable" ? "" : (one.grade ?? ""),
  note: one.note ?? "",
});

// Say something of an item. It takes the place of all that stands there, so it settles a conflict too. Returns its key.
export async function putAnswer({ visit: id, item, ...rest }) {
  const said = plain(rest);
  const key = await write(["answers", "outbox", "settings"], async ({ answers: kept, outbox: queue, settings }) => {
    const standing = standingOf(await kept.index("slot").getAll(slotOf(id, item)));
    if (standing.length === 1 && SAID.every((name) => standing[0][name] === said[name])) return standing[0].key;
    const replaces = [];
    let mended = false;
    for (const one of standing) {
      const entry = await queue.index("key").get(one.key);
      // One that the server refused is mended by this one: what it stood for falls to this one.
      if (entry?.failed) {
        mended = true;
        await queue.delete(entry.seq);
      }
      replaces.push(...(entry?.failed ? one.replaces : [one.key]));
      await kept.put({ ...one, gone: 1 });
    }
    const record = { kind: "answer", key: crypto.randomUUID(), said_at: clock.now(), visit: id, item, ...said, replaces };
    const { kind: _kind, ...mine } = record;
    await kept.put({ ...mine, slot: slotOf(id, item), device: phone, undone: standing.map((one) => one.key) });
    await queue.add(entryOf(record));
    await settings.put(mended ? "" : record.key, "undo");
    return record.key;
  });
  changed({ what: "records", visit: id, item });
  return key;
}

// Of several answers to an item let this one stand.
export async function settle(id, item, key) {
  const chosen = await read("answers").get(key);
  return putAnswer({ visit: id, item, ...plain(chosen) });
}

// Take back the last answer: → {visit, item} or null where it cannot be (it was sent and nothing stood before it: say something else instead).
export async function undo() {
  const undone = await write(["answers", "outbox", "settings"], async ({ answers: kept, outbox: queue, settings }) => {
    const last = await kept.get((await settings.get("undo")) ?? "");
    if (!last || last.gone) return null;
    const entry = await queue.index("key").get(last.key);
    if (!entry || entry.sent) {
      const before = last.replaces.length === 1 ? await kept.get(last.replaces[0]) : null;
      return before ? { visit: last.visit, item: last.item, again: plain(before) } : null;
    }
    await queue.delete(entry.seq);
    await kept.delete(last.key);
    await settings.delete("undo");
    for (const one of last.undone ?? []) {
      const before = await kept.get(one);
      if (before) await kept.put({ ...before, gone: 0 });
    }
    return { visit: last.visit, item: last.item };
  });
  if (undone?.again) await putAnswer({ visit: undone.visit, item: undone.item, ...undone.again });
  if (undone) changed({ what: "records", visit: undone.visit, item: undone.item });
  return undone && { visit: undone.visit, item: undone.item };
}

// ---- findings and their files

function entryOf(record) {
  return { key: record.key, kind: record.kind, visit: record.visit, record, offset: clock.known(), sent: 0, failed: null };
}

const where = (position) => ({
  lat: position?.lat ?? null,
  lng: position?.lng ?? null,
  accuracy: position ? Math.round(position.accuracy ?? 0) : null,
});

// The digest is made before anything is written: a transaction of IndexedDB does not wait for other work.
async function described(files) {
  return Promise.all(
    files.map(async (file) => {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.blob.arrayBuffer()));
      return { ...file, sha256: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
    }),
  );
}

async function addFiles({ files, blobs, outbox: queue }, id, finding, given) {
  for (const { blob: bytes, kind, name, marks, position, sha256, size } of given) {
    const place = where(position);
    const record = {
      kind: "file", key: crypto.randomUUID(), said_at: clock.now(), visit: id, finding, file_kind: kind, name: name ?? "", sha256,
      size: size ?? bytes.size, marks: marks ?? [], ...place,
    };
    await files.put({ ...record, kind, type: bytes?.type ?? "", complete: 0, offset: 0 });
    if (bytes) await blobs.put(bytes, record.key);
    await queue.add(entryOf(record));
  }
}

const FINDING = ["findings", "files", "blobs", "outbox"];

// files: [{blob, kind: "photo" | "voice", name, marks, position}]. Returns the finding's key.
export async function putFinding({ visit: id, item = "", text = "", place = "", places = 1, position = null }, files = []) {
  const given = await described(files);
  const key = await write(FINDING, async (stores) => addFinding(stores, { visit: id, item, text, place, places, ...where(position) }, given));
  changed({ what: "records", visit: id, item });
  return key;
}

async function addFinding(stores, said, given) {
  const record = { kind: "finding", key: crypto.randomUUID(), said_at: clock.now(), ...said };
  const { kind: _kind, ...mine } = record;
  await stores.findings.put({ ...mine, device: phone, withdrawn: false });
  await stores.outbox.add(entryOf(record));
  await addFiles(stores, record.visit, record.key, given);
  return record.key;
}

// Change what was said of a finding. One that is on its way already is withdrawn and said anew, with its files. Returns its key.
export async function changeFinding(key, changes, { added = [], removed = [] } = {}) {
  const given = await described(added);
  const found = await write(FINDING, async (stores) => {
    const before = await stores.findings.get(key);
    const entry = await stores.outbox.index("key").get(key);
    const { position, ...words } = changes;
    const said = { ...before, ...words, ...(position === undefined ? {} : where(position)) };
    if (entry && !entry.sent && !entry.failed) {
      await stores.findings.put(said);
      await stores.outbox.put({ ...entry, record: { ...entry.record, ...said, device: undefined, withdrawn: undefined } });
      for (const one of removed) await removeFile(stores, one);
      await addFiles(stores, before.visit, key, given);
      return said;
    }
    const kept = await filesOf(stores, before, removed);
    await takeBack(stores, before, entry);
    const { visit: id, item, text, place, places, lat, lng, accuracy } = said;
    const newer = { visit: id, item, text, place, places, lat, lng, accuracy };
    return { ...newer, key: await addFinding(stores, newer, [...kept, ...given]) };
  });
  changed({ what: "records", visit: found.visit, item: found.item });
  return found.key;
}

async function filesOf({ files, blobs }, finding, removed) {
  const mine = (await files.index("visit").getAll(finding.visit)).filter((file) => file.finding === finding.key && !removed.includes(file.key));
  const given = [];
  for (const file of mine) {
    const position = file.lat === null || file.lat === undefined ? null : file;
    given.push({ ...file, blob: await blobs.get(file.key), position });
  }
  return given;
}

async function removeFile({ files, blobs, outbox: queue }, key) {
  const entry = await queue.index("key").get(key);
  if (entry) await queue.delete(entry.seq);
  await files.delete(key);
  await blobs.delete(key);
}

async function takeBack(stores, finding, entry) {
  if (entry && (!entry.sent || entry.failed)) {
    for (const file of await filesOf(stores, finding, [])) await removeFile(stores, file.key);
    await stores.outbox.delete(entry.seq);
    await stores.findings.delete(finding.key);
    return;
  }
  await stores.findings.put({ ...finding, withdrawn: true });
  await stores.outbox.add(
    entryOf({ kind: "finding_withdrawal", key: crypto.randomUUID(), said_at: clock.now(), visit: finding.visit, finding: finding.key }),
  );
}

export async function withdrawFinding(key) {
  const finding = await write(FINDING, async (stores) => {
    const found = await stores.findings.get(key);
    await takeBack(stores, found, await stores.outbox.index("key").get(key));
    return found;
  });
  changed({ what: "records", visit: finding.visit, item: finding.item });
}

// Findings of a visit (of one of its items), oldest first, each with what is known of its files.
export async function findings(id, item) {
  const files = await read("files").index("visit").getAll(id);
  const found = (await read("findings").index("visit").getAll(id)).filter((one) => !one.withdrawn && (item === undefined || one.item === item));
  found.sort((a, b) => (a.said_at < b.said_at ? -1 : 1));
  return found.map((one) => ({ ...one, files: files.filter((file) => file.finding === one.key) }));
}

// The bytes of a file, or null where they were freed or are on another phone.
export const blob = async (key) => (await read("blobs").get(key)) ?? null;

// ---- the end of a visit

async function sayOfVisit(record, changes) {
  await write(["visits", "outbox"], async ({ visits: kept, outbox: queue }) => {
    const before = await kept.get(record.visit);
    await kept.put({ ...before, ...changes });
    await queue.add(entryOf({ ...record, key: crypto.randomUUID(), said_at: clock.now() }));
  });
  changed({ what: "records", visit: record.visit });
}

export const endVisit = (id, { state, skip = "", note = "" }) =>
  sayOfVisit({ kind: "visit_end", visit: id, state, skip, note }, { state, skip, note });

export const reopenVisit = (id) => sayOfVisit({ kind: "visit_reopen", visit: id }, { state: "planned", skip: "", note: "" });

// ---- what is not agreed, what is not sent

export async function conflicts() {
  const standing = standingOf(await read("answers").getAll());
  const bySlot = grouped(standing, (one) => one.slot);
  return [...bySlot.values()].filter((some) => some.length > 1).map((some) => ({ visit: some[0].visit, item: some[0].item, answers: some }));
}
