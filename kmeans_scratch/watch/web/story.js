// What happens in a run, in words. Groups are numbered from 1, as one numbers piles on a table.

function plural(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

// Write an inertia: all digits of a large one, three of a small one.
function figure(value) {
  return value >= 1000 ? Math.round(value).toLocaleString("en") : String(+value.toPrecision(3));
}

function percent(share) {
  return share > 0 && share < 0.001 ? "less than 0.1 %" : `${(100 * share).toFixed(1)} %`;
}

// Say by which share an inertia fell.
function fallOf(before, now) {
  return now < before ? percent(1 - now / before) : "nothing";
}

class Story {
  constructor(data, X) {
    this.data = data;
    this.X = X;
    this.noun = data.noun.slice(0, -1);  // "pixel"
  }

  // Write a place among the samples: a colour as web pages do, a rock in mm and g, anything else in numbers.
  place(values, start = 0) {
    const { data, X } = this, place = [...values.slice(start, start + X.d)];
    if (data.isColors) return hexOf(place);
    const numbers = place.slice(0, 4).map((value, feature) => +(value * data.units[feature]).toPrecision(3));
    if (data.noun === "rocks") return `${numbers[0]} mm, ${numbers[1]} g`;
    return `(${numbers.join(", ")}${X.d > 4 ? ", …" : ""})`;
  }

  // The headline and the sentence of a scene.
  tell(scene) {
    const { kind, iteration, number, run } = scene;
    if (kind === "pick") return { head: `Pick ${number + 1} of ${run.k}`, text: this.tellPick(scene) };
    if (kind === "start") return { head: "The first models", text: this.tellStart(scene) };
    if (kind === "move") return { head: `Move, iteration ${iteration}`, text: this.tellMove(scene) };
    if (kind === "sort") return { head: `Sort, iteration ${iteration}`, text: this.tellSort(scene) };
    const inertia = `The inertia is now ${figure(scene.inertia)}.`;
    return { head: "Your models", text: `Each ${this.noun} follows the nearest model. ${inertia}` };
  }

  tellStart({ run }) {
    const first = `The first ${plural(run.k, "model")} (centroids), one for each group.`;
    if (this.data.isOwn) return `${first} Your own functions made this run; the page shows it as it was.`;
    return run.name === "random" ? `${first} Each is a ${this.noun} picked at random.` : first;
  }

  tellPick({ run, number, rivals, probabilities }) {
    const { X } = this, { row } = run.picks[number], place = row => this.place(X.values, row * X.d);
    if (number === 0) {
      const rule = `picked at random. Each ${this.noun} was equally probable`;
      return `The first model (centroid) is at ${place(row)}, ${rule}.`;
    }
    const times = (sumOf(X.weight) * probabilities[row] / X.weight[row]).toFixed(1);
    const better = rivals.length ? ` It was better than ${rivals.map(place).join(" and ")} (×).` : "";
    return `${place(row)}. The farther from the models, the more probable: here ${times} times the average.${better}`;
  }

  tellSort({ run, now, before, oldLabels }) {
    const model = run.name === "yours" ? "of your models" : "model";
    const rule = this.data.isOwn || now.stopReason ? "" : `Each ${this.noun} joins the nearest ${model}. `;
    if (!oldLabels) return rule + this.tellFirstInertia(run, now);
    const inertia = this.tellFall(before, now);
    return rule + this.tellChanges(now.labels, oldLabels) + inertia + this.tellEnd(now);
  }

  tellFirstInertia(run, now) {
    const inertia = `The inertia is ${figure(now.inertia)}`;
    if (run.name !== "yours") return `${inertia}: the sum of the squared distances to the models.`;
    const before = run.change.inertia === null ? "" : ` (before: ${figure(run.change.inertia)})`;
    return `${inertia}${before}. Go on from here, or undo.`;
  }

  tellChanges(labels, oldLabels) {
    const changed = this.changed(labels, oldLabels);
    if (changed === 0) return `No ${this.noun} changes group. `;
    return `Ringed: ${plural(changed, this.noun)} that ${changed === 1 ? "changes" : "change"} group. `;
  }

  // Compare the inertia with that of the last Sort, and with that of the Move since then.
  tellFall({ inertia: before }, { inertia: now, inertiaMoved: moved }) {
    if (now > before * (1 + 1e-9)) {
      return `The inertia ROSE from ${figure(before)} to ${figure(now)}. It never should: look at assign and update.`;
    }
    const sort = fallOf(moved, now), both = fallOf(before, now);
    return `This Sort took ${sort} off the inertia, Move and Sort together ${both}. It is now ${figure(now)}.`;
  }

  tellEnd({ iteration, stopReason }) {
    const iterations = plural(iteration, "iteration");
    return {
      converged: ` Sorted after ${iterations}: no ${this.noun} changes group any more.`,
      tol: ` Sorted after ${iterations}: the models hardly move any more.`,
      max_iter: ` Stopped after ${iterations}: no more were allowed.`,
    }[stopReason] ?? "";
  }

  tellMove({ now, before }) {
    const { d } = this.X, place = group => this.place(now.centroids, group * d);
    const relocated = now.relocated.map(group => `Group ${group + 1} was empty: its model goes to ${place(group)}. `);
    const rule = this.data.isOwn ? "" : "Each model moves to the mean of its group. ";
    const farthest = now.shift.indexOf(Math.max(...now.shift));
    if (now.shift[farthest] === 0) return `${rule}No model moves. The inertia stays at ${figure(now.inertiaMoved)}.`;
    const move = `Model ${farthest + 1} moves farthest, by ${figure(now.shift[farthest])}, to ${place(farthest)}.`;
    const fall = `This Move took ${fallOf(before.inertia, now.inertiaMoved)} off the inertia.`;
    return `${relocated.join("")}${rule}${move} ${fall} It is now ${figure(now.inertiaMoved)}.`;
  }

  // Count the things, pixels say, whose label is another one than before.
  changed(labels, oldLabels) {
    let sum = 0;
    for (let i = 0; i < labels.length; i++) if (labels[i] !== oldLabels[i]) sum += this.X.weight[i];
    return sum;
  }

  // Describe a sample: its place, how many are equal to it, and its distances to the nearest models.
  tellSample(row, { centroids, labels }) {
    const { X } = this, group = labels ? ` in group ${labels[row] + 1}` : "";
    const distances = nearestModels(X, row, centroids).slice(0, 2)
      .map(({ group, distance }) => `${figure(distance)} from model ${group + 1}`).join(", ");
    return `${this.place(X.values, row * X.d)}: ${plural(X.weight[row], this.noun)}${group}; distance ${distances}.`;
  }

  // Write the lines of Python that make this run and go to the iteration that is seen.
  python(scene) {
    const { data, X } = this, { run, iteration } = scene, areRocks = data.noun === "rocks";
    const first = this.shortStart(run);
    const source = areRocks ? "rock_collection()" : data.file ? JSON.stringify(data.file) : "X";
    const settings = [
      source, run.k,
      ...areRocks ? [`by="${data.isColors ? "color" : "size"}"`] : [],
      `init=[${modelsOf(first, X.d).map(model => `[${model.join(", ")}]`).join(", ")}]`,
      ...data.maxIter === 300 ? [] : [`max_iter=${data.maxIter}`],
      ...data.tol === 1e-4 ? [] : [`tol=${data.tol}`],
    ];
    const inertia = scene.inertia === null ? "" : `, inertia ${figure(scene.inertia)}`;
    return [
      `from kmeans_scratch import Stepper${areRocks ? ", rock_collection" : ""}`,
      "",
      ...data.isOwn ? ["# Give your own assign= or update= to Stepper, too."] : [],
      ...data.isThin ? [`# The page shows some of the ${data.noun}. This run takes all of them.`] : [],
      `stepper = Stepper(${settings.join(", ")})`,
      `stepper.goto(${iteration})`,
      `# The page shows: ${this.tell(scene).head}${inertia}.`,
      "print(stepper)",
    ].join("\n");
  }

  // The first models of a run: with two decimals, if the run is the same from there.
  shortStart(run) {
    const first = run.known[0].centroids, short = first.map(step => Number(step.toFixed(2)));
    if (this.data.isOwn || short.every((step, place) => step === first[place])) return first;
    const other = new Run(this.X, lloyd(this.X, short, this.data));
    const isSame = run.known.every((now, iteration) => {
      const { labels, stopReason } = other.snapshot(iteration);
      return stopReason === now.stopReason && labels.every((group, i) => group === now.labels[i]);
    });
    return isSame ? short : first;
  }
}

function hexOf(place) {
  const levels = place.map(level => Math.min(255, Math.max(0, Math.round(level))));
  return "#" + levels.map(level => level.toString(16).padStart(2, "0")).join("");
}

function sumOf(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0);
}
