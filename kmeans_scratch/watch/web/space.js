// The space of the samples: the cube of colours, the plane of two features, the strip of one.
//
// A view shows a sample x at
//     right = Σ rows[0] · (x - middle),  up = Σ rows[1] · (x - middle),  near = Σ rows[2] · (x - middle)
// and what is nearer to the eye is a little larger. Only `rows` differs from view to view.

const EYE = 3.5;  // how far the eye is from the middle, in sides of the cube
const MOST_POINTS = 100000;  // points that are drawn; of more samples, a random choice
const QUICK_POINTS = 20000;  // points that are drawn while something moves
const DISTINCT = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#f0e442", "#000000"]
  .map(levelsOf);  // Okabe and Ito: for all eyes

class Space {
  constructor(canvas, X, data) {
    Object.assign(this, { canvas, X, data, context: canvas.getContext("2d"), lift: null });
    this.points = document.createElement("canvas");
    this.shown = shuffledRows(X.n).subarray(0, MOST_POINTS);
    this.own = ownColors(X, data);
  }

  // Fit the drawing to the size of the canvas on the screen.
  resize() {
    const { canvas } = this;
    this.ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    for (const each of [canvas, this.points]) {
      each.width = Math.max(1, Math.round(this.width * this.ratio));
      each.height = Math.max(1, Math.round(this.height * this.ratio));
    }
    this.image = new ImageData(canvas.width, canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.depths = new Float32Array(this.pixels.length);
    this.rowsAt = new Int32Array(this.pixels.length);
    this.rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.fit();
  }

  // Find where a place in the space, d numbers from `start` on, is on the screen.
  project(place, start = 0, lift = 0) {
    const [right, up, near] = this.rows.map(row =>
      row.reduce((sum, step, feature) => sum + step * (place[start + feature] - this.middle[feature]), 0));
    const size = EYE / (EYE - near);
    return {
      x: this.center[0] + this.scale * size * right,
      y: this.center[1] - this.scale * size * (up + lift),
      near, size,
    };
  }

  // Move one model as a hand moves it on the screen, or nearer and farther.
  move(centroids, group, x, y, inDepth) {
    const d = this.X.d, moved = centroids.slice();
    const { size } = this.project(centroids, group * d);
    const steps = inDepth ? [0, 0, -y / this.scale] : [x / this.scale / size, -y / this.scale / size, 0];
    this.rows.forEach((row, axis) => {
      const square = row.reduce((sum, step) => sum + step * step, 0);
      if (square > 0) row.forEach((step, feature) => { moved[group * d + feature] += steps[axis] * step / square; });
    });
    for (let feature = 0; feature < d; feature++) {
      const place = group * d + feature;
      moved[place] = Math.min(Math.max(moved[place], this.low[feature]), this.high[feature]);
    }
    return moved;
  }

  // Find the model under a pointer, or -1.
  modelAt(scene, x, y) {
    let found = -1, least = Math.max(22, 1.2 * this.radius);  // so that a finger finds it
    for (let group = 0; group < scene.centroids.length / this.X.d; group++) {
      const spot = this.project(scene.centroids, group * this.X.d);
      const distance = Math.hypot(spot.x - x, spot.y - y);
      if (distance < least) { found = group; least = distance; }
    }
    return found;
  }

  // Find the sample whose point is under a pointer, or -1.
  rowAt(x, y) {
    for (let reach = 0; reach <= 6; reach++) {
      for (const [right, down] of [[0, 0], [reach, 0], [-reach, 0], [0, reach], [0, -reach]]) {
        const column = Math.round((x + right) * this.ratio), line = Math.round((y + down) * this.ratio);
        if (column < 0 || line < 0 || column >= this.canvas.width || line >= this.canvas.height) continue;
        const row = this.rowsAt[line * this.canvas.width + column];
        if (row >= 0) return row;
      }
    }
    return -1;
  }

  draw(scene, pageLook) {
    const { context } = this, ink = inkOn(levelsOf(pageLook.ground));
    const look = { ...pageLook, ink, muted: ink === "#000" ? "#707070" : "#b4b4b4" };
    this.radius = 0.85 * look.rem * (scene.centroids.length / this.X.d > 20 ? 0.75 : 1);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.fillStyle = look.ground;
    context.fillRect(0, 0, this.width, this.height);
    context.lineJoin = context.lineCap = "round";
    this.drawBack(scene, look);
    this.paintPoints(scene, look);
    context.drawImage(this.points, 0, 0, this.width, this.height);
    this.drawFront(scene, look);
    if (look.lit >= 0) this.drawLit(scene, look);
    this.drawModels(scene, look);
  }

  // Paint the samples as small discs. Of several at one pixel the nearest is seen.
  paintPoints(scene, look) {
    const { X, pixels, depths, rowsAt, ratio, places, center, scale } = this, { width, height } = this.points;
    const [[right0, right1, right2], [up0, up1, up2], [near0, near1, near2]] = this.camera;
    const colors = pointColors(scene, this.own, look);
    const { probabilities } = scene;
    const isRinged = scene.kind === "sort" && scene.oldLabels;
    const ringWidth = (this.shown.length > 5000 ? 1 : 2) * ratio;
    const diameter = this.diameter(look) * ratio;
    const isChosen = Array.from(scene.centroids, (_, group) => look.chosen.includes(group));
    const isAnyChosen = look.chosen.length > 0 && scene.labels;
    const paints = new Uint32Array([0, 0, 0xffffffff, 0xff000000]);  // inside, rim, white ring, black ring
    const rimLight = this.shown.length > 5000 ? 0.9 : 0.6;  // many dark rims would hide the colours
    pixels.fill(0);
    depths.fill(-Infinity);
    rowsAt.fill(-1);
    for (const i of look.isQuick ? this.shown.subarray(0, QUICK_POINTS) : this.shown) {
      const one = places[3 * i], two = places[3 * i + 1], three = places[3 * i + 2];
      const right = right0 * one + right1 * two + right2 * three;
      const up = up0 * one + up1 * two + up2 * three;
      const near = near0 * one + near1 * two + near2 * three;
      const size = EYE / (EYE - near);
      const x = Math.round(ratio * (center[0] + scale * size * right));
      const y = Math.round(ratio * (center[1] - scale * size * up));
      const isFront = isAnyChosen && isChosen[scene.labels[i]];
      const changed = isRinged && scene.labels[i] !== scene.oldLabels[i] && (isFront || !isAnyChosen);
      const share = probabilities ? probabilities[i] / X.weight[i] / scene.mostProbable : 1;
      const large = 0.35 + 0.65 * Math.sqrt(share);  // while models are picked, what is probable is large
      const disc = discOf(diameter * size * large, changed ? ringWidth : 0);
      paints[0] = colors(i);
      paints[1] = darker(paints[0], rimLight);
      const depth = near + (changed ? 0.1 : 0) + (isFront ? 10 : 0);  // ringed and chosen ones cover the others
      for (let part = 0; part < disc.length; part += 3) {
        const column = x + disc[part], line = y + disc[part + 1];
        if (column < 0 || column >= width || line < 0 || line >= height) continue;
        const pixel = line * width + column;
        if (depths[pixel] > depth) continue;
        depths[pixel] = depth;
        rowsAt[pixel] = i;
        pixels[pixel] = paints[disc[part + 2]];
      }
    }
    this.points.getContext("2d").putImageData(this.image, 0, 0);
  }

  // Draw the models: trail, ghost, disc, number; the nearest last.
  drawModels(scene, look) {
    const { context, radius } = this, d = this.X.d, k = scene.centroids.length / d;
    const colors = groupColors(scene.centroids, look.isColors, d);
    const spots = Array.from({ length: k }, (_, group) => ({ group, ...this.project(scene.centroids, group * d) }));
    const ghosts = scene.kind === "hand" ? look.ghosts : scene.trail.at(scene.kind === "sort" ? -2 : -1);
    for (const row of scene.rivals ?? []) this.drawCross(this.project(this.X.values, row * d), look);
    for (const { group, x, y } of spots) {
      const trail = [...scene.trail.map(places => this.project(places, group * d)), { x, y }];
      strokeTwice(context, trail, look);
      if (!ghosts || group * d >= ghosts.length) continue;
      const ghost = this.project(ghosts, group * d);
      if (Math.hypot(ghost.x - x, ghost.y - y) > 2) drawGhost(context, ghost, radius, look);
    }
    for (const { group, x, y } of spots.sort((one, other) => one.near - other.near)) {
      const [red, green, blue] = colors[group];
      const outline = look.chosen.includes(group) ? look.accent : "#fff";
      context.globalAlpha = fades(look, group) ? 0.4 : 1;
      drawDisc(context, x, y, radius + 4, outline);
      drawDisc(context, x, y, radius + 1.5, "#000");
      drawDisc(context, x, y, radius, `rgb(${red}, ${green}, ${blue})`);
      context.fillStyle = inkOn(colors[group]);
      writeCentered(context, String(group + 1), x, y, 1.05 * radius);
    }
    context.globalAlpha = 1;
  }

  // Draw a sample that lost to the pick.
  drawCross({ x, y }, look) {
    const arm = 0.5 * this.radius;
    strokeTwice(this.context, [{ x: x - arm, y: y - arm }, { x: x + arm, y: y + arm }], look);
    strokeTwice(this.context, [{ x: x - arm, y: y + arm }, { x: x + arm, y: y - arm }], look);
  }

  // Ring the sample under the pointer, and join it with the two nearest models.
  drawLit(scene, look) {
    const { context, X } = this, spot = this.project(X.values, look.lit * X.d, this.lift ? this.lift[look.lit] : 0);
    const [nearest, second] = look.showsDistances ? nearestModels(X, look.lit, scene.centroids) : [];
    if (second) strokeTwice(context, [spot, this.project(scene.centroids, second.group * X.d)], look, [4, 6]);
    if (nearest) strokeTwice(context, [spot, this.project(scene.centroids, nearest.group * X.d)], look);
    drawRing(context, spot.x, spot.y, 0.5 * look.rem);
  }

  drawPolygon(places, fill, stroke) {
    const { context } = this;
    if (places.length < 2) return;
    context.beginPath();
    for (const place of places) { const { x, y } = this.project(place); context.lineTo(x, y); }
    context.closePath();
    context.fillStyle = fill;
    context.strokeStyle = stroke;
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
  }
}
