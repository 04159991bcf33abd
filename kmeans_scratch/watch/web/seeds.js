// Twenty seeds in two ways: a small curve for each run, and which way ends lower.

const WAYS = ["k-means++", "random"];
const SAME = 1e-3;  // two runs end in the same valley if their inertias differ by less than this share

// Begin the run of a seed. The seeds 0 to 19 of Python come with the page; the page picks all others itself.
function startRun(X, data, way, seed, k) {
  const rows = k === data.k && data.starts[way] ? data.starts[way].slice(seed * k, (seed + 1) * k) : null;
  let picks = rows && Array.from(rows, row => ({ row, candidates: [row] }));
  if (!picks || picks.length < k) {
    const random = randomNumbers(seed + 1000 * k);
    picks = way === "random" ? pickAtRandom(X, k, random).map(row => ({ row })) : pickPlusPlus(X, k, random);
  }
  const first = Float64Array.from(picks.flatMap(({ row }) => [...X.values.slice(row * X.d, (row + 1) * X.d)]));
  return new Run(X, lloyd(X, first, data), { picks: way === "random" ? [] : picks, name: way });
}

// Let the browser draw and listen, then go on.
function pause() {
  return new Promise(resolve => setTimeout(resolve, 0));
}

// Find out how a run ends, a little at a time. Stop if `isWanted` says no.
async function finish(run, isWanted, onStep = () => {}) {
  while (!run.ended && isWanted()) {
    run.snapshot(run.known.length);
    onStep();
    await pause();
  }
}

// Forget the labels of all snapshots but the last: forty runs of a photograph would fill the memory.
function forgetLabels(run) {
  for (const snapshot of run.known.slice(0, -1)) snapshot.labels = null;
}

class SeedsPanel {
  constructor(element, X, data, onLoad) {
    Object.assign(this, { element, X, data, onLoad });
    this.k = 0;
    this.found = Object.fromEntries(WAYS.map(way => [way, []]));
    this.rows = Object.fromEntries(WAYS.map(way => [way, element.querySelector(`[data-way="${way}"]`)]));
  }

  // Run all seeds for k groups, and draw each curve as soon as its run has ended.
  async show(k, look) {
    if (this.k === k) return;
    this.k = k;
    const { found, rows } = this, verdict = this.element.querySelector("output");
    for (const way of WAYS) {
      found[way] = [];
      rows[way].replaceChildren();
    }
    for (let seed = 0; seed < 20; seed++) {
      for (const way of WAYS) {
        const run = startRun(this.X, this.data, way, seed, k);
        await finish(run, () => this.k === k, () => forgetLabels(run));
        if (this.k !== k) return;
        const inertias = run.known.map(now => now.inertia);
        found[way].push({ seed, way, inertias, end: inertias.at(-1) });
        rows[way].append(this.button(found[way].at(-1)));
      }
      this.draw(look());
      setText(verdict, this.tell(found));
    }
  }

  button({ seed, way }) {
    const button = document.createElement("button");
    button.append(document.createElement("canvas"), document.createElement("span"));
    button.onclick = () => this.onLoad(startRun(this.X, this.data, way, seed, this.k), way, seed);
    return button;
  }

  // Draw all curves to one scale, so that they can be compared.
  draw(look) {
    const { found, rows } = this, all = WAYS.flatMap(way => found[way]), ends = all.map(({ end }) => end);
    const low = Math.min(...ends), high = Math.max(...all.map(({ inertias }) => inertias[1] ?? inertias[0]));
    const longest = Math.max(...all.map(({ inertias }) => inertias.length));
    for (const way of WAYS) {
      found[way].forEach(({ seed, inertias, end }, place) => {
        const button = rows[way].children[place], [canvas, label] = button.children;
        const best = end <= low * (1 + SAME);
        button.classList.toggle("best", best);
        setText(label, `${best ? "★ " : ""}${figure(end)}`);
        const ending = `ends at ${figure(end)}${best ? ", the lowest" : ""}`;
        button.setAttribute("aria-label", `${way}, seed ${seed}: ${ending}. Load this run.`);
        const context = canvas.getContext("2d");
        [canvas.width, canvas.height] = [160, 80];
        context.strokeStyle = best ? look.accent : look.ink;
        context.lineWidth = 4;
        line(context, inertias.map((inertia, step) =>
          [6 + 148 * step / Math.max(1, longest - 1), 74 - 60 * Math.min(1, (inertia - low) / (high - low || 1))]));
      });
    }
  }

  tell(found) {
    const mean = way => sumOf(found[way].map(({ end }) => end)) / found[way].length;
    const [plus, random] = WAYS.map(mean), n = found.random.length;
    const wins = found.random.filter(({ end }, seed) => found["k-means++"][seed].end < end * (1 - SAME)).length;
    const losses = found.random.filter(({ end }, seed) => found["k-means++"][seed].end > end * (1 + SAME)).length;
    const winner = plus <= random ? "k-means++" : "random";
    const [lower, higher] = [plus, random].sort((one, other) => one - other).map(figure);
    return `After ${plural(n, "seed")}, ${winner} ends lower on average: ${lower} against ${higher}. `
      + `k-means++ wins ${wins}, random wins ${losses}, ${n - wins - losses} end equally low.`;
  }
}
