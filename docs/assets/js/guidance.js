// The exact guided flow of four Gaussians; loaded when its place is near.
const CSS = `[data-explorable=guidance]{
margin:1.6em 0;font-size:.9375rem;
& label{display:flex;flex-wrap:wrap;align-items:center;gap:0 .5em;min-height:2rem}
& label span{width:11.5rem}
& b{width:2.2rem;text-align:right;font-weight:400}
& [type=range]{flex:1 1 9rem;min-width:0}
& svg{display:block;width:min(100%,30rem);height:auto;margin:.4em auto;border:1px solid var(--mm-faint);touch-action:pan-y}
& path, & circle{fill:none;vector-effect:non-scaling-stroke}
& text{stroke:none;font-size:.4px;fill:var(--mm-muted);text-anchor:middle}
& [role=status]{min-height:3.2em;margin:.4em 0}
}`;
const STD = .35, REACH = 3 * STD, MEANS = [[2, 0], [0, 2], [-2, 0], [0, -2]];
const NAMES = ["right", "up", "left", "down"];

// Two hundred points of Gaussian noise, the same at every visit.
let state = 7;
const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
const NOISE = Array.from({ length: 200 }, () => {
  const r = Math.sqrt(-2 * Math.log(uniform())), a = 2 * Math.PI * uniform();
  return [r * Math.cos(a), r * Math.sin(a)];
});

// The best guess of x_0 from the point (x, y) at time t, for these modes.
function denoise(x, y, t, modes) {
  const s = 1 - t, v = (s * STD) ** 2 + t * t, k = s * STD ** 2 / v;
  const off = modes.map(([a, b]) => [x - s * a, y - s * b]);
  const far = off.map(([a, b]) => -(a * a + b * b) / (2 * v)), top = Math.max(...far);
  let sum = 0, gx = 0, gy = 0;
  modes.forEach(([a, b], i) => {
    const p = Math.exp(far[i] - top);
    sum += p;
    gx += p * (a + k * off[i][0]);
    gy += p * (b + k * off[i][1]);
  });
  return [gx / sum, gy / sum];
}

// Euler steps from noise (t = 1) to data (t = 0).
function walk([x, y], w, steps, own) {
  const path = [[x, y]];
  for (let i = 0; i < steps; i++) {
    const t = 1 - i / steps;
    const all = denoise(x, y, t, MEANS), one = denoise(x, y, t, [own]);
    const g = all.map((u, j) => u + w * (one[j] - u));
    x -= (x - g[0]) / t / steps;
    y -= (y - g[1]) / t / steps;
    path.push([x, y]);
  }
  return path;
}

function build(root) {
  const slider = (name, max, value, step = 1, min = 0) =>
    `<label><span>${name}</span><input type=range min=${min} max=${max} step=${step} value=${value}><b aria-hidden=true>${value}</b></label>`;
  root.style.minHeight = "";
  root.innerHTML = `<style>${CSS}</style><p>Try it: set <i>w</i> to 3 and walk from 0 to 100%. When do the points leave their circle? Then <i>w</i> = 8 with 2, 5 and 50 steps.</p>${slider("guidance weight w", 8, 3, .1)}${
    slider("number of steps", 50, 20, 1, 1)}${slider("walked so far, in %", 100, 100, 1)}
<label><span>label</span><select>${NAMES.map(n => `<option>${n}`).join("")}</select></label>
<svg viewBox="-4.4 -3.9 8.8 7.9" role=img aria-label="Paths of points from noise to data in the plane"><g>${
    MEANS.map(([a, b], i) => `<circle cx=${a} cy=${-b} r=${REACH} stroke="var(--mm-muted)"/><text x=${a} y=${(b < 0 ? 1.5 : -1.2) - b}>${NAMES[i]}</text>`).join("")}</g>
<path stroke="var(--mm-muted)" opacity=.45 /><path stroke="var(--mm-text)" stroke-width=4 stroke-linecap=round />
<path stroke="var(--mm-image)" stroke-width=2 /></svg><p role=status></p>`;
  const [w, steps, part] = root.querySelectorAll("input"), values = root.querySelectorAll("b"), label = root.querySelector("select");
  const [trails, dots, cross] = root.querySelectorAll("path"), status = root.querySelector("[role=status]"), circles = root.querySelectorAll("circle");
  const at = ([x, y]) => `${x.toFixed(2)} ${(-y).toFixed(2)}`;

  const update = () => {
    const own = MEANS[label.selectedIndex], n = NOISE.length;
    const shown = Math.round(part.value / 100 * steps.value);
    const paths = NOISE.map(p => walk(p, +w.value, +steps.value, own).slice(0, shown + 1));
    const ends = paths.map(p => p.at(-1));
    trails.setAttribute("d", paths.slice(0, 40).map(p => "M" + p.map(at).join("L")).join(""));
    dots.setAttribute("d", ends.map(p => `M${at(p)}h0`).join(""));
    const mean = [0, 1].map(j => ends.reduce((s, p) => s + p[j], 0) / n);
    const [x, y] = mean, p = Math.max(-4.2, Math.min(4.2, x)), q = Math.max(-3.7, Math.min(3.7, y));
    cross.setAttribute("d", `M${at([p - .2, q - .2])}L${at([p + .2, q + .2])}M${at([p - .2, q + .2])}L${at([p + .2, q - .2])}`);
    circles.forEach((c, i) => c.setAttribute("stroke", `var(--mm-${i === label.selectedIndex ? "ink" : "faint"})`));
    [w, steps, part].forEach((input, i) => { values[i].textContent = input.value; });
    const along = (x * own[0] + y * own[1]) / 2;
    const spread = Math.sqrt(ends.reduce((s, p) => s + (p[0] - x) ** 2 + (p[1] - y) ** 2, 0) / n / 2);
    const near = ends.filter(p => Math.hypot(p[0] - own[0], p[1] - own[1]) < REACH).length / n;
    status.textContent = `${shown} of ${steps.value} steps: mean ${along.toFixed(2)}${
      p === x && q === y ? "" : ", outside the picture"} (true 2.00), standard deviation ${
      spread.toFixed(2)} (0.35), ${Math.round(100 * near)}% in the circle (99%)`;
  };
  root.oninput = update;
  update();
}

for (const root of document.querySelectorAll("[data-explorable=guidance]")) {
  root.hidden = false; // or it is never seen
  root.style.minHeight = "42rem"; // about its height, so that nothing jumps
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(e => e.isIntersecting)) return;
    observer.disconnect();
    build(root);
  }, { rootMargin: "600px" }).observe(root);
}
