// A matrix of similarities with its temperature on a slider. Nothing is
// requested before the place in the page is near the window.
const CSS = `
[data-explorable=similarity] {
  container-type: inline-size; margin: 1.6em 0; font-size: .9375rem; line-height: 1.4;
  & fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1.2em; }
  & legend { padding: 0; }
  & label { display: flex; align-items: center; gap: .5em; min-height: 2rem; }
  & [type=range] { flex: 1; min-width: 0; height: 2rem; }
  & label b { min-width: 3.2em; font-weight: 400; }
  & table { display: table; table-layout: fixed; width: 100%; max-width: none; margin: .6em 0; overflow: visible; font-size: .8125rem; line-height: 1.1; }
  & table * { border: 0; }
  & :is(th, td) { min-width: 0; padding: 0; vertical-align: middle; font-weight: 400; }
  & :is(th, td):first-child { width: 13.5rem; padding-right: .4rem; text-align: right; }
  & thead th { text-align: center; vertical-align: bottom; }
  & thead { border: 0; }
  & img { display: block; width: 100%; image-rendering: pixelated; }
  & td[tabindex] { position: relative; height: 1.6rem; border: 1px solid var(--mm-faint); background: color-mix(in srgb, var(--c) var(--p), transparent); }
  & .right { box-shadow: inset 0 0 0 1.5px var(--mm-ink); }
  & td b { position: absolute; z-index: 2; top: -1.5em; left: 0; padding: .15em .35em; background: var(--mm-ink); color: var(--mm-paper); font-weight: 400; }
  & td:nth-child(n+9) b { left: auto; right: 0; }
  & td:not(:hover, :focus) b, & .x { clip-path: inset(50%); position: absolute; overflow: hidden; width: 1px; height: 1px; padding: 0; }
  & .r { color: var(--mm-muted); }
  & p { margin: .4em 0; }
  @container (max-width: 36rem) {
    & :is(th, td):first-child { width: 6.2rem; font-size: .75rem; }
    & i { clip-path: inset(50%); position: absolute; }
  }
  & i { font-style: inherit; }
  @media print { display: none; }
}`;
const make = (name, set, ...inside) => {
  const element = Object.assign(document.createElement(name), set);
  element.append(...inside);
  return element;
};
const percent = p => p < .005 ? "<1%" : p > .995 ? ">99%" : `${Math.round(100 * p)}%`;

function build(root, { captions, similarity, thumbnails, held_out, tau }) {
  const n = captions.length, range = 84, [low, high] = [.005, 2];
  let at = [0, 0];
  const slider = make("input", { type: "range", min: 0, max: range,
    value: Math.round(range * Math.log(tau / low) / Math.log(high / low)) });
  const shown = make("b", {}), status = make("p", {}), focused = make("p", { className: "r" });
  status.setAttribute("role", "status");
  const choice = (words, checked) => {
    const input = make("input", { type: "radio", name: "softmax", checked });
    return [input, make("label", {}, input, words)];
  };
  const [rows, rowsLabel] = choice("caption finds image (each row sums to 1)", true);
  const [columns, columnsLabel] = choice("image finds caption (each column sums to 1)", false);
  const what = captions.map(c => c.split(" ").slice(1, 4).join(" "));
  const mark = i => held_out[i] ? ["†", make("span", { className: "x", textContent: " new combination" })] : [];
  const name = i => {
    const [size, color, shape, ...motion] = captions[i].replace(/^a /, "").split(" ");
    return [make("i", { textContent: size + " " }), `${color} ${shape}`,
      make("i", { textContent: " " + motion.join(" ") }), ...mark(i)];
  };
  const cells = captions.map((_, i) => captions.map((_, j) => {
    const cell = make("td", { tabIndex: i + j ? -1 : 0, className: i === j ? "right" : "" }, make("b", {}));
    cell.onfocus = cell.onpointerenter = () => { at = [i, j]; tell(); };
    cell.onkeydown = event => {
      const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1],
        ArrowRight: [0, 1], Home: [0, -j], End: [0, n] }[event.key] || [];
      if (down === undefined) return;
      event.preventDefault();
      const to = cells[Math.max(0, Math.min(n - 1, i + down))][Math.max(0, Math.min(n - 1, j + right))];
      cell.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    };
    return cell;
  }));
  const grid = make("table", {},
    make("thead", {}, make("tr", {}, make("td", {}), ...thumbnails.map((src, j) =>
      make("th", { scope: "col" }, ...mark(j), make("img", { src, alt: what[j], width: 32, height: 32 }))))),
    make("tbody", {}, ...cells.map((row, i) =>
      make("tr", {}, make("th", { scope: "row" }, ...name(i)), ...row))));
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-label", "Probabilities, captions by images; move with the arrow keys");
  let p;
  function tell() {
    const [i, j] = at;
    focused.textContent = `“${captions[i]}”, image of a ${what[j]}: cosine ${similarity[i][j].toFixed(2)}, probability ${percent(p[i][j])}`;
  }
  function update() {
    const tau = +(low * (high / low) ** (slider.value / range)).toPrecision(2);
    const side = rows.checked ? (i, j) => similarity[i][j] : (i, j) => similarity[j][i];
    p = captions.map(() => []);
    let right = 0, loss = 0;
    for (let i = 0; i < n; i++) {
      const z = captions.map((_, j) => side(i, j) / tau), top = Math.max(...z);
      const total = top + Math.log(z.reduce((sum, v) => sum + Math.exp(v - top), 0));
      z.forEach((v, j) => { (rows.checked ? p[i] : p[j])[rows.checked ? j : i] = Math.exp(v - total); });
      right += p[i][i] / n;
      loss += (total - z[i]) / n;
    }
    cells.forEach((row, i) => row.forEach((cell, j) => {
      cell.style.setProperty("--p", `${100 * p[i][j]}%`);
      cell.firstChild.textContent = percent(p[i][j]);
    }));
    grid.style.setProperty("--c", `var(--mm-${rows.checked ? "text" : "image"})`);
    shown.textContent = tau;
    slider.setAttribute("aria-valuetext", tau);
    status.textContent = `τ = ${tau}: the right ${rows.checked ? "image" : "caption"} gets ${percent(right)} on average, ` +
      `loss ${loss.toFixed(2)} nats; uniform would be log ${n} = ${Math.log(n).toFixed(2)}`;
    tell();
  }
  slider.oninput = rows.onchange = columns.onchange = update;
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Similarity matrix with a temperature");
  root.append(make("style", { textContent: CSS }),
    make("fieldset", {}, make("legend", { className: "x", textContent: "Softmax" }), rowsLabel, columnsLabel),
    make("label", {}, "temperature τ", slider, shown), grid, status, focused,
    make("p", { className: "r", textContent: "Outlined: the right pairs. †: color and shape never met in training." }));
  update();
}

for (const root of document.querySelectorAll("[data-explorable=similarity]")) {
  root.hidden = false; // empty, so that it can be seen coming
  new IntersectionObserver(async ([entry], observer) => {
    if (!entry.isIntersecting) return;
    observer.disconnect();
    try {
      build(root, await (await fetch(root.dataset.source)).json());
    } catch {
      root.hidden = true; // the figure before it says the main thing
    }
  }, { rootMargin: "600px 0px" }).observe(root);
}
