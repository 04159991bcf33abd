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
    const numbers = place.map((value, feature) => +(value * data.units[feature]).toPrecision(3));
    return data.noun === "rocks" ? `${numbers[0]} mm, ${numbers[1]} g` : `(${numbers.join(", ")})`;
  }

  // The headline and the sentence of a scene.
  tell(scene) {
    const { kind, iteration, run } = scene, k = run.k;
    if (kind === "pick") return { head: `Pick ${scene.number + 1} of ${k}`, text: this.tellPick(scene) };
    if (kind === "start") return { head: "The first models", text: this.tellStart(scene) };
    if (kind === "move") return { head: `Move, iteration ${iteration}`, text: this.tellMove(scene) };
    if (kind === "sort") return { head: `Sort, iteration ${iteration}`, text: this.tellSort(scene) };
    return { head: "Your models", text: `Each ${this.noun} follows the nearest model. The inertia is now ${figure(scene.inertia)}.` };
  }

  tellStart({ run }) {
    const { data } = this;
    if (data.isOwn) return `The first of ${plural(run.k, "model")}. Your own functions made this run; the page shows it as it was.`;
    return run.name === "random"
      ? `${plural(run.k, this.noun)}, picked at random, ${run.k === 1 ? "is the first model" : "are the first models"}.`
      : `The first ${plural(run.k, "model")}, one for each group.`;
  }

  tellPick({ run, number, rivals, probabilities }) {
    const { X, data } = this, { row } = run.picks[number];
    const model = this.place(X.values, row * X.d);
    if (number === 0) return `${model}, at random: each ${this.noun} has the same probability.`;
    const average = sumOf(X.weight) * probabilities[row] / X.weight[row];
    const better = rivals.length ? ` It leaves less distance than ${rivals.map(rival => this.place(X.values, rival * X.d)).join(" and ")} (×).` : "";
    return `${model}, far from the other models: its probability was ${average.toFixed(1)} times the average.${better}`;
  }

  tellSort({ run, now, before, oldLabels, iteration }) {
    if (!oldLabels && run.name === "yours") return this.tellYours(run, now);
    if (!oldLabels) return `Each ${this.noun} joins the nearest model. The inertia is ${figure(now.inertia)}: the sum of the squared distances to the models.`;
    const changed = this.changed(now.labels, oldLabels);
    const verb = changed === 1 ? "changes" : "change";
    const fall = before.inertia ? 1 - now.inertia / before.inertia : 0;
    const start = `Each ${this.noun} joins the nearest model: ${changed ? `${plural(changed, this.noun)} ${verb}` : `no ${this.noun} changes`} group.`;
    const rose = before.inertia > 0 && now.inertia > before.inertia * (1 + 1e-9);
    const inertia = rose
      ? `The inertia ROSE from ${figure(before.inertia)} to ${figure(now.inertia)}. It never should: look at assign and update.`
      : fall > 0 ? `The inertia fell by ${percent(fall)} to ${figure(now.inertia)}.`
        : `The inertia stays at ${figure(now.inertia)}.`;
    return `${start} ${inertia}${this.tellEnd(now)}`;
  }

  tellYours(run, now) {
    const { inertia } = run.change;
    const before = inertia === null ? "" : ` (before: ${figure(inertia)})`;
    return `Each ${this.noun} joins the nearest of your models. The inertia is ${figure(now.inertia)}${before}. Go on from here, or undo.`;
  }

  tellEnd(now) {
    const after = ` Sorted after ${plural(now.iteration, "iteration")}:`;
    if (now.stopReason === "converged") return `${after} no ${this.noun} changes group any more.`;
    if (now.stopReason === "tol") return `${after} the models hardly move any more.`;
    if (now.stopReason === "max_iter") return ` Stopped after ${plural(now.iteration, "iteration")}: no more were allowed.`;
    return "";
  }

  tellMove({ now, before }) {
    const empty = now.relocated.map(group => `Group ${group + 1} was empty. Its model goes to ${this.place(now.centroids, group * this.X.d)}, far from all others. `).join("");
    const farthest = now.shift.indexOf(Math.max(...now.shift));
    return `${empty}Each model moves to the mean of its group. Model ${farthest + 1} moves farthest, by ${figure(now.shift[farthest])}, `
      + `to ${this.place(now.centroids, farthest * this.X.d)}. The inertia is ${figure(now.inertiaMoved)}.`;
  }

  // Count the things, pixels say, whose label is another one than before.
  changed(labels, oldLabels) {
    let sum = 0;
    for (let i = 0; i < labels.length; i++) if (labels[i] !== oldLabels[i]) sum += this.X.weight[i];
    return sum;
  }

  // Describe a sample: what it is, how many are equal to it, and its distances to the nearest models.
  tellSample(row, scene) {
    const { X } = this, count = X.weight[row];
    const distances = nearestModels(X, row, scene.centroids).slice(0, 3)
      .map(({ group, distance }) => `${figure(distance)} from model ${group + 1}`);
    const group = scene.labels ? ` in group ${scene.labels[row] + 1}` : "";
    return `${this.place(X.values, row * X.d)}: ${plural(count, this.noun)}${group}; distance ${distances.join(", ")}.`;
  }

  // The line of Python that makes the run which starts from these models.
  python(centroids) {
    const { data, X } = this;
    const init = modelsOf(centroids, X.d).map(model => `[${model.join(", ")}]`).join(", ");
    const source = data.noun === "rocks" ? "rock_collection()" : data.noun === "samples" || data.source === "array" || data.source === "pixels" ? "X" : JSON.stringify(data.source);
    const by = data.noun === "rocks" ? `by="${data.isColors ? "color" : "size"}", ` : "";
    const imports = data.noun === "rocks" ? "from kmeans_scratch import Stepper, rock_collection" : "from kmeans_scratch import Stepper";
    return `${imports}\nstepper = Stepper(${source}, ${centroids.length / X.d}, ${by}init=[${init}])`;
  }
}

function hexOf(place) {
  return "#" + place.map(level => Math.min(255, Math.max(0, Math.round(level))).toString(16).padStart(2, "0")).join("");
}

function sumOf(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0);
}
