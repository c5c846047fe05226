// The phone's clock may be wrong. What is said carries the phone's own time, and the server corrects it by what the phone calls "now"
// when it sends. A clock that was set right in between would spoil that: `asSent` takes it into account.
const TOLERANCE = 120_000;
const SET_AGAIN = 5_000;

let offset = null; // server minus phone, in milliseconds, as far as known

export const now = () => new Date().toISOString();

// Learn from an answer of the server that was asked at `asked` and came at `came` (performance.now()).
export function learn(serverTime, asked, came) {
  const server = Date.parse(serverTime);
  if (Number.isNaN(server)) return offset;
  offset = Math.round(server + (came - asked) / 2 - Date.now());
  return offset;
}

export const restore = (known) => {
  offset ??= known;
};
export const known = () => offset;
export const serverNow = () => new Date(Date.now() + (offset ?? 0));
// Whether the inspector should be told that the phone's clock is wrong; nothing is lost by it.
export const isWrong = () => offset !== null && Math.abs(offset) > TOLERANCE;

// A moment as it is sent: the phone's clock of today, also where it was set since.
export function asSent(saidAt, offsetThen) {
  if (offset === null || offsetThen === null || offsetThen === undefined) return saidAt;
  if (Math.abs(offsetThen - offset) < SET_AGAIN) return saidAt;
  return new Date(Date.parse(saidAt) + offsetThen - offset).toISOString();
}
