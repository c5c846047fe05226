// WGS-84, as a phone finds it, to GCJ-02, as some base maps are drawn (engine/geo.py is the same formula, and its test).

const AXIS = 6378245;
const ECCENTRICITY = 0.006693421622965943;
const { PI, abs, cos, sin, sqrt } = Math;

/** Returns [latitude, longitude] in GCJ-02 of a WGS-84 position in China. */
export function gcj02(lat, lng) {
  const x = lng - 105;
  const y = lat - 35;
  const common = 20 * sin(6 * x * PI) + 20 * sin(2 * x * PI);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    + ((common + 20 * sin(y * PI) + 40 * sin((y / 3) * PI) + 160 * sin((y / 12) * PI) + 320 * sin((y / 30) * PI)) * 2) / 3;
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    + ((common + 20 * sin(x * PI) + 40 * sin((x / 3) * PI) + 150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const turn = (lat / 180) * PI;
  const bulge = 1 - ECCENTRICITY * sin(turn) ** 2;
  return [
    lat + (north * 180) / (((AXIS * (1 - ECCENTRICITY)) / (bulge * sqrt(bulge))) * PI),
    lng + (east * 180) / ((AXIS / sqrt(bulge)) * cos(turn) * PI),
  ];
}
