// A similarity matrix whose temperature is on a slider. Nothing is requested
// before its place in the page comes near.
const CSS = `[data-explorable=similarity] {
container-type: inline-size; margin: 1.6em 0; font-size: .9375rem;
& fieldset { border: 0; margin: 0; padding: 0 }
& label { display: flex; align-items: center; gap: .5em; min-height: 2rem }
& [type=range] { flex: 1; min-width: 0 }
& table { display: table; table-layout: fixed; margin: 0; width: 100%; overflow: visible; font-size: .8125rem; line-height: 1.1 }
& :is(thead, tbody, tr) { border: 0 !important }
& :is(th, td) { min-width: 0; padding: 0; vertical-align: middle; text-align: center; font-weight: 400 }
& :is(th, td):first-child { width: 15.5rem; padding-right: .4rem; text-align: right }
& thead th { vertical-align: bottom }
& img { display: block; width: 100%; image-rendering: pixelated }
& p img { float: left; width: 4rem; margin-right: .5rem }
& tbody td { position: relative; height: 1.6rem; border: 1px solid var(--mm-faint); background: color-mix(in srgb, var(--c) var(--p), #0000) }
& .right { box-shadow: inset 0 0 0 1.5px var(--mm-ink) }
& b { position: absolute; z-index: 1; bottom: 100%; left: 0; padding: .2em .4em; background: var(--mm-ink); color: var(--mm-paper) }
& td:nth-child(n+9) b { left: auto; right: 0 }
& td:not(:hover, :focus) b, & legend, & th span { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; padding: 0; overflow: hidden }
& p { margin: .4em 0; min-height: 3em }
& i { font-style: inherit }
@container (width < 36rem) { & :is(th, td):first-child { width: 6.4rem; font-size: .75rem } & i { display: none } }
@media print { display: none }
}`;
const percent = p => p < .005 ? "<1%" : Math.round(100 * p) + "%";

function build(root, { captions, similarity: s, thumbnails, held_out, tau: start }) {
  const steps = 84, low = .005, ratio = 400; // τ from 0.005 to 2
  const n = s.length, words = captions.map(c => c.split(" "));
  const what = words.map(w => w.slice(1, 4).join(" "));
  const mark = i => held_out[i] ? " †<span>new</span>" : "";
  const each = f => words.map(f).join("");
  root.innerHTML = `<style>${CSS}</style><fieldset><legend>Direction</legend>
<label><input type=radio name=softmax checked>caption finds image: each row sums to 1</label>
<label><input type=radio name=softmax>image finds caption: each column sums to 1</label></fieldset>
<label>temperature τ<input type=range max=${steps}></label><p role=status></p>
<table role=grid aria-label="Probabilities; arrow keys move"><thead><tr><td>${
  each((_, j) => `<th scope=col>${mark(j)}<img src="${thumbnails[j]}" alt="${what[j]}">`)}<tbody>${
  each(([, size, color, shape, ...motion], i) =>
    `<tr><th scope=row><i>${size} </i>${color} ${shape}<i> ${motion.join(" ")}</i>${mark(i)}${
      each((_, j) => `<td tabindex=-1${i === j ? " class=right" : ""}><b></b>`)}`)}</table>
<p></p>Outlined: the right pairs. †: color and shape never together in training.`;
  const [rows, columns, slider] = root.querySelectorAll("input");
  const [status, about] = root.querySelectorAll("p");
  const grid = root.querySelector("table");
  const cells = [...grid.tBodies[0].rows].map(row => [...row.cells].slice(1));
  let p, i = 0, j = 0;

  function tell() {
    about.innerHTML = `<img src="${thumbnails[j]}" alt="">“${captions[i]}” and this image: cosine ${
      s[i][j].toFixed(2)}, probability ${percent(p[i][j])}`;
  }
  function at({ target }) {
    const cell = target.closest("tbody td");
    if (!cell) return;
    cells[i][j].tabIndex = -1;
    i = cell.parentNode.sectionRowIndex;
    j = cell.cellIndex - 1;
    cell.tabIndex = 0;
    tell();
  }
  function update() {
    const tau = +(low * ratio ** (slider.value / steps)).toPrecision(2);
    const across = rows.checked;
    let right = 0, loss = 0;
    p = s.map(() => []);
    for (let a = 0; a < n; a++) {
      const z = s.map((row, b) => (across ? s[a][b] : row[a]) / tau), top = Math.max(...z);
      const total = top + Math.log(z.reduce((sum, v) => sum + Math.exp(v - top), 0));
      z.forEach((v, b) => { p[across ? a : b][across ? b : a] = Math.exp(v - total); });
      right += p[a][a] / n;
      loss += (total - z[a]) / n;
    }
    cells.forEach((row, a) => row.forEach((cell, b) => {
      cell.style.setProperty("--p", 100 * p[a][b] + "%");
      cell.firstChild.textContent = percent(p[a][b]);
    }));
    grid.style.setProperty("--c", `var(--mm-${across ? "text" : "image"})`);
    slider.ariaValueText = tau;
    status.textContent = `τ = ${tau}: the right ${across ? "image" : "caption"} gets ${
      percent(right)} on average, loss ${loss.toFixed(2)} nats; uniform would be log ${n} = ${
      Math.log(n).toFixed(2)}`;
    tell();
  }
  slider.value = steps * Math.log(start / low) / Math.log(ratio);
  slider.oninput = rows.onchange = columns.onchange = update;
  grid.onpointerover = at;
  grid.addEventListener("focusin", at);
  grid.onkeydown = event => {
    const step = { Up: [-1, 0], Down: [1, 0], Left: [0, -1], Right: [0, 1] }[event.key.slice(5)];
    if (!step) return;
    event.preventDefault();
    at(event);
    cells[i + step[0]]?.[j + step[1]]?.focus();
  };
  cells[0][0].tabIndex = 0;
  update();
}

for (const root of document.querySelectorAll("[data-explorable=similarity]")) {
  root.hidden = false; // empty as yet, but now it can be observed
  new IntersectionObserver(async ([entry], observer) => {
    if (!entry.isIntersecting) return;
    observer.disconnect();
    try {
      build(root, await (await fetch(root.dataset.source)).json());
    } catch {
      root.hidden = true; // the figure before it stays
    }
  }, { rootMargin: "600px 0px" }).observe(root);
}
