// Take the page's data apart: page.py wrote it.

// Turn base64 of deflated bytes into bytes.
async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Whole numbers below 2³²: first the lowest byte of each, then the next byte of each, and so on.
async function unpackWhole(text) {
  const planes = await unpack(text);
  const n = planes.length / 4;
  return Uint32Array.from({ length: n }, (_, i) =>
    (planes[i] | planes[n + i] << 8 | planes[2 * n + i] << 16 | planes[3 * n + i] << 24) >>> 0);
}

async function unpackFloats(text) {
  return new Float64Array((await unpack(text)).buffer);
}

// Read the samples. Colours come as sorted numbers, red · 2¹⁶ + green · 2⁸ + blue: each as its step from the last.
async function readSamples(data) {
  const weight = data.counts ? Float64Array.from(await unpackWhole(data.counts)) : new Float64Array(data.n).fill(1);
  let values, codes = null;
  if (data.codes) {
    codes = await unpackWhole(data.codes);
    for (let i = 1; i < codes.length; i++) codes[i] += codes[i - 1];
    values = new Float64Array(3 * codes.length);
    for (let i = 0; i < codes.length; i++) {
      values[3 * i] = codes[i] >> 16;
      values[3 * i + 1] = codes[i] >> 8 & 255;
      values[3 * i + 2] = codes[i] & 255;
    }
  } else {
    values = await unpackFloats(data.values);
  }
  return { n: data.n, d: data.d, values, weight, codes };
}

// Read the picture: for each pixel its row among the samples, or -1 if it is transparent.
async function readPicture(data, X) {
  if (!data.picture) return null;
  const { height, width } = data.picture;
  const rgb = await unpack(data.picture.steps);  // each pixel as its step from the pixel on its left, modulo 256
  for (let place = 0; place < rgb.length; place++) {
    if (place % (3 * width) >= 3) rgb[place] += rgb[place - 3];
  }
  const opaque = data.picture.opaque ? await unpack(data.picture.opaque) : null;
  const rows = new Int32Array(height * width);
  let seen = 0;
  for (let pixel = 0; pixel < rows.length; pixel++) {
    const code = rgb[3 * pixel] << 16 | rgb[3 * pixel + 1] << 8 | rgb[3 * pixel + 2];
    const row = X.codes ? findCode(X.codes, code) : seen;
    rows[pixel] = opaque && !opaque[pixel] ? -1 : row;
    if (rows[pixel] >= 0) seen++;
  }
  return { height, width, rows };
}

// Find a number among sorted ones by halving.
function findCode(codes, code) {
  let low = 0, high = codes.length - 1;
  while (low < high) {
    const middle = low + high >> 1;
    if (codes[middle] < code) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Read the run that Python made: a function that begins it anew, snapshot by snapshot.
// Labels come along only if a student's own functions made them.
async function readRun(history, X, k) {
  const centroids = await unpackFloats(history.centroids);
  const labels = history.labels ? await unpackWhole(history.labels) : null;
  if (labels) for (let place = X.n; place < labels.length; place++) labels[place] += labels[place - X.n];
  const size = k * X.d, last = centroids.length / size - 1;
  return function* () {
    let now = null;
    for (let t = 0; t <= last; t++) {
      const here = centroids.slice(t * size, (t + 1) * size);
      const groups = labels ? Uint16Array.from(labels.subarray(t * X.n, (t + 1) * X.n)) : assign(X, here);
      const moved = now && (labels ? now.labels : relocateEmpty(X, now.labels, now.centroids));
      now = takeSnapshot(X, here, groups, now, moved);
      if (t === last) now.stopReason = history.stopReason;
      yield now;
    }
  };
}
