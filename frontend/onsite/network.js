// One exchange with the server: JSON, as the person for whom the store is open, with a time limit. What went wrong is one of a few words.
import * as clock from "./clock.js";
import { here, rememberPerson } from "./database.js";

const PATIENCE = 60_000;
let csrf = "";

export class NetworkError extends Error {
  // word: "signal" (no answer, or the server is not well), "session" (not signed in, or somebody else), "storage" (no room there), "no" (a clear no)
  constructor(word, { status = 0, body = {}, wait = 0 } = {}) {
    super(word);
    Object.assign(this, { word, status, body, wait });
  }
}

async function ask(path, { method = "GET", headers = {}, body, signal } = {}) {
  const asked = performance.now();
  const limit = AbortSignal.timeout(PATIENCE);
  let answer;
  let json = {};
  try {
    const both = signal && AbortSignal.any ? AbortSignal.any([signal, limit]) : limit;
    answer = await fetch(path, { method, headers, body, signal: both, redirect: "manual", cache: "no-store", credentials: "same-origin" });
    if ((answer.headers.get("Content-Type") ?? "").includes("json")) json = await answer.json();
  } catch {
    throw new NetworkError("signal");
  }
  if (json.server_time) clock.learn(json.server_time, asked, performance.now());
  return { answer, json };
}

// Who is signed in; remembers it for the time without a network.
export async function whoIsThere() {
  const { answer, json } = await ask("/onsite/me/");
  if (answer.status === 401 || answer.type === "opaqueredirect") throw new NetworkError("session", { status: 401, body: json });
  if (!answer.ok) throw new NetworkError("signal", { status: answer.status });
  csrf = json.csrf;
  await rememberPerson(json);
  return json;
}

async function asMe(path, { headers = {}, ...rest }) {
  const { account } = here();
  return ask(path, { ...rest, headers: { ...headers, "X-Onsite-Account": account, "X-CSRFToken": csrf } });
}

// Ask as the person for whom the store is open. `/…` is below the city.
export async function exchange(path, options = {}) {
  const { account, city } = here();
  const address = `/${city}/onsite${path}`;
  if (!csrf) await samePerson(account);
  let { answer, json } = await asMe(address, options);
  if (answer.status === 403 && !json.error) {
    // The token of the form is from an earlier session.
    await samePerson(account);
    ({ answer, json } = await asMe(address, options));
  }
  if (answer.ok) return json;
  throw refused(answer, json);
}

function refused(answer, json) {
  const { status } = answer;
  const facts = { status, body: json, wait: Number(answer.headers.get("Retry-After") ?? 0) * 1000 };
  if (status === 401 || answer.type === "opaqueredirect" || (status === 403 && !json.error)) return new NetworkError("session", facts);
  if (status === 507) return new NetworkError("storage", facts);
  // A 404 without our own word comes from somewhere in between; what could not be read was cut on its way.
  if (status === 0 || status === 408 || status === 429 || status >= 500 || !json.error || json.error === "unreadable") return new NetworkError("signal", facts);
  return new NetworkError("no", facts);
}

async function samePerson(account) {
  const me = await whoIsThere();
  if (me.account !== account) throw new NetworkError("session", { status: 401, body: { error: "other_person", name: me.name } });
}
