// A copy of everything that lies on the phone for a computer: one zip with the records as JSON and the photos as they are. For the day on which
// nothing else helps.
import { here, read } from "./database.js";

const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

async function checksum(blob) {
  let value = 0xffffffff;
  for (let offset = 0; offset < blob.size; offset += 1 << 20) {
    const bytes = new Uint8Array(await blob.slice(offset, offset + (1 << 20)).arrayBuffer());
    for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  }
  return (value ^ 0xffffffff) >>> 0;
}

// One entry's facts as both heads of a zip hold them; nothing is compressed, names are UTF-8.
function head(signature, { name, size, sum, offset }, central) {
  const view = new DataView(new ArrayBuffer(central ? 46 : 30));
  const start = central ? 2 : 0;
  view.setUint32(0, signature, true);
  if (central) view.setUint16(4, 20, true);
  view.setUint16(4 + start, 20, true);
  view.setUint16(6 + start, 0x0800, true);
  view.setUint16(12 + start, 0x21, true);
  view.setUint32(14 + start, sum, true);
  view.setUint32(18 + start, size, true);
  view.setUint32(22 + start, size, true);
  view.setUint16(26 + start, name.length, true);
  if (central) view.setUint32(42, offset, true);
  return view.buffer;
}

export async function zip(entries) {
  const parts = [];
  const heads = [];
  let offset = 0;
  for (const { path, blob } of entries) {
    const name = new TextEncoder().encode(path);
    const facts = { name, size: blob.size, sum: await checksum(blob), offset };
    parts.push(head(0x04034b50, facts, false), name, blob);
    heads.push(head(0x02014b50, facts, true), name);
    offset += 30 + name.length + blob.size;
  }
  const end = new DataView(new ArrayBuffer(22));
  const length = heads.reduce((sum, part) => sum + part.byteLength, 0);
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, entries.length, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(12, length, true);
  end.setUint32(16, offset, true);
  return new Blob([...parts, ...heads, end.buffer], { type: "application/zip" });
}

const ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "audio/webm": "webm", "audio/mp4": "m4a" };

// Everything of this person in this city: {name, blob}. `only` = "waiting" leaves out what is on the server already.
export async function copy(only = "all") {
  const { account, city } = here();
  const names = ["visits", "answers", "findings", "files", "outbox"];
  const records = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name).getAll()])));
  const entries = [];
  for (const file of records.files) {
    if (only === "waiting" && file.complete) continue;
    const blob = await read("blobs").get(file.key);
    const ending = ENDINGS[file.type.split(";")[0]] ?? "bin";
    if (blob) entries.push({ path: `${file.kind}/${file.key}.${ending}`, blob });
  }
  const day = await read("day").get("day");
  const text = JSON.stringify({ format: "wenming-onsite/1", account, city, made_at: new Date().toISOString(), day, ...records }, null, 1);
  entries.unshift({ path: "records.json", blob: new Blob([text], { type: "application/json" }) });
  return { name: `onsite-${city}-${new Date().toISOString().slice(0, 10)}.zip`, blob: await zip(entries) };
}

// Hand the copy to the browser as a download.
export async function saveCopy(only) {
  const { name, blob } = await copy(only);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
