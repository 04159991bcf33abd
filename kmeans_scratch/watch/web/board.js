// The algorithm, as on the board. It is the same as lloyd.py, number for number.
//
// X has n samples (rows) of d features: X.values[i * d + feature], and X.weight[i] says how many times row i counts.
// Centroids are k rows of d numbers in one array. Labels are n whole numbers from 0 to k - 1.

// Measure the squared distance from sample i to the centroid of a group.
function squaredDistance(X, i, centroids, group) {
  let sum = 0;
  for (let feature = 0; feature < X.d; feature++) {
    const step = X.values[i * X.d + feature] - centroids[group * X.d + feature];
    sum += step * step;
  }
  return sum;
}

// SORT: label each sample with its nearest centroid; if two are equally near, with the lower number.
function assign(X, centroids) {
  const labels = new Uint16Array(X.n);
  const k = centroids.length / X.d;
  for (let i = 0; i < X.n; i++) {
    let nearest = 0, least = Infinity;
    for (let group = 0; group < k; group++) {
      const distance = squaredDistance(X, i, centroids, group);
      if (distance < least) {
        nearest = group;
        least = distance;
      }
    }
    labels[i] = nearest;
  }
  return labels;
}

// MOVE: each centroid goes to the mean of its group. The centroid of an empty group stays.
function update(X, labels, centroids) {
  const { n, d, values, weight } = X;
  const counts = countGroups(X, labels, centroids.length / d);
  const sums = new Float64Array(centroids.length);
  for (let i = 0; i < n; i++) {
    for (let feature = 0; feature < d; feature++) {
      sums[labels[i] * d + feature] += weight[i] * values[i * d + feature];
    }
  }
  return sums.map((sum, place) => {
    const count = counts[Math.floor(place / d)];
    return count > 0 ? sum / count : centroids[place];
  });
}

// Fill each empty group with the sample farthest from its own centroid, and with the samples equal to that one.
// If several samples are equally far, the smallest is taken, compared feature by feature.
function relocateEmpty(X, labels, centroids) {
  const counts = countGroups(X, labels, centroids.length / X.d);
  if (counts.every(count => count > 0)) return labels;
  const filled = labels.slice();
  const distances = Float64Array.from(labels, (group, i) =>
    X.weight[i] > 0 ? squaredDistance(X, i, centroids, group) : 0);
  for (let group = 0; group < counts.length; group++) {
    if (counts[group] > 0) continue;
    let farthest = 0;
    for (let i = 1; i < X.n; i++) {
      const equal = distances[i] === distances[farthest];
      if (distances[i] > distances[farthest] || equal && compareRows(X, i, farthest) < 0) farthest = i;
    }
    if (distances[farthest] === 0) break;  // every sample is at its centroid
    for (let i = 0; i < X.n; i++) {
      if (compareRows(X, i, farthest) === 0) {
        filled[i] = group;
        distances[i] = 0;
      }
    }
  }
  return filled;
}

// Run k-means: the snapshot of the given centroids, then one for each iteration until the run ends.
function* lloyd(X, centroids, { maxIter, tolerance }) {
  let now = takeSnapshot(X, centroids, assign(X, centroids));
  yield now;
  while (!now.stopReason && now.iteration < maxIter) {
    const labels = relocateEmpty(X, now.labels, now.centroids);
    const moved = update(X, labels, now.centroids);
    const before = now;
    now = takeSnapshot(X, moved, assign(X, moved), before, labels);
    now.stopReason = stopReason(before, now, maxIter, tolerance);
    yield now;
  }
}

// Say why the run ends with this snapshot, or null if it goes on.
function stopReason(before, now, maxIter, tolerance) {
  if (now.shift.reduce((sum, shift) => sum + shift * shift, 0) <= tolerance) return "tol";
  if (now.labels.every((group, i) => group === before.labels[i])) return "converged";
  return now.iteration === maxIter ? "max_iter" : null;
}

// Keep one moment of a run. `moved` has the labels with which the centroids were moved.
function takeSnapshot(X, centroids, labels, before = null, moved = null) {
  const k = centroids.length / X.d;
  const from = before ? before.centroids : centroids;
  const shift = Float64Array.from({ length: k }, (_, group) => apart(centroids, from, group, X.d));
  return {
    iteration: before ? before.iteration + 1 : 0,
    centroids, labels, shift,
    counts: countGroups(X, labels, k),
    inertia: inertiaOf(X, labels, centroids),
    inertiaMoved: moved ? inertiaOf(X, moved, centroids) : null,  // after Move, before Sort
    relocated: before ? [...shift.keys()].filter(group => before.counts[group] === 0 && shift[group] > 0) : [],
    stopReason: null,
  };
}

// Add up the weights in each group.
function countGroups(X, labels, k) {
  const counts = new Float64Array(k);
  for (let i = 0; i < X.n; i++) counts[labels[i]] += X.weight[i];
  return counts;
}

// Add up the squared distances between the samples and their centroids.
function inertiaOf(X, labels, centroids) {
  let sum = 0;
  for (let i = 0; i < X.n; i++) sum += X.weight[i] * squaredDistance(X, i, centroids, labels[i]);
  return sum;
}

// Measure how far apart a group's centroid is in two arrays of centroids.
function apart(one, other, group, d) {
  let sum = 0;
  for (let place = group * d; place < (group + 1) * d; place++) sum += (one[place] - other[place]) ** 2;
  return Math.sqrt(sum);
}

// Compare two samples feature by feature: below 0 if the first is smaller, 0 if they are equal.
function compareRows(X, one, other) {
  for (let feature = 0; feature < X.d; feature++) {
    const step = X.values[one * X.d + feature] - X.values[other * X.d + feature];
    if (step !== 0) return step;
  }
  return 0;
}

// The first pick

// Make a source of random numbers from 0 to 1; the same seed gives the same numbers.
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = state + 0x6d2b79f5 >>> 0;
    let bits = Math.imul(state ^ state >>> 15, state | 1);
    bits ^= bits + Math.imul(bits ^ bits >>> 7, bits | 61);
    return ((bits ^ bits >>> 14) >>> 0) / 2 ** 32;
  };
}

// Draw a row: its probability is its chance divided by the sum of all chances.
function drawRow(chances, random) {
  let left = random() * chances.reduce((sum, chance) => sum + chance, 0);
  let last = 0;
  for (let row = 0; row < chances.length; row++) {
    if (chances[row] === 0) continue;
    last = row;
    left -= chances[row];
    if (left < 0) break;
  }
  return last;
}

// Pick k rows at random, none twice. The probability of a row is proportional to its weight.
function pickAtRandom(X, k, random) {
  const chances = X.weight.slice();
  return Array.from({ length: k }, () => {
    const row = drawRow(chances, random);
    chances[row] = 0;
    return row;
  });
}

// Pick k rows by k-means++: a row's probability is proportional to D², its squared distance to the nearest pick.
// A few candidates are drawn each time, and the one that leaves the least D² is kept.
function pickPlusPlus(X, k, random) {
  const picks = [];
  let D2 = null;
  for (let number = 0; number < k; number++) {
    const chances = D2 ? D2.map((distance, i) => X.weight[i] * distance) : X.weight;
    const trials = number === 0 ? 1 : 2 + Math.floor(Math.log(k));
    const candidates = Array.from({ length: trials }, () => drawRow(chances, random));
    const tried = candidates.map(row => lowerD2(X, D2, row));
    const sums = tried.map(distances => distances.reduce((sum, distance, i) => sum + X.weight[i] * distance, 0));
    const best = sums.indexOf(Math.min(...sums));
    D2 = tried[best];
    picks.push({ row: candidates[best], candidates });
  }
  return picks;
}

// Lower each sample's D² to its squared distance from a row, if that is nearer than all picks before.
function lowerD2(X, D2, row) {
  const place = X.values.subarray(row * X.d, (row + 1) * X.d);
  return Float64Array.from({ length: X.n }, (_, i) =>
    Math.min(D2 ? D2[i] : Infinity, squaredDistance(X, i, place, 0)));
}
