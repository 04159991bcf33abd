// Predict: before a half-step the page asks one question, then shows the answer, and says why.
// The data answer it: the snapshot that comes next is known.

// Make the question about the half-step that leads to moment `at`, or null if there is none.
function makeQuestion(run, at, story) {
  const { kind, iteration } = run.moment(at);
  if (kind === "move") return askWhichMoves(run.snapshot(iteration));
  if (kind !== "sort" || iteration === 0) return null;
  const now = run.snapshot(iteration), before = run.snapshot(iteration - 1);
  return iteration % 2 ? askWhetherItChanges(run, now, before, story) : askHowInertiaFalls(now, before);
}

// Two answers that nearly agree make no question: it could only be guessed.
const ALIKE = 0.95;

function askWhichMoves(now) {
  const order = [...now.shift.keys()].sort((one, other) => now.shift[other] - now.shift[one]);
  if (order.length < 2 || now.shift[order[1]] >= ALIKE * now.shift[order[0]]) return null;
  const [first, second] = order;
  return {
    text: "Which model will move farthest?",
    answers: order.slice(0, 4).sort((one, other) => one - other).map(group => `Model ${group + 1}`),
    right: `Model ${first + 1}`,
    isRight: `model ${first + 1} moves farthest`,
    why: `It moves ${figure(now.shift[first])}, and model ${second + 1} moves ${figure(now.shift[second])}. `
      + "A model moves far if the mean of its group is far away.",
  };
}

// Ring one sample near a border: every other time one that changes its group, if there is any.
function askWhetherItChanges(run, now, before, story) {
  const { X } = run, random = randomNumbers(now.iteration), wanted = random() < 0.5;
  let row = -1, least = Infinity;
  for (let trial = 0; trial < 3000; trial++) {
    const i = Math.floor(random() * X.n);
    const [nearest, second] = nearestModels(X, i, now.centroids);
    if (!second || nearest.distance > ALIKE * second.distance) continue;
    const isWanted = (now.labels[i] !== before.labels[i]) === wanted;
    const margin = (second.distance - nearest.distance) * (isWanted ? 1 : 1000);
    if (margin < least) { row = i; least = margin; }
  }
  if (row < 0) return null;
  const changes = now.labels[row] !== before.labels[row];
  const [nearest, second] = nearestModels(X, row, now.centroids);
  return {
    text: `The ringed ${story.noun} is in group ${before.labels[row] + 1}. Will it change its group?`,
    row,
    answers: ["It changes", "It stays"],
    right: changes ? "It changes" : "It stays",
    isRight: changes ? "it changes" : "it stays",
    why: `Now the nearest is model ${nearest.group + 1}, ${figure(nearest.distance)} away. `
      + `Model ${second.group + 1} is ${figure(second.distance)} away.`,
  };
}

function askHowInertiaFalls(now, before) {
  const fall = before.inertia ? 1 - now.inertia / before.inertia : 0, limits = [0.5, 0.1, 0.01];
  if (limits.some(limit => Math.min(fall, limit) > ALIKE * Math.max(fall, limit))) return null;
  const answers = ["More than 50 %", "10 to 50 %", "1 to 10 %", "Less than 1 %"];
  return {
    text: "By how much will the inertia fall in this iteration?",
    answers,
    right: answers[[...limits, -Infinity].findIndex(limit => fall >= limit)],
    isRight: `it falls by ${percent(fall)}`,
    why: `It goes from ${figure(before.inertia)} to ${figure(now.inertia)}. `
      + "The first iterations do most of the work.",
  };
}

// While Predict is on, the page always asks about the next half-step, or says why it does not.
class Quiz {
  constructor(page) {
    Object.assign(this, { page, question: null, right: 0, asked: 0 });
  }

  get isOn() { return part("predict").getAttribute("aria-pressed") === "true"; }

  get waits() { return Boolean(this.question && !this.question.isAnswered); }

  // The sample that the question is about, or -1. After the answer, the pointer can light another one.
  get row() { return this.question?.row ?? -1; }

  // Switch Predict on or off. When it goes on, go to the first half-step that there is a question about.
  toggle() {
    const { page } = this, { run, story } = page;
    part("predict").setAttribute("aria-pressed", !this.isOn);
    part("question").hidden = !this.isOn;
    let at = page.at;
    if (this.isOn) while (run.has(at + 1) && !makeQuestion(run, at + 1, story)) at++;
    page.jump(run.has(at + 1) ? at : page.at);
    if (this.waits) this.focus();
  }

  // Ask about the next half-step, if Predict is on.
  ask() {
    const { run, at, story } = this.page, hasNext = run.has(at + 1);
    this.question = this.isOn && hasNext ? makeQuestion(run, at + 1, story) : null;
    const none = hasNext ? "No question about this half-step. Press Next." : "No step left. Go back, or try a new start.";
    this.say(this.question?.text ?? none, this.question?.answers);
  }

  // After an answer has been read, Next asks the next question. Return whether the page waits for an answer.
  holds() {
    if (this.question?.isAnswered) this.ask();
    if (this.waits) this.focus();
    return this.waits;
  }

  // Make the question and the space be seen.
  focus() {
    part("question").querySelector("button").focus({ preventScroll: true });
    part("space").scrollIntoView({ block: "nearest" });
    this.page.stop();
  }

  // Show the half-step, and say whether the answer was right, and why.
  answer(answer) {
    const { right, isRight, why } = this.question, wasRight = answer === right;
    const { page } = this, ending = page.run.has(page.at + 2) ? "" : " No step left.";
    this.asked += 1;
    if (wasRight) this.right += 1;
    this.question.isAnswered = true;
    this.say(`${wasRight ? "Right" : "No"}: ${isRight}. ${why}${ending}`);
    part("forward").focus({ preventScroll: true });
    page.step();
  }

  say(text, answers = []) {
    const [words, buttons] = part("question").children;
    words.textContent = text + (this.asked ? ` (${this.right} of ${this.asked} right)` : "");
    buttons.replaceChildren(...answers.map(answer => {
      const button = document.createElement("button");
      button.textContent = answer;
      button.onclick = () => this.answer(answer);
      return button;
    }));
  }
}
