// Sends what the phone has to say: text first, then photos one by one, resumed where they stopped. One sender for all tabs. It gives up never.
import * as clock from "./clock.js";
import { changed, here, isOpen, subscribe } from "./database.js";
import { network } from "./device.js";
import { saveDay } from "./merge.js";
import { NetworkError, exchange, whoIsThere } from "./network.js";
import { again, due, fileProgress, markSent, nextFile, outbox, takeResults } from "./queue.js";
import { keepPictures } from "./shell.js";
import { blob, device, setting } from "./store.js";

const LEAST = 64 * 1024;
const MOST = 1024 * 1024;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;
const SILENCE = 30_000;
const TRIES = 3;

const idle = () => ({ online: navigator.onLine, sending: false, waiting: "", done: 0, total: 0, seconds: null, person: "" });
let current = idle();
let wanted = false;
let running = null;
// Whoever calls while a cycle is under way is heard when it ends.
let called = false;
const missed = () => {
  called = true;
};
let wake = missed;
let heard = 0;

export const state = () => ({ ...current, online: navigator.onLine });

function say(changes) {
  current = { ...current, ...changes };
  changed({ what: "sync", state: current });
}

// Begin sending, now and whenever there is something. Started already, it looks again at once.
export function start() {
  wanted = true;
  if (running) wake();
  if (running || !isOpen()) return;
  const stop = new AbortController();
  running = stop;
  current = idle();
  const { signal } = stop;
  const nudge = () => wake();
  for (const [target, name] of [[globalThis, "online"], [globalThis, "focus"], [document, "visibilitychange"]]) target.addEventListener(name, nudge, { signal });
  navigator.connection?.addEventListener?.("change", nudge, { signal });
  const left = subscribe((change) => {
    if (change.what === "records" || change.name === "wifi_only") wake();
    if (change.what === "sync" && change.state && change.state !== current) {
      heard = Date.now();
      current = change.state;
    }
  });
  signal.addEventListener("abort", left);
  hold(signal);
}

export function stop() {
  wanted = false;
  halt();
}

function halt() {
  running?.abort();
  running = null;
  wake();
}

// Another person, or another city: what is sent from now on is theirs.
subscribe((change) => {
  if (change.what !== "opened") return;
  halt();
  if (wanted) start();
});

const lockName = (what) => `onsite-${what}:${here().account}:${here().city}`;

// Take turns with the other tabs. One that the phone has put to sleep keeps its turn; when there is something to send and nothing is heard of it,
// it loses it: what is sent twice is kept once.
async function hold(signal) {
  const name = lockName("sender");
  let began = Date.now();
  while (!signal.aborted) {
    const turn = new AbortController();
    signal.addEventListener("abort", () => turn.abort(), { once: true });
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), SILENCE);
    signal.addEventListener("abort", () => waiting.abort(), { once: true });
    const work = () => {
      clearTimeout(timer);
      return send(turn.signal);
    };
    const options = (await isAsleep(began)) ? { steal: true } : { signal: waiting.signal };
    if (options.steal) began = Date.now();
    await navigator.locks.request(name, options, work).catch(() => {});
    turn.abort();
    clearTimeout(timer);
  }
}

async function isAsleep(began) {
  if (document.hidden || Date.now() - Math.max(heard, began) < SILENCE) return false;
  const waiting = await outbox();
  return waiting.records + waiting.files > waiting.failed.length;
}

async function send(signal) {
  let wait = FIRST_WAIT;
  while (!signal.aborted) {
    let pause;
    try {
      pause = await cycle(signal);
      wait = FIRST_WAIT;
    } catch (fault) {
      if (signal.aborted) break;
      const word = fault instanceof NetworkError ? fault.word : "signal";
      say({ sending: false, waiting: word === "no" ? "signal" : word, person: fault.body?.name ?? "", seconds: null });
      pause = word === "session" ? LONGEST_WAIT : Math.max(fault.wait ?? 0, wait * (0.75 + Math.random() / 2));
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
    await rest(pause, signal);
  }
}

function rest(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => wake(), milliseconds);
    wake = () => {
      clearTimeout(timer);
      wake = missed;
      resolve();
    };
    if (signal.aborted || called) wake();
    called = false;
  });
}

// Send what is due; returns the milliseconds until there may be more.
async function cycle(signal) {
  const before = await outbox();
  const total = before.records + before.files;
  if (!total) {
    if (current.sending || current.waiting || current.total) say(idle());
    return LONGEST_WAIT;
  }
  if (!navigator.onLine) throw new NetworkError("signal");
  const progress = { done: 0, total, bytes: before.bytes, sent: 0, since: performance.now() };
  await sendText(progress, signal);
  const wifi = await sendFiles(progress, signal);
  say({ ...idle(), waiting: wifi ? "" : "wifi" });
  const { entries, later } = await due();
  return entries.length ? 0 : (later ?? LONGEST_WAIT);
}

async function sendText(progress, signal) {
  for (;;) {
    const { entries } = await due();
    if (!entries.length || signal.aborted) return;
    say({ sending: true, waiting: "", done: progress.done, total: progress.total });
    const sent = await navigator.locks.request(lockName("turn"), async () => {
      const standing = await markSent(entries);
      const records = standing.map(({ record, offset }) => ({ ...record, said_at: clock.asSent(record.said_at, offset) }));
      if (records.length) {
        const body = JSON.stringify({ device: device(), now: clock.now(), records });
        const answer = await exchange("/records/", { method: "POST", headers: { "Content-Type": "application/json" }, body });
        await takeResults(answer.results, answer.conflicts);
      }
      return standing.length;
    });
    progress.done += sent;
    await rememberClock();
  }
}

async function rememberClock() {
  const offset = clock.known();
  if (offset !== null && Math.abs(offset - ((await setting("clock_offset")) ?? 0)) > 1_000) await setting("clock_offset", offset);
}

// Photos and voice notes, one by one. Returns false where they wait for Wi-Fi.
async function sendFiles(progress, signal) {
  for (let file = await nextFile(); file && !signal.aborted; file = await nextFile()) {
    if ((await setting("wifi_only")) && network() !== null && network() !== "wifi") return false;
    await sendFile(file, progress, signal);
    progress.done += 1;
    // What is said meanwhile goes first.
    if ((await due()).entries.length) await sendText(progress, signal);
  }
  return true;
}

async function sendFile(file, progress, signal) {
  const path = `/files/${file.key}/`;
  const bytes = await blob(file.key);
  try {
    let { offset, complete } = await exchange(path);
    if (!bytes && !complete) return await refuse(file, "lost");
    let tries = 0;
    while (!complete && !signal.aborted) {
      const piece = bytes.slice(offset, offset + pieceSize);
      const answer = await sendPiece(path, offset, piece);
      if (answer.restart && (tries += 1) >= TRIES) return await refuse(file, answer.error);
      if (!answer.restart) progress.sent += piece.size;
      ({ offset, complete } = answer);
      await fileProgress(file.key, { offset, complete: complete ? 1 : 0 });
      say({ sending: true, waiting: "", done: progress.done, total: progress.total, seconds: secondsLeft(progress) });
    }
    await fileProgress(file.key, { offset: complete ? file.size : offset, complete: complete ? 1 : 0 });
  } catch (fault) {
    if (fault.word !== "no") throw fault;
    await refuse(file, fault.body.error, fault.body.words);
  }
}

let pieceSize = MOST / 4;

// A piece arrives whole or not at all: on a weak signal pieces become smaller, on a good one larger.
async function sendPiece(path, offset, piece) {
  const headers = { "Upload-Offset": String(offset), "Content-Type": "application/octet-stream" };
  try {
    const answer = await exchange(path, { method: "PUT", headers, body: piece });
    pieceSize = Math.min(MOST, pieceSize * 2);
    return answer;
  } catch (fault) {
    if (fault.word === "signal") pieceSize = Math.max(LEAST, pieceSize / 2);
    if (fault.status === 409) return { offset: fault.body.offset, complete: false };
    if (fault.status === 422) return { offset: 0, complete: false, restart: true, error: fault.body.error };
    throw fault;
  }
}

const refuse = (file, reason, words = "") => fileProgress(file.key, { failed: { reason, words } });

function secondsLeft(progress) {
  const seconds = (performance.now() - progress.since) / 1000;
  if (!progress.sent || seconds < 1) return null;
  return Math.ceil(((progress.bytes - progress.sent) * seconds) / progress.sent);
}

// Try again what was refused.
export async function retry(key) {
  await again(key);
  wake();
}

// Send now, whatever the pause was for.
export const now = () => wake();

// Fetch the day and lay it under what was said here, while nothing is being sent. Throws NetworkError; the day that is kept stays.
export async function refresh() {
  const day = await navigator.locks.request(lockName("turn"), async () => {
    const found = await exchange("/day/");
    await saveDay(found);
    return found;
  });
  await rememberClock();
  const pictures = Object.values(day.checklists).flatMap((list) => list.groups.flatMap((group) => group.items.flatMap((item) => item.examples)));
  keepPictures(pictures.map((picture) => picture.url)).catch(() => {});
  wake();
  return day;
}

// Who is signed in, as /onsite/me/ says it (NetworkError "session" where nobody is); and what a form of this session must carry.
export const me = whoIsThere;
export const token = async () => (await whoIsThere()).csrf;
export { subscribe };
