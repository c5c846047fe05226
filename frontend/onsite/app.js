// The page of the phone: which screen stands at which address (#/…).
import { lacks } from "./device.js";
import { begin, changed } from "./frame.js";
import * as session from "./session.js";
import { startWorker } from "./shell.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { blocked } from "./views/blocked.js";
import { finding } from "./views/finding.js";
import { map } from "./views/map.js";
import { outbox } from "./views/outbox.js";
import { settings } from "./views/settings.js";
import { site } from "./views/site.js";
import { standards } from "./views/standards.js";
import { today } from "./views/today.js";

const SCREENS = [
  [/^$/, today],
  [/^site\/(\d+)(?:\/(.+))?$/, site],
  [/^finding\/(\d+)\/([^/]*)(?:\/(.+))?$/, finding],
  [/^outbox$/, outbox],
  [/^standards(?:\/(.+))?$/, standards],
  [/^map$/, map],
  [/^settings$/, settings],
];

function screenAt(address) {
  const bar = blocked();
  if (bar) return bar;
  const [match, open] = SCREENS.map(([pattern, open]) => [address.match(pattern), open]).find(([match]) => match) ?? [];
  return match ? open(...match.slice(1)) : null;
}

async function start() {
  const works = !lacks().length;
  if (works) {
    await startWorker();
    await session.open();
    store.subscribe(changed);
    sync.subscribe(changed);
  }
  await begin(screenAt);
  if (!works) return;
  await session.refresh();
  sync.start();
}

start();
