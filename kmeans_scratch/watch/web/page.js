// The page: what is seen, what a hand does, and what follows.

const part = id => document.getElementById(id);
const HALF_STEP = 900;  // milliseconds of one half-step at normal speed
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

class Page {
  constructor(data, X, picture, run) {
    Object.assign(this, { data, X, run });
    Object.assign(this, { at: 0, progress: 1, playing: false, past: [], future: [], seed: 0, chosen: [], lit: -1 });
    Object.assign(this, { showsBorders: false, question: null, score: [0, 0], hand: null, movesUntil: 0 });
    this.story = new Story(data, X);
    this.space = X.d === 3 ? new Cube(part("space"), X, data) : new Plane(part("space"), X, data);
    this.picture = picture && new PicturePanel(part("picture"), picture, X);
    this.groups = new GroupsPanel(part("bar"), part("groups"), group => this.choose(group));
    this.seeds = new SeedsPanel(part("seeds"), X, data, (run, way, seed) => {
      part("way").value = way;
      this.seed = seed;
      this.go(run, 0);
    });
    for (const id of ["picture", "pointer"]) part(id).hidden = id === "picture" && !picture;
    if (this.space.stretched) part("hint").textContent += " The two axes are stretched differently: borders do not look upright.";
    if (data.isOwn) document.querySelectorAll(".own-off").forEach(element => { element.hidden = true; });
    this.listen();
    new ResizeObserver(() => this.resize()).observe(part("left"));
    this.resize();
    this.explore();
  }

  // What is seen

  resize() {
    this.space.resize();
    this.picture?.resize();
    this.draw();
  }

  get scene() {
    return this.hand ? sceneOfHand(this.run, this.at, this.hand.centroids) : sceneAt(this.run, this.at, this.progress);
  }

  // Ask the browser to draw everything, or the space alone, when it next can.
  draw(draws = () => this.drawNow()) {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      draws();
    });
  }

  // Draw fewer points for a moment, because something moves; then everything again.
  drawQuickly(draws) {
    this.movesUntil = performance.now() + 150;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.draw(), 200);
    this.draw(draws);
  }

  turn(around, over) {
    this.space.turn(around, over);
    this.drawQuickly(() => {
      const { scene } = this;
      this.space.draw(scene, this.look(scene));
    });
  }

  drawNow() {
    const scene = this.scene, look = this.look(scene);
    this.space.draw(scene, look);
    this.picture?.draw(scene, look, this.space.own);
    this.groups.draw(scene, look, this.X, this.story);
    drawCurve(part("curve"), scene, look);
    this.tell(scene);
    this.firstDrawn ??= performance.now();
  }

  look(scene) {
    const style = getComputedStyle(document.documentElement), color = name => style.getPropertyValue(`--${name}`).trim();
    const k = scene.centroids.length / this.X.d, chosen = this.chosen.filter(group => group < k);
    const pairs = Array.from({ length: k }, (_, a) => Array.from({ length: a }, (_, b) => [b, a])).flat();
    return {
      ink: color("ink"), ground: color("ground"), muted: color("muted"), accent: color("accent"), veil: "rgba(127, 127, 127, 0.22)",
      rem: parseFloat(style.fontSize), isColors: this.data.isColors,
      selected: chosen[0] ?? -1, other: chosen[1] ?? -1,
      lit: this.question?.row ?? this.lit,
      ghosts: this.hand?.from,
      borders: !scene.labels || this.X.d !== 3 ? [] : chosen.length === 2 ? [chosen] : this.showsBorders ? pairs : [],
      isQuick: this.progress < 1 || performance.now() < this.movesUntil,
    };
  }

  tell(scene) {
    const { head, text } = this.story.tell(scene);
    setText(part("head"), `${head}.`);
    setText(part("text"), text);
    const step = scene.kind === "start" ? "pick" : scene.kind === "hand" ? "sort" : scene.kind;
    document.querySelectorAll("#steps li").forEach(item => item.classList.toggle("now", item.dataset.step === step));
    const { last, ended } = this.run;
    part("slider").max = last;
    part("slider").value = this.at;
    part("slider").setAttribute("aria-valuetext", head);
    setText(part("where"), `${this.at} of ${last}${ended ? "" : " …"} half-steps`);
    setText(part("k"), plural(this.run.k, "group"));
    setText(part("forward"), scene.kind === "sort" && this.run.name === "yours" && this.at === 1 ? "Go on from here ▶" : "Next ▶");
    setText(part("play"), this.playing ? "❚❚ Pause" : "▶ Play");
    part("forward").disabled = this.run.ended && this.at >= last;
    part("back").disabled = part("first").disabled = this.at === 0;
    part("undo").disabled = !this.past.length;
    part("redo").disabled = !this.future.length;
    part("delete").disabled = !this.chosen.length || scene.centroids.length === this.X.d;
    part("told").setAttribute("aria-live", this.playing || this.hand ? "off" : "polite");
  }

  // Going through the run

  // Compute the rest of the run in the background, so that the slider knows how long it is.
  explore() {
    const { run } = this;
    finish(run, () => this.run === run, () => this.draw());
  }

  // Show another moment at once.
  jump(at) {
    this.stop();
    let to = Math.max(0, at);
    if (!this.run.has(to)) to = this.run.last;
    this.at = to;
    this.progress = 1;
    this.closeQuestion();
    this.draw();
  }

  // Go one half-step on; if one is under way, finish it first.
  forward() {
    if (this.progress < 1) this.progress = 1;
    if (!this.run.has(this.at + 1)) return this.stop();
    if (this.ask()) return;
    this.at += 1;
    this.progress = isCalm.matches ? 1 : 0;
    this.started = performance.now();
    this.draw();
    if (this.progress < 1) this.animate();
  }

  animate() {
    requestAnimationFrame(now => {
      if (this.progress === 1) return;
      const { kind } = this.run.moment(this.at), length = (kind === "pick" ? 0.3 : 1) * HALF_STEP / part("speed").value;
      this.progress = Math.min(1, Math.max(0, now - this.started) / length);
      this.drawNow();
      this.animate();
    });
  }

  play() {
    this.playing = true;
    if (this.run.ended && this.at >= this.run.last) this.at = 0;
    const turn = () => {
      if (!this.playing) return;
      if (this.progress === 1) this.forward();
      this.timer = setTimeout(turn, 1.7 * HALF_STEP / part("speed").value);
    };
    turn();
    this.draw();
  }

  stop() {
    this.playing = false;
    clearTimeout(this.timer);
    this.draw();
  }

  toggle() { this.playing ? this.stop() : this.play(); }

  // Go a whole iteration: to the next Sort, or to the Sort before.
  iterate(way) {
    const to = this.run.moment(this.at);
    const next = this.run.nStarts + 2 * (to.iteration + (to.kind === "sort" ? way : way < 0 ? -1 : 0));
    this.jump(this.at < this.run.nStarts ? (way < 0 ? 0 : this.run.nStarts) : Math.max(next, way < 0 ? 0 : next));
  }

  end() {
    while (!this.run.ended) this.run.snapshot(this.run.known.length);
    this.jump(this.run.last);
  }

  // Changing the run

  // Show another run. One can go back to this one.
  go(run, at) {
    this.past.push({ run: this.run, at: this.at });
    this.future = [];
    run.origin = this.run;
    this.show({ run, at });
  }

  show({ run, at }) {
    this.run = run;
    this.chosen = this.chosen.filter(group => group < run.k);
    this.jump(at);
    this.explore();
    if (!part("seeds").hidden) this.seeds.show(run.k, this.look(this.scene));
  }

  undo(from = this.past, to = this.future) {
    if (!from.length) return;
    to.push({ run: this.run, at: this.at });
    this.show(from.pop());
  }

  redo() { this.undo(this.future, this.past); }

  // Go on from models that a hand has placed.
  goFrom(centroids) {
    const run = new Run(this.X, lloyd(this.X, centroids, this.data), { name: "yours" });
    run.change = { inertia: sceneAt(this.run, this.at).inertia };
    this.go(run, 1);
  }

  restart(seed, k = this.run.k) {
    if (this.data.isOwn) return;
    this.seed = seed;
    this.go(startRun(this.X, this.data, part("way").value, seed, k), 0);
  }

  setK(k) {
    if (k >= 1 && k <= Math.min(32, this.X.n)) this.restart(this.seed, k);
  }

  // Add a model at a sample; without one, at the sample farthest from its own model.
  add(row = this.farthest()) {
    const { centroids } = this.scene, { d } = this.X;
    if (this.data.isOwn || centroids.length / d >= 32) return;
    this.goFrom(Float64Array.from([...centroids, ...this.X.values.slice(row * d, (row + 1) * d)]));
  }

  farthest() {
    const { centroids } = this.scene, labels = assign(this.X, centroids);
    let found = 0, most = -1;
    labels.forEach((group, i) => {
      const distance = squaredDistance(this.X, i, centroids, group);
      if (distance > most) { found = i; most = distance; }
    });
    return found;
  }

  deleteChosen() {
    const { centroids } = this.scene, { d } = this.X, [group] = this.chosen;
    if (group === undefined || centroids.length === d || this.data.isOwn) return;
    this.chosen = [];
    this.goFrom(centroids.filter((_, place) => Math.floor(place / d) !== group));
  }

  // Choose a model; choose a second one to see the border between the two.
  choose(group) {
    this.chosen = this.chosen.includes(group) ? this.chosen.filter(other => other !== group) : [group, ...this.chosen].slice(0, 2);
    this.draw();
  }

  // Predict

  // Ask about the next half-step. Return whether the page waits for an answer.
  ask() {
    if (part("predict").ariaPressed !== "true") return false;
    if (this.question && !this.question.isAnswered) return true;
    if (this.question?.at === this.at + 1) return false;
    const question = makeQuestion(this.run, this.at + 1, this.story);
    this.closeQuestion();
    if (!question) return false;
    this.playing = false;
    this.question = { ...question, at: this.at + 1 };
    const [text, answers] = part("question").children;
    text.textContent = question.text;
    answers.replaceChildren(...question.answers.map(answer => {
      const button = document.createElement("button");
      button.textContent = answer;
      button.onclick = () => this.answer(answer);
      return button;
    }));
    part("question").hidden = false;
    answers.firstChild.focus();
    this.draw();
    return true;
  }

  answer(answer) {
    const { right, why } = this.question, [text, answers] = part("question").children;
    this.score[1] += 1;
    if (answer === right) this.score[0] += 1;
    this.question.isAnswered = true;
    text.textContent = `${answer === right ? "Right" : `Not so. ${right}`}. ${why} (${this.score[0]} of ${this.score[1]} right)`;
    answers.replaceChildren();
    part("forward").focus();
    this.forward();
  }

  closeQuestion() {
    this.question = null;
    part("question").hidden = true;
  }

  togglePredict() {
    const isOn = part("predict").ariaPressed !== "true";
    part("predict").ariaPressed = isOn;
    if (!isOn) this.closeQuestion();
    this.draw();
  }

  // What a hand does

  listen() {
    const click = (id, move) => { part(id).onclick = move; };
    click("first", () => this.jump(0));
    click("back", () => this.jump(this.at - 1));
    click("play", () => this.toggle());
    click("forward", () => { this.stop(); this.forward(); });
    click("fewer", () => this.setK(this.run.k - 1));
    click("more", () => this.setK(this.run.k + 1));
    click("again", () => this.restart(this.seed + 1));
    click("add", () => this.add());
    click("delete", () => this.deleteChosen());
    click("undo", () => this.undo());
    click("redo", () => this.redo());
    click("predict", () => this.togglePredict());
    click("borders", () => this.toggleBorders());
    click("compare", () => this.unfold("compare", "seeds") && this.seeds.show(this.run.k, this.look(this.scene)));
    click("copy", () => this.copy());
    click("large", () => this.toggleLarge());
    click("help", () => this.unfold("help", "keys"));
    part("way").onchange = () => this.restart(this.seed);
    part("slider").oninput = event => this.jump(Number(event.target.value));
    this.listenToPointer(part("space"));
    if (this.picture) this.listenToPicture(part("picture"));
    document.addEventListener("keydown", event => this.press(event));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  listenToPointer(canvas) {
    let grip = null;
    canvas.onpointerdown = event => {
      const scene = this.scene, { offsetX: x, offsetY: y } = event, group = this.space.modelAt(scene, x, y);
      this.stop();
      canvas.setPointerCapture(event.pointerId);
      grip = { x, y, group, moved: false, from: scene.centroids };
    };
    canvas.onpointermove = event => {
      const { offsetX: x, offsetY: y } = event;
      if (!grip) return this.light(this.space.rowAt(x, y));
      const right = x - grip.x, down = y - grip.y;
      if (!grip.moved && Math.hypot(right, down) < 4) return;
      grip.moved = true;
      if (grip.group < 0) {
        this.turn(0.5 * right, 0.5 * down);
      } else if (this.data.isOwn) {
        setText(part("hint"), "Your own functions made this run. The page cannot call them, so its models stay where they are.");
      } else {
        this.drag(grip, right, down, event);
      }
      Object.assign(grip, { x, y });
    };
    canvas.onpointerup = event => {
      if (!grip) return;
      const { group, moved } = grip;
      grip = null;
      if (this.hand) {
        const { centroids } = this.hand;
        this.hand = null;
        this.goFrom(centroids);
      } else if (!moved && group >= 0) {
        this.choose(group);
      } else if (!moved) {
        const row = this.space.rowAt(event.offsetX, event.offsetY);
        if (row >= 0) this.add(row);
      }
    };
    canvas.onpointercancel = () => { grip = this.hand = null; this.draw(); };
    canvas.onpointerleave = () => this.light(-1);
  }

  // Move a model with the pointer: on the screen, in depth with Shift, or to the pixel of the picture under it.
  drag(grip, right, down, event) {
    const { d } = this.X, centroids = this.hand ? this.hand.centroids : grip.from;
    const row = this.picture ? this.picture.rowAt(event.clientX, event.clientY) : -1;
    let moved = this.space.move(centroids, grip.group, right, down, event.shiftKey);
    if (row >= 0) {
      moved = centroids.slice();
      moved.set(this.X.values.subarray(row * d, (row + 1) * d), grip.group * d);
    }
    this.hand = { centroids: moved, from: grip.from };
    this.light(-1);
    this.drawQuickly();
  }

  listenToPicture(canvas) {
    canvas.onpointermove = event => this.light(this.picture.rowAt(event.clientX, event.clientY));
    canvas.onpointerleave = () => this.light(-1);
    canvas.onclick = event => {
      const row = this.picture.rowAt(event.clientX, event.clientY);
      if (row >= 0) this.add(row);
    };
  }

  // Light a sample up in the space and in the picture, and say what it is.
  light(row) {
    if (row === this.lit) return;
    this.lit = row;
    setText(part("pointer"), row < 0 ? "" : this.story.tellSample(row, this.scene));
    this.draw();
  }

  // Move the chosen model with a key.
  nudge(right, down, inDepth) {
    const [group] = this.chosen, { centroids } = this.scene;
    if (group === undefined || this.data.isOwn) return;
    this.goFrom(this.space.move(centroids, group, 12 * right, 12 * down, inDepth));
  }

  toggleBorders() {
    this.showsBorders = !this.showsBorders;
    part("borders").setAttribute("aria-pressed", this.showsBorders);
    this.draw();
  }

  toggleLarge() {
    const isLarge = document.documentElement.classList.toggle("large");
    part("large").setAttribute("aria-pressed", isLarge);
    this.resize();
  }

  // Show or hide a section. Return whether it is shown.
  unfold(button, section) {
    part(section).hidden = !part(section).hidden;
    part(button).setAttribute("aria-expanded", !part(section).hidden);
    if (!part(section).hidden) part(section).scrollIntoView({ block: "nearest" });
    return !part(section).hidden;
  }

  copy() {
    const [area] = part("python").getElementsByTagName("textarea");
    area.value = this.story.python(this.scene.centroids);
    part("python").hidden = false;
    part("python").scrollIntoView({ block: "nearest" });
    area.select();
    navigator.clipboard?.writeText(area.value).catch(() => {});  // if that is refused, the text is there to be copied
  }

  press(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key, command = event.ctrlKey || event.metaKey;
    const inField = ["TEXTAREA", "SELECT"].includes(event.target.tagName);
    const presses = (key === " " || key === "Enter") && event.target.tagName === "BUTTON";
    if (inField || presses || event.altKey) return;
    const move = command ? { z: () => event.shiftKey ? this.redo() : this.undo(), y: () => this.redo() }[key] : this.keys(event)[key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  keys({ shiftKey: shift }) {
    const nudges = { i: [0, -1], j: [-1, 0], k: [0, 1], l: [1, 0] };
    const turns = { a: [-6, 0], d: [6, 0], w: [0, 6], s: [0, -6] };
    const moves = {
      ArrowRight: () => { if (shift) return this.iterate(1); this.stop(); return this.forward(); },
      ArrowLeft: () => shift ? this.iterate(-1) : this.jump(this.at - 1),
      Home: () => this.jump(0), End: () => this.end(), " ": () => this.toggle(),
      Delete: () => this.deleteChosen(), Backspace: () => this.deleteChosen(),
      n: () => this.restart(this.seed + 1), p: () => this.togglePredict(), b: () => this.toggleBorders(),
      t: () => this.toggleLarge(), "?": () => this.unfold("help", "keys"), Escape: () => { this.chosen = []; this.draw(); },
    };
    for (const [key, way] of Object.entries(nudges)) moves[key] = () => this.nudge(...way, shift);
    for (const [key, way] of Object.entries(turns)) moves[key] = () => this.turn(...way);
    for (let group = 0; group < 9; group++) {
      moves[group + 1] = () => { if (group < this.scene.centroids.length / this.X.d) this.choose(group); };
    }
    return moves;
  }
}

async function start() {
  const data = JSON.parse(part("data").textContent);
  for (const way of Object.keys(data.starts)) data.starts[way] = await unpackWhole(data.starts[way]);
  const X = await readSamples(data);
  const [picture, begin] = await Promise.all([readPicture(data, X), readRun(data, X)]);
  window.page = new Page(data, X, picture, new Run(X, begin(), { picks: data.picks, name: data.isOwn ? "own" : "python" }));
}

start();
