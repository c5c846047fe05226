// A sentence spoken instead of typed: recorded where the browser can, at most a minute. Reading aloud where it has a voice.
const MOST = 60_000;

export const canRecord = () => Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);

/** Starts recording; resolves with {stop()} where stop resolves with the recording as a blob. Rejects where there is no leave. */
export async function record(ended) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  recorder.ondataavailable = (event) => event.data.size && pieces.push(event.data);
  const done = new Promise((resolve) => {
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      resolve(new Blob(pieces, { type: recorder.mimeType }));
    };
  });
  recorder.start();
  const stop = () => {
    clearTimeout(limit);
    if (recorder.state !== "inactive") recorder.stop();
    return done;
  };
  const limit = setTimeout(() => ended(), MOST);
  return { stop };
}

export const voiceName = (blob) => `voice.${blob.type.includes("mp4") ? "m4a" : "webm"}`;

export const canRead = () => "speechSynthesis" in globalThis;

/** Reads a text aloud in the language of the standards, or stops reading. */
export function readAloud(text) {
  const reading = speechSynthesis.speaking;
  speechSynthesis.cancel();
  if (reading || !text) return;
  const said = new SpeechSynthesisUtterance(text);
  said.lang = "zh-CN";
  speechSynthesis.speak(said);
}
