// The page: what is seen, what a hand does, and what follows.

const part = id => document.getElementById(id);
const HALF_STEP = 900;  // milliseconds of one half-step at normal speed
const STRETCHED = " The two axes are stretched differently: borders do not look upright.";
const SECTIONS = ["seeds", "keys", "python"];  // below the tools
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
const isTouch = matchMedia("(pointer: coarse)");

class Page {
  constructor(data, X, picture, run) {
    Object.assign(this, { data, X, run });
    Object.assign(this, { at: 0, progress: 1, playing: false, past: [], future: [], seed: 0, chosen: [], lit: -1 });
    Object.assign(this, { showsBorders: false, hand: null, movesUntil: 0, rival: null });
    this.story = new Story(data, X);
    this.space = X.d === 3 ? new Cube(part("space"), X, data) : new Plane(part("space"), X, data);
    this.picture = picture && new PicturePanel(part("picture"), picture, X);
    this.groups = new GroupsPanel(part("bar"), part("groups"), group => this.choose(group));
    this.seeds = new SeedsPanel(part("seeds"), X, data, (run, way, seed) => {
      part("way").value = way;
      this.seed = seed;
      this.go(run, 0);
      part("stage").scrollIntoView();
    });
    for (const id of ["picture", "pointer"]) part(id).hidden = id === "picture" && !picture;
    if (this.space.stretched) part("title").textContent += STRETCHED;
    part("borders").hidden = X.d !== 3;  // a plane always shows them
    if (data.isOwn) document.querySelectorAll(".own-off").forEach(element => { element.hidden = true; });
    this.quiz = new Quiz(this);
    listen(this);
    new ResizeObserver(() => this.resize()).observe(part("left"));
    this.resize();
    this.explore();
  }

  // What is seen

  resize() {
    this.space.resize();
    if (this.rival) this.rivalSpace.resize();
    this.picture?.resize();
    this.draw();
  }

  get scene() {
    const { run, at, hand } = this;
    if (hand) return sceneOfHand(run, at, hand.centroids);
    return at <= run.last || run.has(at) ? sceneAt(run, at, this.progress) : sceneAt(run, run.last);
  }

  // Say whether there is a moment of this number, in this run or in the one beside it.
  has(at) {
    const { run, rival } = this;
    return run.has(at) || Boolean(rival && at >= run.nStarts && rival.has(rival.nStarts + at - run.nStarts));
  }

  get last() {
    const { run, rival } = this;
    return rival ? Math.max(run.last, run.nStarts + rival.last - rival.nStarts) : run.last;
  }

  // The scene of the other run, the same number of half-steps after its picks; if it ended before, its last.
  get rivalScene() {
    const { rival, run, at } = this, half = at - run.nStarts;
    const wanted = half < 0 ? Math.min(at, rival.nStarts - 1) : rival.nStarts + half;
    return rival.has(wanted) ? sceneAt(rival, wanted, this.progress) : sceneAt(rival, rival.last);
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
      if (this.rival) this.drawRival();
    });
  }

  drawRival() {
    const scene = this.rivalScene;
    this.rivalSpace.lookFrom(this.space);
    this.rivalSpace.draw(scene, { ...this.look(scene), borders: [], chosen: [], lit: -1 });
  }

  drawNow() {
    const scene = this.scene, look = this.look(scene);
    this.space.draw(scene, look);
    this.picture?.draw(scene, look, this.space.own);
    this.groups.draw(scene, look, this.X, this.story);
    drawCurve(part("curve"), scene, look, this.rival && this.rivalScene);
    if (this.rival) this.drawRival();
    this.tell(scene);
    this.firstDrawn ??= performance.now();  // in milliseconds: to be measured
  }

  look(scene) {
    const style = getComputedStyle(document.documentElement), { quiz } = this;
    const [ink, ground, muted, accent, paper, soft] = ["ink", "ground", "muted", "accent", "paper", "soft"]
      .map(name => style.getPropertyValue(`--${name}`).trim());
    const k = scene.centroids.length / this.X.d, chosen = this.chosen.filter(group => group < k);
    const colors = groupColors(scene.centroids, this.data.isColors, this.X.d);
    const pairs = Array.from({ length: k }, (_, a) => Array.from({ length: a }, (_, b) => [b, a])).flat();
    return {
      ink, muted, accent, paper, soft,
      ground: chosen.length && scene.labels ? groundFor(chosen.map(group => colors[group])) : ground,
      veil: "rgba(127, 127, 127, 0.22)",
      rem: parseFloat(style.fontSize), isColors: this.data.isColors,
      chosen,
      lit: quiz.row < 0 || this.lit >= 0 && !quiz.waits ? this.lit : quiz.row,
      showsDistances: quiz.row < 0 || !quiz.waits,  // the lines would give the answer away
      ghosts: this.hand?.from,
      borders: !scene.labels || this.X.d !== 3 ? [] : chosen.length === 2 ? [chosen] : this.showsBorders ? pairs : [],
      isQuick: this.progress < 1 || performance.now() < this.movesUntil,
    };
  }

  // Name the two runs side by side, and at the end the winner.
  nameRuns(scene) {
    const other = this.rivalScene, haveEnded = !this.has(this.at + 1);
    const tell = ({ run, inertia }, rest) => {
      const name = run.name || "this run", wins = haveEnded && inertia < rest.inertia * (1 - 1e-9);
      const fall = 1 - inertia / rest.inertia, share = fall >= 0.001 ? ` −${percent(fall)}` : "";
      if (inertia === null) return name;
      return `${name}: inertia ${figure(inertia)}${wins ? ` ★${share}` : ""}`;
    };
    setText(part("name"), tell(scene, other));
    setText(part("rival-name"), tell(other, scene));
  }

  tell(scene) {
    if (this.rival) this.nameRuns(scene);
    const { head, text } = this.story.tell(scene);
    setText(part("head"), `${head}.`);
    setText(part("text"), text);
    setText(part("hint"), this.hint(scene));
    const step = scene.kind === "start" ? "pick" : scene.kind === "hand" ? "sort" : scene.kind;
    document.querySelectorAll("#steps li").forEach(item => item.classList.toggle("now", item.dataset.step === step));
    const { last } = this, ended = this.run.ended && (!this.rival || this.rival.ended);
    part("slider").max = last;
    part("slider").value = this.at;
    part("slider").setAttribute("aria-valuetext", head);
    setText(part("where"), `step ${this.at} of ${last}${ended ? "" : " …"}`);
    setText(part("k"), plural(this.run.k, "group"));
    setText(part("forward"), this.run.name === "yours" && this.at === 1 ? "Go on from here ▶" : "Next ▶");
    setText(part("play"), this.playing ? "❚❚ Pause" : "▶ Play");
    part("forward").disabled = ended && this.at >= last;
    part("back").disabled = part("first").disabled = this.at === 0;
    part("undo").disabled = !this.past.length;
    part("redo").disabled = !this.future.length;
    part("delete").disabled = !this.chosen.length || scene.centroids.length === this.X.d;
    part("told").setAttribute("aria-live", this.playing || this.hand ? "off" : "polite");
  }

  // Say what a hand can do now.
  hint(scene) {
    const { data: { isOwn }, chosen: [last, other] } = this;
    const [click, press, back] = isTouch.matches ? ["Tap", "Tap", "the group again"] : ["Click", "Press", "Esc"];
    const turn = this.X.d === 3 ? "Drag to turn. " : "";
    if (last !== undefined) {
      const groups = other === undefined ? `Group ${last + 1}` : `Groups ${other + 1} and ${last + 1}`;
      const centroid = other === undefined ? "its centroid" : `centroid ${last + 1}`;
      const remove = isOwn ? "" : `Delete to remove ${centroid}, or `;
      return `${groups}${scene.labels ? " alone" : ""}. ${press} ${remove}${back} to see all.`;
    }
    if (isOwn) return `${turn}The page cannot call your own functions, so no model can be moved.`;
    return `${turn}Drag a number to move it. ${click} a point to add a model.`;
  }

  // Going through the run

  // Compute the rest of the run in the background, so that the slider knows how long it is.
  explore() {
    const { run } = this;
    finish(run, () => this.run === run, () => this.tell(this.scene)).then(() => this.draw());
  }

  // Show another moment at once.
  jump(at) {
    this.stop();
    let to = Math.max(0, at);
    if (!this.has(to)) to = this.last;
    this.at = to;
    this.progress = 1;
    this.quiz.ask();
    this.draw();
  }

  // Go one half-step on; if one is under way, finish it first.
  forward() {
    this.progress = 1;
    if (!this.has(this.at + 1)) this.stop();
    else if (!this.quiz.holds()) this.step();
  }

  step() {
    this.at += 1;
    if (!this.quiz.question) this.quiz.ask();
    this.progress = isCalm.matches ? 1 : 0;
    this.started = performance.now();
    this.draw();
    if (this.progress < 1) this.animate();
  }

  animate() {
    requestAnimationFrame(now => {
      if (this.progress === 1) return;
      const share = this.run.moment(this.at).kind === "pick" ? 0.3 : 1;
      const length = share * HALF_STEP / part("speed").value;
      this.progress = Math.min(1, Math.max(0, now - this.started) / length);
      this.drawNow();
      this.animate();
    });
  }

  play() {
    this.playing = true;
    if (!this.has(this.at + 1)) this.at = 0;
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
    this.jump(this.last);
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
    if (!part("seeds").hidden) this.showSeeds();
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
    if (this.rival) this.setRival(this.rivalOf(seed, k));
  }

  // Show another run beside this one, or none.
  setRival(rival) {
    this.rival = rival;
    if (rival) this.rivalSpace ??= new this.space.constructor(part("rival-space"), this.X, this.data);
    this.at = Math.min(this.at, this.last);
    part("rival").hidden = part("name").hidden = !rival;
    part("beside").setAttribute("aria-pressed", Boolean(rival));
    if (rival) finish(rival, () => this.rival === rival).then(() => this.draw());
    this.resize();
  }

  toggleRival() { this.setRival(this.rival ? null : this.rivalOf(this.seed, this.run.k)); }

  // The same seed and number of groups, but picked in the other way.
  rivalOf(seed, k) {
    return startRun(this.X, this.data, WAYS.find(way => way !== part("way").value), seed, k);
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

  // Choose a model; choose a second one to see the border between the two; -1 chooses none.
  choose(group) {
    const others = this.chosen.filter(other => other !== group), wasChosen = others.length < this.chosen.length;
    this.chosen = group < 0 ? [] : wasChosen ? others : [group, ...others].slice(0, 2);
    this.draw();
  }

  // Dragging, and showing more

  // Move a model with the pointer: on the screen, in depth with Shift, or to the pixel of the picture under it.
  drag(grip, right, down, event) {
    if (this.data.isOwn) return;
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

  // Let go of what was dragged: a model stays where it is.
  drop() {
    if (!this.hand) return;
    const { centroids } = this.hand;
    this.hand = null;
    this.goFrom(centroids);
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

  // Open a section below the tools and scroll to it, or close it.
  unfold(section, isOpen) {
    part(section).hidden = !isOpen;
    document.querySelector(`[aria-controls="${section}"]`).setAttribute("aria-expanded", isOpen);
    if (isOpen && section === "seeds") this.showSeeds();
    if (isOpen) part(section).scrollIntoView();
    else if (SECTIONS.every(name => part(name).hidden)) scrollTo(0, 0);
  }

  toggleSection(section) { this.unfold(section, part(section).hidden); }

  // Close what is open below; otherwise show all groups again.
  escape() {
    const open = SECTIONS.filter(section => !part(section).hidden);
    open.forEach(section => this.unfold(section, false));
    if (!open.length) this.choose(-1);
  }

  showSeeds() { this.seeds.show(this.run.k, () => this.look(this.scene)); }

  // Copy the lines of Python, and say so.
  copy() {
    const area = part("python").querySelector("textarea"), button = part("copy");
    this.unfold("python", true);
    area.value = this.story.python(this.scene);
    area.select();
    setText(button, document.execCommand("copy") ? "Copied" : "Press Ctrl C");
    setTimeout(() => setText(button, "Copy as Python"), 2000);
  }
}

async function start() {
  const data = JSON.parse(part("data").textContent);
  for (const way of Object.keys(data.starts)) data.starts[way] = await unpackWhole(data.starts[way]);
  const X = await readSamples(data);
  if (WAYS.includes(data.name)) part("way").value = data.name;
  const [picture, begin] = await Promise.all([readPicture(data, X), readRun(data.history, X, data.k)]);
  window.page = new Page(data, X, picture, new Run(X, begin(), { picks: data.picks, name: data.name }));
  if (!data.rival) return;
  const beginRival = await readRun(data.rival.history, X, data.k);
  window.page.setRival(new Run(X, beginRival(), { name: data.rival.name }));
}

start();
