// softmax/perturbation.py once more, so that the bars can follow a slider; a test holds the two
// together.

const dilated = (x, radius, around) => {
  const reach = Math.ceil(radius), out = Float64Array.from(x);
  for (let down = -reach; down <= reach; down++) {
    for (let right = -reach; right <= reach; right++) {
      const weight = Math.min(1, radius + 1 - Math.hypot(down, right));
      if (weight <= 0) continue;
      for (let r = 0, i = 0; r < SIDE; r++) {
        for (let c = 0; c < SIDE; c++, i++) {
          const y = r + down, z = c + right, inside = y >= 0 && y < SIDE && z >= 0 && z < SIDE;
          out[i] = Math.max(out[i], weight * (inside ? x[y * SIDE + z] : around));
        }
      }
    }
  }
  return out;
};

const thickened = (x, wider) => (wider < 0
  ? dilated(x.map((v) => 1 - v), -wider / 2, 1).map((v) => 1 - v)
  : dilated(x, wider / 2, 0));

const turnedAndMoved = (x, turn, right, down) => {
  const angle = (turn * Math.PI) / 180, sine = Math.sin(angle), cosine = Math.cos(angle), out = new Float64Array(x.length);
  const at = (r, c) => (r < 0 || r >= SIDE || c < 0 || c >= SIDE ? 0 : x[r * SIDE + c]);
  for (let i = 0; i < SIDE; i++) {
    for (let j = 0; j < SIDE; j++) {
      const below = i + 0.5 - CENTRE - down, beside = j + 0.5 - CENTRE - right;
      const row = below * cosine - beside * sine + CENTRE - 0.5, column = below * sine + beside * cosine + CENTRE - 0.5;
      const r = Math.floor(row), c = Math.floor(column), lower = row - r, righter = column - c;
      out[i * SIDE + j] = (at(r, c) * (1 - righter) + at(r, c + 1) * righter) * (1 - lower)
        + (at(r + 1, c) * (1 - righter) + at(r + 1, c + 1) * righter) * lower;
    }
  }
  return out;
};

const perturb = (x, { right, down, turn, pen }) => turnedAndMoved(thickened(x, pen), turn, right, down);
