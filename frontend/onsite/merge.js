// The day as the server gives it, laid over what this phone has said and not sent yet. What was said here is never overwritten.
import { changed, write } from "./database.js";
import { fromServer } from "./queue.js";

const STORES = ["day", "visits", "answers", "findings", "files", "blobs", "outbox"];

// Comes from sync.refresh(), which asks while nothing is being sent: what the server does not name then has been replaced elsewhere.
export async function saveDay(json) {
  const { visits, answers, findings, files, ...day } = json;
  await write(STORES, async (stores) => {
    const pending = await stores.outbox.getAll();
    const missing = (await stores.files.getAll()).filter((file) => !file.complete && !file.remote);
    await stores.day.put(day, "day");
    await mergeVisits(stores, visits, pending, new Set([...pending, ...missing].map((one) => one.visit)));
    await mergeAnswers(stores, answers, pending, new Set(visits.map((visit) => visit.id)));
    await mergeFindings(stores, findings, pending);
    await mergeFiles(stores, files);
  });
  changed({ what: "day" });
}

async function mergeVisits(stores, visits, pending, busy) {
  const known = new Set(visits.map((visit) => visit.id));
  for (const visit of await stores.visits.getAll()) {
    if (known.has(visit.id)) continue;
    // No longer mine; what was said there is still to be sent.
    if (busy.has(visit.id)) await stores.visits.put({ ...visit, elsewhere: true });
    else await forget(stores, visit.id);
  }
  for (const visit of visits) {
    const last = pending.filter((entry) => entry.visit === visit.id && entry.kind.startsWith("visit_")).at(-1)?.record;
    const said = last && { state: last.state ?? "planned", skip: last.skip ?? "", note: last.note ?? "" };
    await stores.visits.put({ ...visit, ...said });
  }
}

async function forget(stores, visit) {
  await stores.visits.delete(visit);
  for (const name of ["answers", "findings", "files"]) {
    for (const key of await stores[name].index("visit").getAllKeys(visit)) {
      await stores[name].delete(key);
      if (name === "files") await stores.blobs.delete(key);
    }
  }
}

async function mergeAnswers(stores, answers, pending, known) {
  const unsent = new Set(pending.map((entry) => entry.key));
  const replaced = new Set(pending.flatMap((entry) => entry.record.replaces ?? []));
  const standing = new Set(answers.map((answer) => answer.key));
  for (const mine of await stores.answers.getAll()) {
    const gone = !unsent.has(mine.key) && !standing.has(mine.key) && known.has(mine.visit);
    if (gone && !mine.gone) await stores.answers.put({ ...mine, gone: 1 });
  }
  for (const answer of answers) {
    await stores.answers.put({ ...fromServer(answer), gone: replaced.has(answer.key) ? 1 : 0 });
  }
}

async function mergeFindings(stores, findings, pending) {
  const withdrawn = new Set(pending.filter((entry) => entry.kind === "finding_withdrawal").map((entry) => entry.record.finding));
  for (const finding of findings) {
    const mine = await stores.findings.get(finding.key);
    await stores.findings.put({ ...mine, ...finding, withdrawn: Boolean(finding.withdrawn) || withdrawn.has(finding.key) });
  }
}

async function mergeFiles(stores, files) {
  for (const file of files) {
    const mine = await stores.files.get(file.key);
    const here = mine && !mine.remote;
    await stores.files.put({ offset: 0, ...mine, ...file, complete: file.complete ? 1 : 0, remote: here ? 0 : 1 });
  }
}
