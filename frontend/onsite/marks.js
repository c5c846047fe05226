// What is drawn on a photo: circles, arrows and covered patches, kept as strokes beside it. Points are shares (0 to 1) of its width and height;
// the photo itself is never changed.
import { svg } from "./dom.js";

const RED = "#e0291b";
const HALO = "#fff";
const SHORT = 0.02;
const FEW = 80;

/** A stroke thinned to the points that it needs. */
function thinned(points) {
  const step = Math.ceil(points.length / FEW);
  const kept = points.filter((_, index) => index % step === 0 || index === points.length - 1);
  return kept.map(([x, y]) => [Math.round(x * 1e4) / 1e4, Math.round(y * 1e4) / 1e4]);
}

function boxOf(points) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function pathOf({ kind, points }, width, height) {
  const at = points.map(([x, y]) => [x * width, y * height]);
  if (kind === "circle") return `M${at.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
  const [[ax, ay], [bx, by]] = [at[0], at.at(-1)];
  const [turn, head] = [Math.atan2(by - ay, bx - ax), Math.max(width, height) * 0.05];
  const wing = (angle) => `M${bx} ${by}L${(bx - head * Math.cos(turn + angle)).toFixed(1)} ${(by - head * Math.sin(turn + angle)).toFixed(1)}`;
  return `M${ax} ${ay}L${bx} ${by}${wing(0.5)}${wing(-0.5)}`;
}

function patch(points, width, height) {
  const box = boxOf(points);
  const cell = Math.max(width, height) / 28;
  const tiles = [];
  for (let y = 0; y * cell < box.height * height; y += 1)
    for (let x = 0; x * cell < box.width * width; x += 1) {
      const shade = 96 + ((x * 37 + y * 61 + x * y * 13) % 90);
      const [left, top] = [box.x * width + x * cell, box.y * height + y * cell];
      tiles.push([left, top, Math.min(cell, (box.x + box.width) * width - left), Math.min(cell, (box.y + box.height) * height - top), `rgb(${shade},${shade},${shade})`]);
    }
  return tiles;
}

function drawing(mark, width, height) {
  if (mark.kind === "mosaic") {
    return patch(mark.points, width, height).map(([x, y, w, t, fill]) => svg("rect", { x, y, width: w, height: t, fill }));
  }
  const [d, line] = [pathOf(mark, width, height), Math.max(width, height) / 75];
  return [HALO, RED].map((stroke, index) => svg("path", { d, stroke, fill: "none", "stroke-width": line * (index ? 1 : 1.8), "stroke-linecap": "round", "stroke-linejoin": "round" }));
}

/** Draws marks on a canvas that shows the photo. */
export function drawOn(context, marks) {
  const { width, height } = context.canvas;
  for (const mark of marks) {
    if (mark.kind === "mosaic") {
      for (const [x, y, w, t, fill] of patch(mark.points, width, height)) {
        context.fillStyle = fill;
        context.fillRect(x, y, w, t);
      }
      continue;
    }
    for (const [colour, thick] of [[HALO, 14], [RED, 8]]) {
      context.strokeStyle = colour;
      context.lineWidth = (thick * Math.max(width, height)) / 160 / 2;
      context.stroke(new Path2D(pathOf(mark, width, height)));
    }
  }
}

/** A sheet of glass over a photo of this size: what is drawn with `tool()` is added to `marks`, then `changed()` is called. */
export function glass({ width, height, marks, tool, changed, label }) {
  const layer = svg("svg", { class: "o-glass", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  let stroke = null;
  const draw = () => layer.replaceChildren(...[...marks, ...(stroke ? [stroke] : [])].flatMap((mark) => drawing(mark, width, height)));
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(layer.getScreenCTM().inverse());
    return [point.x / width, point.y / height].map((share) => Math.min(1, Math.max(0, share)));
  };
  const end = () => {
    if (!stroke) return;
    const box = boxOf(stroke.points);
    const done = { ...stroke, points: thinned(stroke.points) };
    stroke = null;
    if (Math.max(box.width, box.height) >= SHORT) {
      marks.push(done);
      changed();
    }
    draw();
  };
  layer.addEventListener("pointerdown", (event) => {
    if (!tool()) return;
    layer.setPointerCapture(event.pointerId);
    stroke = { kind: tool(), points: [at(event)] };
  });
  layer.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    stroke.points.push(at(event));
    draw();
  });
  layer.addEventListener("pointerup", end);
  layer.addEventListener("pointercancel", end);
  draw();
  return { layer, draw };
}
