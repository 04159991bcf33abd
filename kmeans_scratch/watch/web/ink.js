// Colours, points, lines and letters.

// Put the rows of the samples into a random order, always the same one: then the first few stand for all.
function shuffledRows(n) {
  const rows = Uint32Array.from({ length: n }, (_, i) => i), random = randomNumbers(0);
  for (let last = n - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [rows[last], rows[other]] = [rows[other], rows[last]];
  }
  return rows;
}

// The colour of each sample itself; grey if samples are no colours.
function ownColors(X, data) {
  const own = new Uint32Array(X.n).fill(packColor([140, 140, 140]));
  if (!data.isColors) return own;
  for (let i = 0; i < X.n; i++) {
    own[i] = (X.values[3 * i] | X.values[3 * i + 1] << 8 | X.values[3 * i + 2] << 16 | 0xff << 24) >>> 0;
  }
  return own;
}

// The colour of each group: its model's, or one of eight that all eyes can tell apart.
function groupColors(centroids, isColors, d) {
  return Array.from({ length: centroids.length / d }, (_, group) => isColors
    ? [...centroids.slice(group * d, group * d + 3)].map(level => Math.min(255, Math.max(0, Math.round(level))))
    : DISTINCT[group % DISTINCT.length]);
}

// Say how to colour sample i: in its own colour, its group's, or on the way from one to the other.
// If groups are chosen, the others fade.
function pointColors(scene, own, look) {
  const { labels, oldLabels, progress } = scene;
  if (!labels) return i => own[i];
  const ground = packColor(levelsOf(look.ground));
  const colors = groupColors(scene.centroids, look.isColors, scene.run.X.d).map(packColor)
    .map((color, group) => fades(look, group) ? mix(ground, color, 0.15) : color);
  if (scene.kind !== "sort" || progress === 1) return i => colors[labels[i]];
  return i => mix(oldLabels ? colors[oldLabels[i]] : own[i], colors[labels[i]], progress);
}

// Say whether a group fades, because others are chosen.
function fades({ chosen }, group) {
  return chosen.length > 0 && !chosen.includes(group);
}

// The red, green and blue of "#rrggbb".
function levelsOf(hex) {
  return [1, 3, 5].map(start => parseInt(hex.slice(start, start + 2), 16));
}

// A colour as the four bytes of a pixel: red first, opaque.
function packColor([red, green, blue]) {
  return (red | green << 8 | blue << 16 | 0xff << 24) >>> 0;
}

// A packed colour on its way to another: byte by byte.
function mix(one, other, share) {
  if (one === other) return one;
  let mixed = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const from = one >>> shift & 255, to = other >>> shift & 255;
    mixed |= Math.round(from + share * (to - from)) << shift;
  }
  return mixed >>> 0;
}

// A packed colour with less light.
function darker(color, light) {
  const red = light * (color & 255), green = light * (color >> 8 & 255), blue = light * (color >> 16 & 255);
  return (red | green << 8 | blue << 16 | 0xff << 24) >>> 0;
}

function lightOf([red, green, blue]) {
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}

// Black or white: the one that is easier to read on a colour.
function inkOn(color) {
  return lightOf(color) > 130 ? "#000" : "#fff";
}

// Dark or light: the ground on which all these colours are seen better.
function groundFor(colors) {
  const least = ground => Math.min(...colors.map(color => Math.abs(lightOf(color) - lightOf(levelsOf(ground)))));
  return ["#444444", "#e0e0e0"].reduce((one, other) => least(other) > least(one) ? other : one);
}

// The pixels of a disc, three numbers each: right, down, and 0 inside, 1 at its rim, 2 and 3 in a ring around it.
const discs = new Map();
function discOf(diameter, ring) {
  const radius = Math.max(1, Math.round(diameter * 2) / 4), key = 100 * radius + ring;
  if (discs.has(key)) return discs.get(key);
  const disc = [], whole = Math.ceil(radius + 2 * ring);
  for (let down = -whole; down <= whole; down++) {
    for (let right = -whole; right <= whole; right++) {
      const away = Math.hypot(right, down);
      if (away > radius + 2 * ring) continue;
      disc.push(right, down, away <= radius - 0.9 ? 0 : away <= radius ? 1 : away <= radius + ring ? 2 : 3);
    }
  }
  discs.set(key, Int16Array.from(disc));
  return discs.get(key);
}

// The models from the nearest to the farthest, with their distances from a sample.
function nearestModels(X, row, centroids) {
  return Array.from({ length: centroids.length / X.d }, (_, group) => (
    { group, distance: Math.sqrt(squaredDistance(X, row, centroids, group)) }
  )).sort((one, other) => one.distance - other.distance || one.group - other.group);
}

// The least and the greatest value of each feature, the same number of both if all are equal.
function rangeOf(X) {
  const low = new Array(X.d).fill(Infinity), high = new Array(X.d).fill(-Infinity);
  for (let place = 0; place < X.values.length; place++) {
    const feature = place % X.d;
    low[feature] = Math.min(low[feature], X.values[place]);
    high[feature] = Math.max(high[feature], X.values[place]);
  }
  return [low, high.map((edge, feature) => edge > low[feature] ? edge : low[feature] + 1)];
}

// How far places in the plane reach to both sides of the middle, right and up.
function reachOf(places) {
  let right = 1e-3, up = 1e-3;
  for (let start = 0; start < places.length; start += 3) {
    right = Math.max(right, 2 * Math.abs(places[start]));
    up = Math.max(up, 2 * Math.abs(places[start + 1]));
  }
  return [right, up];
}

// On a strip, lay samples of nearly equal values one above the other.
function stack(X, rows, low, range) {
  const bins = new Map(), lift = new Float64Array(X.n);
  for (const i of rows) {
    const bin = Math.round(100 * (X.values[i] - low) / range);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
    lift[i] = 0.05 + 0.012 * bins.get(bin);
  }
  const highest = Math.max(...lift);
  return highest > 0.4 ? lift.map(height => 0.05 + 0.35 * height / highest) : lift;
}

// About five round numbers between two numbers.
function roundNumbers(low, high) {
  const rough = (high - low) / 5, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough);
  const numbers = [];
  for (let number = Math.ceil(low / step); number * step <= high; number++) {
    numbers.push(+(number * step).toPrecision(12));
  }
  return numbers;
}

// Strokes and letters

function strokeTwice(context, spots, look, dashes = []) {
  if (spots.length < 2) return;
  for (const [color, width] of [["#fff", 4], ["#000", 1.5]]) {
    context.beginPath();
    for (const { x, y } of spots) context.lineTo(x, y);
    context.setLineDash(dashes);
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
  }
  context.setLineDash([]);
}

function drawDisc(context, x, y, radius, color) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
}

function drawRing(context, x, y, radius) {
  for (const [color, width] of [["#000", 5], ["#fff", 2.5]]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
  }
}

// Where a model was before: a circle of dashes.
function drawGhost(context, { x, y }, radius, look) {
  for (const [color, width] of [["#fff", 4], ["#000", 1.5]]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.setLineDash([5, 5]);
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
  }
  context.setLineDash([]);
}

function textWidth(context, text, size) {
  context.font = `600 ${size}px system-ui, sans-serif`;
  return context.measureText(text).width;
}

function writeCentered(context, text, x, y, size) {
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x, y);
}
