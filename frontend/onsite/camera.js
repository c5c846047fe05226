// The camera in the page: the full picture that it gives, never shrunk. Where there is none, or no leave for it, the page offers the phone's own.
const PATIENCE = 4000;

/** Starts the back camera in `video`. Resolves with it, or rejects with the reason as its message: refused, absent, busy. */
export async function startCamera(video) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("absent");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: 4096 }, height: { ideal: 3072 } },
    });
  } catch (fault) {
    const reason = { NotAllowedError: "refused", SecurityError: "refused", NotReadableError: "busy", AbortError: "busy" }[fault.name];
    throw new Error(reason ?? "absent", { cause: fault });
  }
  const camera = new Camera(stream, video);
  video.srcObject = stream;
  await video.play().catch(() => {});
  return camera;
}

class Camera {
  constructor(stream, video) {
    this.stream = stream;
    this.video = video;
    this.track = stream.getVideoTracks()[0];
    this.lit = false;
  }

  get hasLight() {
    return Boolean(this.track.getCapabilities?.().torch);
  }

  async light() {
    await this.track.applyConstraints({ advanced: [{ torch: !this.lit }] });
    this.lit = !this.lit;
    return this.lit;
  }

  /** Takes a picture: the sensor's own file where the browser can, else the frame at its full size. */
  async take() {
    if ("ImageCapture" in globalThis) {
      const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
      try {
        return await Promise.race([new ImageCapture(this.track).takePhoto(), late]);
      } catch {
        // some cameras promise it and cannot: the frame is taken instead
      }
    }
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [this.video.videoWidth, this.video.videoHeight];
    canvas.getContext("2d").drawImage(this.video, 0, 0);
    return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("busy"))), "image/jpeg", 0.95));
  }

  stop() {
    for (const track of this.stream.getTracks()) track.stop();
    this.video.srcObject = null;
  }
}
