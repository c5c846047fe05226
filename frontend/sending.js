// A folder, files or a zip sent one by one: [data-sending]. Three go at a time; each counts only when the server has kept it. What the server has already
// (same path, same bytes) is not sent again, so that whoever was cut off chooses the same folder once more. A file that is not taken gets its line and
// stops no other. Attributes: data-send-url, data-state-url, data-accept, data-most, data-most-zip, data-text-….
import { behaviour, fill } from "./behaviour.js";

const AT_ONCE = 3;
const TRIES = 6;
const LEFT_OUT = /(^|\/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\._[^/]*)(\/|$)/;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function digestOf(file) {
  // Without a secure address there is no digest: then the server finds out by itself, after the file has come.
  if (!window.crypto?.subtle) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What was dropped: files, or folders that are walked.
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return [...transfer.files].map((file) => ({ file, path: file.name }));
  const found = [];
  const walk = async (entry, before) => {
    const path = before + entry.name;
    if (entry.isFile) found.push({ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path });
    else {
      const reader = entry.createReader();
      for (;;) {
        const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (part.length === 0) break;
        for (const one of part) await walk(one, `${path}/`);
      }
    }
  };
  for (const entry of entries) await walk(entry, "");
  return found;
}

class Batch {
  constructor(holder) {
    this.holder = holder;
    this.text = holder.dataset;
    this.token = holder.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const name of ["folder", "files", "stop", "go", "sum", "say", "list", "after", "unpacking"]) this[name] = holder.querySelector(`[data-sending-${name}]`);
    this.bar = this.sum.querySelector("progress");
    this.rows = new Map();
    this.queue = [];
    this.here = new Map();
    this.running = 0;
    this.stopped = false;
    for (const input of [this.folder, this.files]) input.addEventListener("change", () => this.chosen(input));
    this.stop.addEventListener("click", () => this.halt());
    this.go.addEventListener("click", () => this.start());
    holder.addEventListener("dragover", (event) => { event.preventDefault(); holder.classList.add("is-over"); });
    holder.addEventListener("dragleave", () => holder.classList.remove("is-over"));
    holder.addEventListener("drop", async (event) => {
      event.preventDefault();
      holder.classList.remove("is-over");
      this.add(await dropped(event.dataTransfer));
    });
    window.addEventListener("beforeunload", (event) => { if (this.running) event.preventDefault(); });
    if (!this.unpacking.hidden) this.watch();
  }

  chosen(input) {
    const found = [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
    input.value = "";
    this.add(found);
  }

  add(found) {
    for (const { file, path } of found) {
      if (LEFT_OUT.test(path) || this.rows.get(path)?.state === "done") continue;
      const row = this.rows.get(path) ?? this.row(path);
      Object.assign(row, { file, state: "waiting", tries: 0 });
      this.rows.set(path, row);
      this.mark(row, this.text.textWaiting, "");
    }
    this.queue = [...this.rows.values()].filter((row) => row.state === "waiting");
    this.start();
  }

  row(path) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    const said = document.createElement("span");
    item.className = "send-row";
    name.className = "send-name";
    said.className = "send-said";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", path);
    name.textContent = path;
    item.append(name, bar, said);
    this.list.append(item);
    return { path, item, bar, said };
  }

  mark(row, text, tone) {
    row.said.textContent = text;
    row.item.className = tone ? `send-row is-${tone}` : "send-row";
  }

  async start() {
    this.stopped = false;
    this.sum.hidden = this.list.hidden = this.stop.hidden = false;
    this.go.hidden = this.after.hidden = true;
    this.queue = [...this.rows.values()].filter((row) => row.state === "waiting");
    if (this.running) return this.show();
    this.running = 1;
    await this.known();
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.work()));
    this.running = 0;
    this.show();
    this.ended();
  }

  halt() {
    this.stopped = true;
    for (const row of this.rows.values()) row.request?.abort();
  }

  ended() {
    const left = [...this.rows.values()].some((row) => row.state === "waiting");
    this.stop.hidden = true;
    this.go.hidden = !left;
    this.after.hidden = left;
    if (!left) this.say.textContent += ` · ${this.text.textOver}`;
    if (this.zip) this.watch();
  }

  async known() {
    try {
      const answer = await (await fetch(this.text.stateUrl, { headers: { Accept: "application/json" } })).json();
      this.here = new Map(answer.files.map((one) => [one.path, one]));
    } catch {
      // It will be asked again with the next start; the server itself takes nothing twice.
    }
  }

  async work() {
    while (!this.stopped) {
      const row = this.queue.shift();
      if (!row) return;
      await this.send(row);
      this.show();
    }
  }

  async send(row) {
    const zip = row.path.toLowerCase().endsWith(".zip");
    if (row.file.size > Number(zip ? this.text.mostZip : this.text.most)) return this.done(row, fill(this.text.textLarge, { name: row.path }));
    const known = this.here.get(row.path);
    if (known?.digest && known.digest === (await digestOf(row.file).catch(() => ""))) return this.done(row, known.fault, this.text.textHere);
    const answer = await this.post(row);
    if (answer === null) return this.again(row);
    if (zip && !answer.fault && !answer.error) this.zip = true;
    this.done(row, answer.fault || answer.error || "");
  }

  post(row) {
    return new Promise((resolve) => {
      const data = new FormData();
      data.append("path", row.path);
      data.append("file", row.file, row.file.name);
      const request = (row.request = new XMLHttpRequest());
      request.open("POST", this.text.sendUrl);
      request.setRequestHeader("X-CSRFToken", this.token);
      request.responseType = "json";
      request.upload.onprogress = (event) => (row.bar.value = event.loaded / event.total);
      request.onload = () => resolve([200, 409].includes(request.status) ? request.response : null);
      request.onerror = request.onabort = request.ontimeout = () => resolve(null);
      request.send(data);
    });
  }

  async again(row) {
    row.bar.value = 0;
    row.tries += 1;
    if (this.stopped || row.tries >= TRIES) {
      row.tries = 0;
      this.stopped = true;
      return this.mark(row, this.text.textFailed, "late");
    }
    this.mark(row, this.text.textRetry, "late");
    await pause(250 * 2 ** row.tries);
    this.queue.unshift(row);
  }

  done(row, fault, said = this.text.textKept) {
    row.state = "done";
    row.bad = Boolean(fault);
    row.bar.value = 1;
    this.mark(row, fault || said, fault ? "bad" : "ok");
    if (fault) this.list.prepend(row.item);
  }

  show() {
    const rows = [...this.rows.values()];
    const done = rows.filter((row) => row.state === "done").length;
    this.bar.max = Math.max(rows.length, 1);
    this.bar.value = done;
    this.say.textContent = fill(this.text.textCount, { done, all: rows.length, bad: rows.filter((row) => row.bad).length });
  }

  // A zip is unpacked by the server: how far it is, until it is done.
  async watch() {
    this.zip = false;
    this.unpacking.hidden = false;
    for (let unpacking = true; unpacking; ) {
      await pause(1000);
      try {
        const answer = await (await fetch(this.text.stateUrl, { headers: { Accept: "application/json" } })).json();
        this.unpacking.textContent = fill(this.text.textUnpacking, { done: answer.files.length, all: answer.awaited });
        unpacking = answer.unpacking;
      } catch {
        // The next look will tell.
      }
    }
    location.assign(this.text.pageUrl);
  }
}

behaviour("[data-sending]", (holder) => new Batch(holder));
