// What a hand does: mouse, finger and keys, and the method of the page that each of them calls.

function listen(page) {
  const click = (id, move) => { part(id).onclick = move; };
  click("first", () => page.jump(0));
  click("back", () => page.jump(page.at - 1));
  click("play", () => page.toggle());
  click("forward", () => { page.stop(); page.forward(); });
  click("fewer", () => page.setK(page.run.k - 1));
  click("more", () => page.setK(page.run.k + 1));
  click("again", () => page.restart(page.seed + 1));
  click("add", () => page.add());
  click("delete", () => page.deleteChosen());
  click("undo", () => page.undo());
  click("redo", () => page.redo());
  click("predict", () => page.quiz.toggle());
  click("borders", () => page.toggleBorders());
  click("beside", () => page.toggleRival());
  click("compare", () => page.toggleSection("seeds"));
  click("copy", () => page.copy());
  click("large", () => page.toggleLarge());
  click("help", () => page.toggleSection("keys"));
  part("way").onchange = () => page.restart(page.seed);
  part("slider").oninput = event => page.jump(Number(event.target.value));
  listenToSpace(page, part("space"));
  if (page.picture) listenToPicture(page, part("picture"));
  document.addEventListener("keydown", event => press(page, event));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    page.draw();
    page.seeds.draw(page.look(page.scene));
  });
}

// A press on a model takes hold of it, a press beside the models takes hold of the cube.
function listenToSpace(page, canvas) {
  let grip = null;
  canvas.onpointerdown = event => {
    const scene = page.scene, { offsetX: x, offsetY: y } = event;
    page.stop();
    canvas.setPointerCapture(event.pointerId);
    grip = { x, y, group: page.space.modelAt(scene, x, y), moved: false, from: scene.centroids };
  };
  canvas.onpointermove = event => {
    const { offsetX: x, offsetY: y } = event;
    if (!grip) return page.light(page.space.rowAt(x, y));
    const right = x - grip.x, down = y - grip.y;
    if (!grip.moved && Math.hypot(right, down) < 4) return;  // a click that trembles
    Object.assign(grip, { x, y, moved: true });
    if (grip.group < 0) page.turn(0.5 * right, 0.5 * down);
    else page.drag(grip, right, down, event);
  };
  canvas.onpointerup = ({ offsetX, offsetY }) => {
    if (!grip) return;
    const { group, moved } = grip;
    grip = null;
    if (moved) return page.drop();
    if (group >= 0) return page.choose(group);
    const row = page.space.rowAt(offsetX, offsetY);
    if (row >= 0) page.add(row);
  };
  canvas.onpointercancel = () => { grip = page.hand = null; page.draw(); };
  canvas.onpointerleave = () => page.light(-1);
}

function listenToPicture(page, canvas) {
  canvas.onpointermove = event => page.light(page.picture.rowAt(event.clientX, event.clientY));
  canvas.onpointerleave = () => page.light(-1);
  canvas.onclick = event => {
    const row = page.picture.rowAt(event.clientX, event.clientY);
    if (row >= 0) page.add(row);
  };
}

function press(page, event) {
  const { target, shiftKey, altKey } = event, command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const inField = ["TEXTAREA", "SELECT"].includes(target.tagName) && key !== "Escape";
  const pressesButton = (key === " " || key === "Enter") && target.tagName === "BUTTON";
  if (inField || pressesButton || altKey) return;
  const undo = () => shiftKey ? page.redo() : page.undo();
  const move = command ? { z: undo, y: () => page.redo() }[key] : keysOf(page, shiftKey)[key];
  if (!move) return;
  event.preventDefault();
  move();
}

function keysOf(page, shift) {
  const nudges = { i: [0, -1], j: [-1, 0], k: [0, 1], l: [1, 0] };
  const turns = { a: [-6, 0], d: [6, 0], w: [0, 6], s: [0, -6] };
  const moves = {
    ArrowRight: () => { page.stop(); shift ? page.iterate(1) : page.forward(); },
    ArrowLeft: () => shift ? page.iterate(-1) : page.jump(page.at - 1),
    Home: () => page.jump(0), End: () => page.end(), " ": () => page.toggle(),
    Delete: () => page.deleteChosen(), Backspace: () => page.deleteChosen(), Escape: () => page.escape(),
    n: () => page.restart(page.seed + 1), p: () => page.quiz.toggle(), b: () => page.toggleBorders(),
    t: () => page.toggleLarge(), "?": () => page.toggleSection("keys"),
  };
  for (const [key, way] of Object.entries(nudges)) moves[key] = () => page.nudge(...way, shift);
  for (const [key, way] of Object.entries(turns)) moves[key] = () => page.turn(...way);
  for (let group = 0; group < Math.min(9, page.run.k); group++) moves[group + 1] = () => page.choose(group);
  return moves;
}
