// What the phone keeps, in IndexedDB: one database for each account and city, and one small one that knows who has records on this phone.
import { openDB } from "idb";

const ROOT = "onsite";
let open = null;
const listeners = new Set();

export class StoreError extends Error {
  // code: "storage" (the phone is full), "insecure" (no HTTPS), "closed" (nobody opened the store), "unknown".
  constructor(code, cause) {
    super(code, { cause });
    this.code = code;
  }
}

function upgrade(database) {
  database.createObjectStore("day");
  database.createObjectStore("settings");
  database.createObjectStore("visits", { keyPath: "id" });
  const answers = database.createObjectStore("answers", { keyPath: "key" });
  answers.createIndex("slot", "slot");
  answers.createIndex("visit", "visit");
  database.createObjectStore("findings", { keyPath: "key" }).createIndex("visit", "visit");
  database.createObjectStore("files", { keyPath: "key" }).createIndex("visit", "visit");
  // The bytes lie apart: a list of files reads none of them.
  database.createObjectStore("blobs");
  database.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true }).createIndex("key", "key");
}

const nameOf = (account, city) => `${ROOT}:${account}:${city}`;

const root = () =>
  openDB(ROOT, 1, {
    upgrade(database) {
      database.createObjectStore("settings");
      database.createObjectStore("people", { keyPath: ["account", "city"] });
    },
  });

export async function openCity(account, city) {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) throw new StoreError("insecure");
  closeCity();
  const database = await openDB(nameOf(account, city), 1, {
    upgrade,
    // Another tab wants a newer form of the database: let it have it, this page starts again.
    blocking: () => globalThis.location.reload(),
  });
  const channel = new BroadcastChannel(nameOf(account, city));
  channel.onmessage = (event) => tell(event.data);
  open = { database, account, city, channel };
  tell({ what: "opened" });
}

export function closeCity() {
  open?.channel.close();
  open?.database.close();
  open = null;
}

export const isOpen = () => open !== null;

export function here() {
  if (!open) throw new StoreError("closed");
  return open;
}

// Every tab hears what changed: {what: "records" | "day" | "sync" | "setting", …}.
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(change) {
  for (const listener of listeners) listener(change);
}

export function changed(change) {
  open?.channel.postMessage(change);
  tell(change);
}

// Run `work(store by name)` in one transaction that is on the disk before this resolves: all of it is kept, or nothing.
export async function write(names, work) {
  const transaction = here().database.transaction(names, "readwrite", { durability: "strict" });
  const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
  try {
    const result = await work(stores);
    await transaction.done;
    return result;
  } catch (fault) {
    transaction.done.catch(() => {});
    try {
      transaction.abort();
    } catch {
      // It is over already.
    }
    const cause = transaction.error ?? fault;
    throw new StoreError([cause?.name, fault?.name].includes("QuotaExceededError") ? "storage" : "unknown", cause);
  }
}

export const read = (name) => here().database.transaction(name).store;

// Who has been here. The last one who signed in is whom the phone is for while nobody can be asked.
export async function rememberPerson(me) {
  const database = await root();
  const transaction = database.transaction(["people", "settings"], "readwrite", { durability: "strict" });
  for (const city of me.cities) {
    transaction.objectStore("people").put({ account: me.account, city: city.slug, name: me.name, cityName: city.name });
  }
  const { account, name, cities } = me;
  transaction.objectStore("settings").put({ account, name, cities }, "me");
  await transaction.done;
  database.close();
}

export async function rememberedPerson() {
  const database = await root();
  const me = await database.get("settings", "me");
  database.close();
  return me ?? null;
}

// The phone's own name: it tells a person's two phones apart in what is sent.
export async function phoneName() {
  const database = await root();
  const transaction = database.transaction("settings", "readwrite", { durability: "strict" });
  const known = await transaction.store.get("phone");
  const name = known ?? crypto.randomUUID();
  if (!known) transaction.store.put(name, "phone");
  await transaction.done;
  database.close();
  return name;
}

// What other people (or the same person in another city) still have on this phone, not sent.
export async function waitingForOthers() {
  const database = await root();
  const people = await database.getAll("people");
  database.close();
  const found = [];
  for (const person of people) {
    if (open && person.account === open.account && person.city === open.city) continue;
    const theirs = await openDB(nameOf(person.account, person.city), 1, { upgrade });
    const records = await theirs.count("outbox");
    const files = (await theirs.getAll("files")).filter((file) => !file.complete && !file.remote);
    theirs.close();
    if (records || files.length) {
      found.push({ ...person, records, files: files.length, bytes: files.reduce((sum, file) => sum + file.size, 0) });
    }
  }
  return found;
}
