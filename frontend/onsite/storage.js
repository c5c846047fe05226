// Room on the phone, and whether the phone has promised to keep what lies there.

// → {usage, quota, free} in bytes (null where the browser does not say) and persisted: true | false | null.
export async function room() {
  const estimate = (await navigator.storage?.estimate?.()) ?? {};
  const usage = estimate.usage ?? null;
  const quota = estimate.quota ?? null;
  return { usage, quota, free: quota === null ? null : Math.max(0, quota - (usage ?? 0)), persisted: await persisted() };
}

async function persisted() {
  return (await navigator.storage?.persisted?.()) ?? null;
}

// Ask the phone to keep everything until the inspector says otherwise. false = refused; null = this browser cannot promise.
export async function persist() {
  if (await persisted()) return true;
  return (await navigator.storage?.persist?.()) ?? null;
}

// Whether so many photos more would fit (4 MB each unless told).
export async function fits(photos, bytesEach = 4_000_000) {
  const { free } = await room();
  return free === null || free > photos * bytesEach;
}
