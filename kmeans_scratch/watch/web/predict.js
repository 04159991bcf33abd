// Predict: before a half-step the page asks one question, then shows the answer, and says why.
// The data answer it: the snapshot that comes next is known.

// Make the question about the half-step that leads to moment `at`, or null if there is none.
function makeQuestion(run, at, story) {
  const { kind, iteration } = run.moment(at);
  if (kind === "move") return askWhichMoves(run.snapshot(iteration), story);
  if (kind !== "sort" || iteration === 0) return null;
  const now = run.snapshot(iteration), before = run.snapshot(iteration - 1);
  return iteration % 2 ? askWhetherItChanges(run, now, before, story) : askHowInertiaFalls(now, before);
}

function askWhichMoves(now, story) {
  const order = [...now.shift.keys()].sort((one, other) => now.shift[other] - now.shift[one]);
  if (order.length < 2 || now.shift[order[0]] === now.shift[order[1]]) return null;
  const [first, second] = order;
  return {
    text: "Which model moves farthest?",
    answers: order.slice(0, 4).sort((one, other) => one - other).map(group => `Model ${group + 1}`),
    right: `Model ${first + 1}`,
    why: `Model ${first + 1} moves by ${figure(now.shift[first])}, and model ${second + 1} by `
      + `${figure(now.shift[second])}. A model moves far if its group's mean is far from it.`,
  };
}

// Ring one sample near a border: every other time one that changes its group, if there is any.
function askWhetherItChanges(run, now, before, story) {
  const { X } = run, random = randomNumbers(now.iteration), wanted = random() < 0.5;
  let row = -1, least = Infinity;
  for (let trial = 0; trial < 3000; trial++) {
    const i = Math.floor(random() * X.n);
    const [nearest, second] = nearestModels(X, i, now.centroids);
    if (!second) return null;
    const isWanted = (now.labels[i] !== before.labels[i]) === wanted;
    const margin = (second.distance - nearest.distance + 1e-9) * (isWanted ? 1 : 1000);
    if (margin < least) { row = i; least = margin; }
  }
  const changes = now.labels[row] !== before.labels[row];
  const [nearest, second] = nearestModels(X, row, now.centroids);
  return {
    text: `Does the ringed ${story.noun}, now in group ${before.labels[row] + 1}, change its group?`,
    row,
    answers: ["It changes", "It stays"],
    right: changes ? "It changes" : "It stays",
    why: `Model ${nearest.group + 1} is the nearest now, at a distance of ${figure(nearest.distance)}. `
      + `Model ${second.group + 1} is at a distance of ${figure(second.distance)}.`,
  };
}

function askHowInertiaFalls(now, before) {
  const fall = before.inertia ? 1 - now.inertia / before.inertia : 0;
  const answers = ["More than half", "10 % to 50 %", "1 % to 10 %", "Less than 1 %"];
  return {
    text: "By how much does the inertia fall in this iteration?",
    answers,
    right: answers[[0.5, 0.1, 0.01, -Infinity].findIndex(least => fall >= least)],
    why: `It falls by ${percent(fall)}, from ${figure(before.inertia)} to ${figure(now.inertia)}. `
      + "The first iterations do most of the work.",
  };
}

class Quiz {
  constructor(page) {
    Object.assign(this, { page, question: null, right: 0, asked: 0 });
  }

  // The sample that the question is about, until it is answered.
  get row() { return this.question?.isAnswered ? undefined : this.question?.row; }

  get isOn() { return part("predict").getAttribute("aria-pressed") === "true"; }

  toggle() {
    part("predict").setAttribute("aria-pressed", !this.isOn);
    if (!this.isOn) this.close();
    this.page.draw();
  }

  // Ask about the next half-step, once. Return whether the page waits for an answer.
  ask() {
    const { run, at, story } = this.page;
    if (!this.isOn || this.question?.at === at + 1 && this.question.isAnswered) return false;
    if (this.question?.at === at + 1) return true;
    this.close();
    const question = run.has(at + 1) ? makeQuestion(run, at + 1, story) : null;
    if (!question) return false;
    this.question = { ...question, at: at + 1 };
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
    this.page.stop();
    return true;
  }

  // Show the half-step, and say whether the answer was right, and why.
  answer(answer) {
    const { right, why } = this.question, [text, answers] = part("question").children;
    this.asked += 1;
    if (answer === right) this.right += 1;
    this.question.isAnswered = true;
    const verdict = answer === right ? "Right" : `Not so. ${right}`;
    text.textContent = `${verdict}. ${why} (${this.right} of ${this.asked} right)`;
    answers.replaceChildren();
    part("forward").focus();
    this.page.forward();
  }

  close() {
    this.question = null;
    part("question").hidden = true;
  }
}
