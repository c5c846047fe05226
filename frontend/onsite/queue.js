// The outbox: what is to be sent, in the order in which it was said; what was refused; files whose bytes are not there yet.
import { changed, read, write } from "./database.js";

// Answers are held for a moment, so that the last one can be taken back as if it had never been said.
export const HOLD = 5_000;
export const BATCH = 200;

// → {records, files, bytes, oldest, failed, bySite: [{visit, name, records, files, bytes, failed}]}
export async function outbox() {
  const [entries, files, visits] = await Promise.all([read("outbox").getAll(), missingFiles(), read("visits").getAll()]);
  const names = new Map(visits.map((visit) => [visit.id, visit.site.name]));
  const sites = new Map();
  const at = (visit) => {
    if (!sites.has(visit)) sites.set(visit, { visit, name: names.get(visit) ?? "", records: 0, files: 0, bytes: 0, failed: [] });
    return sites.get(visit);
  };
  for (const entry of entries) {
    at(entry.visit).records += 1;
    if (entry.failed) at(entry.visit).failed.push({ key: entry.key, kind: entry.kind, record: entry.record, ...entry.failed });
  }
  for (const file of files) {
    at(file.visit).files += 1;
    at(file.visit).bytes += file.size - file.offset;
    if (file.failed) at(file.visit).failed.push({ key: file.key, kind: "bytes", record: file, ...file.failed });
  }
  const bySite = [...sites.values()];
  const oldest = [...entries.map((entry) => entry.record.said_at), ...files.map((file) => file.said_at)].sort()[0] ?? null;
  const total = (name) => bySite.reduce((sum, site) => sum + site[name], 0);
  return { records: entries.length, files: files.length, bytes: total("bytes"), oldest, failed: bySite.flatMap((site) => site.failed), bySite };
}

// Files whose bytes lie here and are not all there. Those of another phone of the same person are `remote`.
async function missingFiles() {
  return (await read("files").getAll()).filter((file) => !file.complete && !file.remote);
}

// Text that is to be sent now, oldest first; `later` = milliseconds until what is held is due (null = nothing held).
export async function due(now = Date.now()) {
  const entries = (await read("outbox").getAll()).filter((entry) => !entry.failed);
  const age = (entry) => now - Date.parse(entry.record.said_at);
  let end = entries.length;
  while (end && entries[end - 1].kind === "answer" && !entries[end - 1].sent && age(entries[end - 1]) >= 0 && age(entries[end - 1]) < HOLD) end -= 1;
  const later = end < entries.length ? HOLD - age(entries[end]) : null;
  return { entries: entries.slice(0, BATCH).slice(0, end), more: end > BATCH, later };
}

// From now on they may have arrived: they are never changed or taken back in silence again. Entries that went meanwhile are left out.
export async function markSent(entries) {
  return write(["outbox"], async ({ outbox: queue }) => {
    const standing = [];
    for (const { seq } of entries) {
      const entry = await queue.get(seq);
      if (!entry || entry.failed) continue;
      standing.push({ ...entry, sent: 1 });
      if (!entry.sent) await queue.put({ ...entry, sent: 1 });
    }
    return standing;
  });
}

// What the server said of records: kept and known ones leave the outbox, refused ones stay with the reason.
export async function takeResults(results, conflicts = []) {
  await write(["outbox", "answers"], async ({ outbox: queue, answers }) => {
    for (const { key, outcome, reason, words } of results) {
      const entry = await queue.index("key").get(key);
      if (!entry) continue;
      if (outcome === "refused") await queue.put({ ...entry, failed: { reason, words } });
      else await queue.delete(entry.seq);
    }
    for (const answer of conflicts.flatMap((conflict) => conflict.answers)) {
      if (!(await answers.get(answer.key))) await answers.put(fromServer(answer));
    }
  });
  changed({ what: "sync" });
}

export const fromServer = (answer) => ({ ...answer, slot: `${answer.visit} ${answer.item}`, gone: 0 });

// The next file whose announcement has arrived.
export async function nextFile() {
  const waiting = new Set((await read("outbox").getAll()).map((entry) => entry.key));
  return (await missingFiles()).filter((file) => !waiting.has(file.key) && !file.failed).sort((a, b) => (a.said_at < b.said_at ? -1 : 1))[0] ?? null;
}

export async function fileProgress(key, changes) {
  await write(["files"], async ({ files }) => {
    const file = await files.get(key);
    if (file) await files.put({ ...file, ...changes });
  });
  changed({ what: "sync" });
}

// Try again what was refused (a record or a file's bytes).
export async function again(key) {
  await write(["outbox", "files"], async ({ outbox: queue, files }) => {
    const entry = await queue.index("key").get(key);
    if (entry) await queue.put({ ...entry, failed: null });
    const file = await files.get(key);
    if (file?.failed) await files.put({ ...file, failed: null });
  });
  changed({ what: "records" });
}

// Give up something that the server refused. Only what is refused can be given up, and only because the inspector says so.
export async function discard(key) {
  const gone = await write(["outbox", "answers", "findings", "files", "blobs"], async (stores) => {
    const entry = await stores.outbox.index("key").get(key);
    const file = await stores.files.get(key);
    if (!entry?.failed && !file?.failed) return false;
    if (entry) await stores.outbox.delete(entry.seq);
    for (const name of ["answers", "findings", "files", "blobs"]) await stores[name].delete(key);
    return true;
  });
  changed({ what: "records" });
  return gone;
}

// Make room: forget the bytes of files that are safely on the server. Returns how many bytes.
export async function freeUploaded() {
  const bytes = await write(["files", "blobs"], async ({ files, blobs }) => {
    let freed = 0;
    for (const file of await files.getAll()) {
      if (!file.complete || file.freed) continue;
      freed += file.size;
      await blobs.delete(file.key);
      await files.put({ ...file, freed: 1 });
    }
    return freed;
  });
  changed({ what: "records" });
  return bytes;
}
