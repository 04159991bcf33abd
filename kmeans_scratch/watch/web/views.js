// The three views: the cube of three features, the plane of two, the strip of one.

// Three features: a cube that turns. For colours its sides are red, green and blue.
class Cube extends Space {
  constructor(canvas, X, data) {
    super(canvas, X, data);
    [this.low, this.high] = data.isColors ? [[0, 0, 0], [255, 255, 255]] : rangeOf(X);
    this.middle = this.low.map((low, feature) => (low + this.high[feature]) / 2);
    this.side = Math.max(...this.low.map((low, feature) => this.high[feature] - low)) || 1;
    this.places = X.values.map((value, place) => value - this.middle[place % 3]);  // three numbers for each sample
    this.azimuth = -60;
    this.elevation = 22;
    this.turn(0, 0);
  }

  diameter(look) { return Math.max(3, 0.26 * look.rem) * Math.min(1.6, Math.max(1, (3000 / this.X.n) ** 0.25)); }

  fit() {
    this.center = [this.width / 2, this.height / 2];
    this.scale = 0.56 * Math.min(this.width, this.height);
  }

  // Turn the cube, in degrees: around its upright axis, and towards the eye.
  turn(around, over) {
    this.azimuth += around;
    this.elevation = Math.min(90, Math.max(-90, this.elevation + over));
    const [cosA, sinA, cosE, sinE] = [this.azimuth, this.elevation]
      .map(degrees => degrees * Math.PI / 180).flatMap(angle => [Math.cos(angle), Math.sin(angle)]);
    this.rows = [
      [cosA, -sinA, 0],
      [sinE * sinA, sinE * cosA, cosE],
      [-cosE * sinA, -cosE * cosA, sinE],
    ].map(row => row.map(step => step / this.side));
    this.camera = this.rows;
  }

  // Look from where another cube is seen from.
  lookFrom(other) {
    this.azimuth = other.azimuth;
    this.elevation = other.elevation;
    this.turn(0, 0);
  }

  corners() {
    return Array.from({ length: 8 }, (_, number) => [4, 2, 1].map((bit, feature) =>
      number & bit ? this.high[feature] : this.low[feature]));
  }

  // Draw the edges behind the points, and the names of the features.
  drawBack(scene, look) { this.drawEdges(look, false); }

  drawFront(scene, look) {
    this.drawEdges(look, true);
    for (const [a, b] of look.borders) {
      this.drawPolygon(borderFace(scene.centroids, a, b, this.low, this.high), look.veil, look.muted);
    }
  }

  // The edges at the nearest corner are drawn over the points, the others under them.
  drawEdges(look, inFront) {
    const { context } = this, corners = this.corners().map(place => ({ place, ...this.project(place) }));
    const nearest = corners.indexOf(corners.reduce((one, other) => other.near > one.near ? other : one));
    context.lineWidth = 1.25;
    context.strokeStyle = look.muted;
    for (let one = 0; one < 8; one++) {
      for (const bit of [4, 2, 1]) {
        const other = one | bit;
        if (other === one || (one === nearest || other === nearest) !== inFront) continue;
        context.beginPath();
        context.moveTo(corners[one].x, corners[one].y);
        context.lineTo(corners[other].x, corners[other].y);
        context.stroke();
      }
    }
    if (!inFront) this.drawNames(corners, look);
  }

  // Name each feature beside the outermost of its four edges.
  drawNames(corners, look) {
    const { context } = this, [middleX, middleY] = this.center;
    context.fillStyle = look.ink;
    [4, 2, 1].forEach((bit, feature) => {
      const edges = corners.map((_, number) => number).filter(number => !(number & bit))
        .map(number => [corners[number], corners[number | bit]]);
      const outside = ([one, other]) => feature === 2
        ? -(one.x + other.x) : (one.y + other.y);  // the third feature at the left, the others below
      const [from, to] = edges.reduce((one, other) => outside(other) > outside(one) ? other : one);
      const name = this.data.features[feature];
      const isThird = feature === 2;  // its name is at an end of the edge: there may be no room beside it
      const [x, y] = isThird ? [to.x, to.y] : [(from.x + to.x) / 2, (from.y + to.y) / 2];
      const away = Math.hypot(x - middleX, y - middleY) || 1;
      const text = Math.abs(to.x - from.x) < Math.abs(to.y - from.y)
        ? `${to.y < from.y ? "↑" : "↓"} ${name}` : to.x > from.x ? `${name} →` : `← ${name}`;
      const size = 0.9 * look.rem, half = textWidth(context, text, size) / 2;
      const outX = isThird ? x : x + (x - middleX) / away * (half + 0.4 * look.rem);
      const outY = y + (isThird ? Math.sign(to.y - from.y) : (y - middleY) / away) * 1.1 * look.rem;
      writeCentered(context, text, Math.min(Math.max(outX, half + 4), this.width - half - 4),
        Math.min(Math.max(outY, size), this.height - size), size);
    });
  }
}

// Two features, or the two principal axes of more: a plane. One feature: a strip, equal values one above the other.
class Plane extends Space {
  constructor(canvas, X, data) {
    super(canvas, X, data);
    [this.low, this.high] = rangeOf(X);
    const ranges = this.low.map((low, feature) => this.high[feature] - low);
    this.middle = this.low.map((low, feature) => low + ranges[feature] / 2);
    const zero = new Array(X.d).fill(0);
    if (data.axes) {
      this.rows = [...data.axes.map(axis => axis.map(step => step / Math.max(...ranges))), zero];
    } else if (X.d === 1) {
      this.rows = [[1 / ranges[0]], zero, zero];
      this.lift = stack(X, this.shown, this.low[0], ranges[0]);
    } else {
      const longest = Math.max(...ranges), alike = longest <= 4 * Math.min(...ranges);
      this.stretched = !alike;  // otherwise a border is seen upright between its models
      this.rows = [[1 / (alike ? longest : ranges[0]), 0], [0, 1 / (alike ? longest : ranges[1])], zero];
    }
    this.places = new Float64Array(3 * X.n);
    for (let i = 0; i < X.n; i++) this.places.set(this.flat(i), 3 * i);
    this.camera = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  }

  // Find the place of a sample in the plane: right, up, and 0.
  flat(i) {
    const { X, middle, lift } = this, x = X.values.subarray(i * X.d, (i + 1) * X.d);
    const along = row => row.reduce((sum, step, feature) => sum + step * (x[feature] - middle[feature]), 0);
    const [right, up] = this.rows.map(along);
    return [right, up + (lift ? lift[i] : 0), 0];
  }

  diameter(look) { return Math.max(4, 0.45 * look.rem * Math.min(1, Math.max(0.5, (2000 / this.X.n) ** 0.25))); }

  turn() {}

  lookFrom() {}

  // Leave room for numbers and names at the left and below.
  fit() {
    const left = 3.8 * this.rem, below = 2.8 * this.rem;
    const [right, up] = reachOf(this.places);
    this.center = [(this.width + left) / 2, this.X.d === 1 ? 0.62 * this.height : (this.height - below) / 2];
    this.scale = Math.min((this.width - left - 2 * this.rem) / right, (this.height - below - 2.5 * this.rem) / up);
  }

  // Colour the region of each model; under the points.
  drawBack(scene, look) {
    const { context } = this, d = this.X.d, k = scene.centroids.length / d;
    if (!this.data.axes && scene.labels) {
      const colors = groupColors(scene.centroids, look.isColors, d);
      const wide = this.high.map((high, feature) => 3 * (high - this.low[feature]));  // beyond the canvas
      const low = this.low.map((edge, feature) => edge - wide[feature]);
      const high = this.high.map((edge, feature) => edge + wide[feature]);
      for (let group = 0; group < k; group++) {
        const [red, green, blue] = colors[group];
        const fill = `rgba(${red}, ${green}, ${blue}, ${fades(look, group) ? 0.04 : 0.22})`;
        if (d === 2) this.drawPolygon(cellOf(scene.centroids, group, low, high), fill, look.muted);
        else this.drawStripe(scene.centroids, group, fill, look);
      }
    }
    this.drawAxes(look);
  }

  drawStripe(centroids, group, fill, look) {
    const { context } = this, here = centroids[group];
    const below = Math.max(...centroids.filter(other => other < here), -Infinity);
    const above = Math.min(...centroids.filter(other => other > here), Infinity);
    const left = below === -Infinity ? 0 : this.project([(below + here) / 2]).x;
    const right = above === Infinity ? this.width : this.project([(above + here) / 2]).x;
    context.fillStyle = fill;
    context.fillRect(left, 0, right - left, this.height);
    context.fillStyle = look.muted;
    context.fillRect(right - 1, 0, 2, this.height);
  }

  drawFront() {}

  // Write round numbers and the names of the features along the left and the lower edge.
  drawAxes(look) {
    const { context } = this, { features, units, axes } = this.data, size = 0.85 * look.rem;
    context.fillStyle = look.ink;
    const names = axes ? ["first principal axis", "second principal axis"] : features;
    const bottom = this.height - 0.8 * size;
    writeCentered(context, names[0], this.center[0], bottom, size);
    if (this.X.d > 1) {
      context.save();
      context.translate(size / 2 + 4, this.center[1]);
      context.rotate(-Math.PI / 2);
      writeCentered(context, names[1], 0, 0, size);
      context.restore();
    }
    if (axes) return;
    features.forEach((_, feature) => {
      for (const tick of roundNumbers(this.low[feature] * units[feature], this.high[feature] * units[feature])) {
        const place = this.middle.slice();
        place[feature] = tick / units[feature];
        const { x, y } = this.project(place);
        if (feature === 0) writeCentered(context, String(tick), x, bottom - 1.3 * size, size);
        else writeCentered(context, String(tick), size * 1.6 + textWidth(context, String(tick), size) / 2, y, size);
      }
    });
  }
}
