// The borders between groups: polygons, cut by the planes halfway between two models.

// Cut a convex polygon: keep the part in which normal · place <= offset.
function clip(polygon, normal, offset) {
  const height = place => normal.reduce((sum, step, feature) => sum + step * place[feature], -offset);
  return polygon.flatMap((place, number) => {
    const next = polygon[(number + 1) % polygon.length], here = height(place), there = height(next);
    const share = here / (here - there);
    const between = place.map((from, feature) => from + share * (next[feature] - from));
    const crossing = here < 0 !== there < 0 ? [between] : [];
    return here < 0 ? [place, ...crossing] : crossing;
  });
}

// Keep the part of a polygon that is nearer to model a than to model b: 2 x·(b - a) <= |b|² - |a|².
function clipNearer(polygon, a, b) {
  const square = place => place.reduce((sum, step) => sum + step * step, 0);
  return clip(polygon, a.map((step, feature) => 2 * (b[feature] - step)), square(b) - square(a));
}

function modelsOf(centroids, d) {
  return Array.from({ length: centroids.length / d }, (_, group) => [...centroids.slice(group * d, (group + 1) * d)]);
}

// The region of a plane whose places are nearest to one model.
function cellOf(centroids, group, low, high) {
  const models = modelsOf(centroids, 2);
  const box = [[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]];
  return models.reduce((cell, other, number) =>
    number === group ? cell : clipNearer(cell, models[group], other), box);
}

// The border between two groups in a cube: of the plane halfway between their models, the part nearest to the two.
function borderFace(centroids, a, b, low, high) {
  const models = modelsOf(centroids, 3), one = models[a], two = models[b];
  const normal = one.map((step, feature) => two[feature] - step), length = Math.hypot(...normal);
  if (length === 0) return [];
  const steep = Math.abs(normal[0]) < 0.7 * length ? [1, 0, 0] : [0, 1, 0];
  const u = cross(normal, steep).map(step => step / Math.hypot(...cross(normal, steep)));
  const v = cross(normal, u).map(step => step / length);
  const far = 4 * Math.max(...high.map((edge, feature) => edge - low[feature]));
  const corner = (x, y) => one.map((step, feature) =>
    (step + two[feature]) / 2 + far * (x * u[feature] + y * v[feature]));
  let face = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  [0, 1, 2].forEach(feature => {
    const axis = [0, 0, 0];
    axis[feature] = 1;
    face = clip(clip(face, axis, high[feature]), axis.map(step => -step), -low[feature]);
  });
  models.forEach((other, group) => { if (group !== a && group !== b) face = clipNearer(face, one, other); });
  return face;
}

function cross(a, b) {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
