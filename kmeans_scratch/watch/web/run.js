// A run and its moments. The moments are the picks, and then, again and again, the two half-steps:
//
//   pick 1, …, pick k, Sort 0, Move 1, Sort 1, Move 2, Sort 2, …
//
// A moment has a number, `at`. The scene of a moment is all that there is to draw.

class Run {
  // The snapshots are made one by one, when somebody looks at them. Without picks, the models are all there at once.
  constructor(X, snapshots, { picks = [], name = "" } = {}) {
    this.X = X;
    this.picks = picks;
    this.name = name;
    this.snapshots = snapshots;
    this.known = [];
    this.ended = false;
    this.origin = null;  // the run one came from: its curve stays as a ghost
    this.snapshot(0);
  }

  get nStarts() { return this.picks.length || 1; }
  get k() { return this.known[0].centroids.length / this.X.d; }
  get last() { return this.nStarts + 2 * (this.known.length - 1); }  // the last moment that is known so far

  // Return the snapshot of an iteration, or the last one if the run ends before.
  snapshot(iteration) {
    while (this.known.length <= iteration && !this.ended) {
      const { value, done } = this.snapshots.next();
      if (value) this.known.push(value);
      this.ended = Boolean(done || value.stopReason);
    }
    return this.known[Math.min(iteration, this.known.length - 1)];
  }

  // Say what happens at a moment: a pick with its number, or Sort or Move with its iteration.
  moment(at) {
    const half = at - this.nStarts;
    if (half < 0) return { kind: this.picks.length ? "pick" : "start", number: at, iteration: 0 };
    return { kind: half % 2 ? "move" : "sort", iteration: Math.ceil(half / 2) };
  }

  has(at) {
    const { iteration } = this.moment(at);
    return at >= 0 && this.snapshot(iteration).iteration === iteration;
  }

  // The inertia after each half-step that is known.
  inertias() {
    return this.known.flatMap(now => now.inertiaMoved === null ? [now.inertia] : [now.inertiaMoved, now.inertia]);
  }

  // The probability of each sample to be drawn in this pick: its weight times D², divided by their sum.
  probabilities(number) {
    let D2 = null;
    for (const { row } of this.picks.slice(0, number)) D2 = lowerD2(this.X, D2, row);
    const chances = D2 ? D2.map((distance, i) => this.X.weight[i] * distance) : this.X.weight;
    const sum = chances.reduce((total, chance) => total + chance, 0);
    return chances.map(chance => chance / sum);
  }
}

// Collect what there is to draw at a moment. `progress` goes from 0 to 1 while the half-step is under way.
function sceneAt(run, at, progress = 1) {
  const { kind, number, iteration } = run.moment(at);
  const now = run.snapshot(iteration), before = iteration > 0 ? run.snapshot(iteration - 1) : null;
  const scene = { run, at, kind, number, iteration, now, before, progress, centroids: now.centroids, trail: [] };
  if (kind === "pick") {
    const { row, candidates } = run.picks[number];
    scene.centroids = now.centroids.slice(0, (number + 1) * run.X.d);
    scene.rivals = candidates.filter((other, place) => other !== row && candidates.indexOf(other) === place);
    if (run.seenProbabilities?.number !== number) {
      const values = run.probabilities(number);
      const most = values.reduce((greatest, value, i) => Math.max(greatest, value / run.X.weight[i]), 0);
      run.seenProbabilities = { number, values, most };
    }
    scene.probabilities = run.seenProbabilities.values;
    scene.mostProbable = run.seenProbabilities.most;  // of one thing, not of all that are equal to it
  }
  if (kind === "sort") {
    scene.labels = now.labels;
    scene.oldLabels = before?.labels ?? null;
    scene.trail = run.known.slice(0, iteration + 1).map(snapshot => snapshot.centroids);
  }
  if (kind === "move") {
    const share = ease(progress);
    scene.labels = before.labels;
    scene.centroids = now.centroids.map((end, place) => (1 - share) * before.centroids[place] + share * end);
    scene.trail = run.known.slice(0, iteration).map(snapshot => snapshot.centroids);
  }
  scene.inertia = kind === "move" ? now.inertiaMoved : kind === "sort" ? now.inertia : null;
  return scene;
}

// The scene while a hand moves the models: the samples follow.
function sceneOfHand(run, at, centroids) {
  const labels = assign(run.X, centroids);
  const inertia = inertiaOf(run.X, labels, centroids);
  return { run, at, kind: "hand", iteration: 0, centroids, labels, inertia, progress: 1, trail: [] };
}

// Start and stop gently.
function ease(share) {
  return share * share * (3 - 2 * share);
}
