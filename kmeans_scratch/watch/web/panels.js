// What stands beside the space: the picture, the bar, the list of groups, the curve of the inertia.

// The picture: every pixel in the colour of its group's model.
class PicturePanel {
  constructor(canvas, picture, X) {
    Object.assign(this, { canvas, picture, X });
    this.small = document.createElement("canvas");
    this.small.width = picture.width;
    this.small.height = picture.height;
    this.image = new ImageData(picture.width, picture.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  resize() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(this.canvas.clientWidth * ratio);
    this.canvas.height = Math.round(this.canvas.clientHeight * ratio);
  }

  draw(scene, look, own) {
    const { picture, pixels, canvas } = this, context = canvas.getContext("2d");
    const colors = pointColors(scene, own, look);
    for (let pixel = 0; pixel < pixels.length; pixel++) {
      const row = picture.rows[pixel];
      pixels[pixel] = row < 0 ? 0 : colors(row);
    }
    this.small.getContext("2d").putImageData(this.image, 0, 0);
    const { left, top, width, height } = this.frame();
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingEnabled = width < 2 * picture.width;
    context.drawImage(this.small, left, top, width, height);
    if (look.lit >= 0) this.drawLit(context, look);
  }

  // Where the picture lies on its canvas: as large as there is room, in its own proportions.
  frame() {
    const { canvas, picture } = this, scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
    const width = picture.width * scale, height = picture.height * scale;
    return { left: (canvas.width - width) / 2, top: (canvas.height - height) / 2, width, height };
  }

  // Ring the pixels of the sample under the pointer, at most 40 of them.
  drawLit(context, look) {
    const { left, top, width } = this.frame(), side = width / this.picture.width;
    let drawn = 0;
    for (let pixel = 0; pixel < this.picture.rows.length && drawn < 40; pixel++) {
      if (this.picture.rows[pixel] !== look.lit) continue;
      const column = pixel % this.picture.width, line = Math.floor(pixel / this.picture.width);
      drawRing(context, left + (column + 0.5) * side, top + (line + 0.5) * side, 0.4 * look.rem);
      drawn++;
    }
  }

  // Find the sample of the pixel under a pointer, in the window's coordinates, or -1.
  rowAt(clientX, clientY) {
    const box = this.canvas.getBoundingClientRect(), { left, top, width, height } = this.frame();
    const x = (clientX - box.left) * this.canvas.width / box.width - left;
    const y = (clientY - box.top) * this.canvas.height / box.height - top;
    if (x < 0 || y < 0 || x >= width || y >= height) return -1;
    const column = Math.floor(x / width * this.picture.width), line = Math.floor(y / height * this.picture.height);
    return this.picture.rows[line * this.picture.width + column];
  }
}

// The shares of the groups: a bar, and under it a button for each group.
class GroupsPanel {
  constructor(bar, list, onChoose) {
    Object.assign(this, { bar, list, onChoose });
  }

  draw(scene, look, X, story) {
    const k = scene.centroids.length / X.d, colors = groupColors(scene.centroids, look.isColors, X.d);
    const counts = scene.labels ? countGroups(X, scene.labels, k) : null;
    const total = sumOf(X.weight);
    resizeChildren(this.bar, k, () => document.createElement("span"));
    resizeChildren(this.list, k, group => {
      const button = document.createElement("button");
      button.className = "group";
      button.append(document.createElement("i"), document.createElement("span"));
      button.onclick = () => this.onChoose(group);
      return button;
    });
    for (let group = 0; group < k; group++) {
      const part = this.bar.children[group], button = this.list.children[group];
      const share = counts ? counts[group] / total : 1 / k, color = `rgb(${colors[group].join()})`;
      part.style.cssText = `flex-grow: ${share}; background: ${color}; color: ${inkOn(colors[group])}; `
        + `opacity: ${fades(look, group) ? 0.15 : 1}`;
      setText(part, share > 0.05 ? String(group + 1) : "");
      const [swatch, label] = button.children;
      swatch.style.background = color;
      swatch.style.color = inkOn(colors[group]);
      setText(swatch, String(group + 1));
      setText(label, counts ? percent(share) : story.place(scene.centroids, group * X.d));
      button.setAttribute("aria-pressed", look.chosen.includes(group));
      const place = story.place(scene.centroids, group * X.d);
      button.setAttribute("aria-label", `Model ${group + 1} at ${place}${counts ? `, ${percent(share)}` : ""}`);
    }
  }
}

function resizeChildren(parent, count, make) {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count) parent.append(make(parent.children.length));
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Draw the inertia after each half-step up to now; the run one came from is a dashed ghost, a run beside it a line of
// another colour.
function drawCurve(canvas, scene, look, beside) {
  const context = canvas.getContext("2d"), ratio = Math.min(window.devicePixelRatio || 1, 2);
  const width = canvas.clientWidth, height = canvas.clientHeight, size = 0.85 * look.rem, { run } = scene;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const all = run.inertias(), ghost = run.origin?.inertias() ?? [], others = beside?.run.inertias() ?? [];
  const upTo = ({ run, at }) => run.inertias().slice(0, Math.max(0, at - run.nStarts + 1));
  const shown = upTo(scene), othersShown = beside ? upTo(beside) : [];
  const top = Math.max(...all, ...ghost, ...others, scene.inertia ?? 0) || 1;
  const steps = Math.max(all.length, ghost.length, others.length, 6);
  const left = 4.2 * size, right = width - 8, bottom = height - 1.7 * size;
  const x = step => left + (step + 0.5) / steps * (right - left);
  const y = inertia => bottom - inertia / top * (bottom - 2.4 * size);
  const drawLine = (inertias, color, lineWidth, dashes = []) => {
    context.strokeStyle = color;
    context.lineWidth = lineWidth;
    context.setLineDash(dashes);
    line(context, inertias.map((inertia, step) => [x(step), y(inertia)]));
    context.setLineDash([]);
  };
  drawScale(context, look, { left, right, x, y, top, steps, size });
  drawLine(ghost, look.muted, 1, [5, 5]);
  drawLine(othersShown, look.accent, 2, [2, 4]);
  drawLine(shown, look.ink, 2);
  shown.forEach((inertia, step) => {
    if (step % 2 === 0) drawDisc(context, x(step), y(inertia), Math.min(4, 120 / steps + 1), look.ink);
    else context.strokeRect(x(step) - 2.5, y(inertia) - 2.5, 5, 5);
  });
  const write = (text, step, inertia, color) => {
    const half = textWidth(context, text, size) / 2;
    const middle = Math.min(x(step) + half + 12, right - half);  // where the curve has not been yet
    const line = y(inertia) - (middle < x(step) + half ? 1.1 : 0.7) * size;
    context.fillStyle = look.paper;
    context.globalAlpha = 0.8;
    context.fillRect(middle - half - 3, line - 0.6 * size, 2 * half + 6, 1.2 * size);
    context.globalAlpha = 1;
    context.fillStyle = color;
    writeCentered(context, text, middle, line, size);
  };
  const middle = ghost.length >> 1, step = scene.kind === "hand" ? 0 : shown.length - 1;
  const name = run.name === "yours" ? "before your change" : "the run before";
  if (ghost.length) write(name, middle, ghost[middle], look.muted);
  if (scene.inertia === null || step < 0) return;
  write(figure(scene.inertia), step, scene.inertia, look.ink);
  drawDisc(context, x(step), y(scene.inertia), 6, look.accent);
}

// Draw the axes of the curve, with round numbers at the left and the iterations below.
function drawScale(context, look, { left, right, x, y, top, steps, size }) {
  const small = 0.9 * size, ticks = roundNumbers(0, top);
  const everyTick = Math.ceil(1.3 * small * top / (ticks[1] * (y(0) - y(top))));  // numbers must not touch
  context.lineWidth = 1;
  context.fillStyle = look.ink;
  context.strokeStyle = look.soft;
  ticks.filter((_, number) => number % everyTick === 0).forEach(tick => {
    const text = tick.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 3 });
    writeCentered(context, text, left - 4 - textWidth(context, text, small) / 2, y(tick), small);
    line(context, [[left, y(tick)], [right, y(tick)]]);
  });
  context.strokeStyle = look.muted;
  line(context, [[left, y(top)], [left, y(0)], [right, y(0)]]);
  const iterations = Math.ceil(steps / 2), every = Math.ceil(iterations * 3 * size / (right - left));
  for (let iteration = 0; iteration < iterations; iteration += every) {
    writeCentered(context, String(iteration), x(2 * iteration), y(0) + size, small);
  }
}

function line(context, places) {
  context.beginPath();
  for (const [x, y] of places) context.lineTo(x, y);
  context.stroke();
}
