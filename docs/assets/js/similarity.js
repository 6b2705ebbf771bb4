// A similarity matrix and its temperature; loaded when its place is near.
const CSS = `[data-explorable=similarity]{
container-type:inline-size;margin:1.6em 0;font-size:.9375rem;
& fieldset{all:unset}
& label{display:flex;align-items:center;gap:.5em;min-height:2rem}
& [type=range]{flex:1;min-width:0}
& table{display:table;table-layout:fixed;margin:0;width:100%;overflow:visible;font-size:.8125rem}
& :is(th, td){min-width:0;padding:0;vertical-align:bottom;text-align:center;font-weight:400}
& :first-child:is(th, td){width:15.5rem;padding-right:.4rem;text-align:right}
& table *{border:0}
& img{display:block;width:100%;image-rendering:pixelated}
& p{display:flex;gap:.5rem;margin:.4em 0}
& p img{width:4rem;height:4rem}
& tbody td{position:relative;height:1.6rem;border:1px solid var(--mm-faint);background:color-mix(in srgb,var(--c) var(--p),#0000);forced-color-adjust:none}
& .right{box-shadow:inset 0 0 0 1.5px var(--mm-ink)}
& b{position:absolute;z-index:1;bottom:100%;left:0;padding:0 .4em;background:var(--mm-ink);color:var(--mm-paper)}
& td:nth-child(n+9) b{left:auto;right:0}
& td:not(:hover, :focus) b, & th span{position:absolute;clip-path:inset(50%);width:1px;padding:0;overflow:hidden}
@container (width < 36rem){& :first-child:is(th, td){width:6.4rem;font-size:.75rem} & bdi{font-size:0}}
}`;
const percent = p => p < .005 ? "<1%" : Math.round(100 * p) + "%";

function build(root, { captions, similarity: s, thumbnails, held_out }) {
  const { exp, log } = Math, n = s.length;
  const each = f => captions.map((c, i) => f(i, ...c.split(" ").slice(1))).join("");
  const mark = i => held_out[i] ? " †<span> new</span>" : "";
  root.innerHTML = `<style>${CSS}</style><fieldset aria-label=Direction>
<label><input type=radio name=softmax checked>caption finds image: rows sum to 1</label>
<label><input type=radio name=softmax>image finds caption: columns sum to 1</label></fieldset>
<label>temperature τ<input type=range max=84 value=37></label><p role=status></p>
<table role=grid aria-label="Probabilities; arrow keys move"><thead><tr><td>${
  each((j, ...c) => `<th scope=col>${mark(j)}<img src="${thumbnails[j]}" alt="${c[0]} ${c[1]} ${c[2]}">`)}<tbody>${
  each((i, size, color, shape, ...motion) =>
    `<tr><th scope=row><bdi>${size} </bdi>${color} ${shape}<bdi> ${motion.join(" ")}</bdi>${mark(i)}${
      each(j => `<td tabindex=-1${i === j ? " class=right" : ""}><b></b>`)}`)}</table>
<p></p>Outlined: the right pairs. †: color and shape never together in training.`;
  const all = name => root.getElementsByTagName(name);
  const [rows, columns, slider] = all("input"), [status, about] = all("p"), [grid] = all("table");
  const cells = [...grid.tBodies[0].rows].map(row => [...row.cells].slice(1));
  let p, i = 0, j = 0;

  const tell = () => {
    about.innerHTML = `<img src="${thumbnails[j]}" alt=""><span>“${captions[i]}” and this image: cosine ${
      s[i][j].toFixed(2)}, probability ${percent(p[i][j])}</span>`;
    cells[i][j].tabIndex = 0;
  };
  const at = ({ target }) => {
    const cell = target.closest("tbody td");
    if (!cell) return;
    cells[i][j].tabIndex = -1;
    i = cell.parentNode.sectionRowIndex;
    j = cell.cellIndex - 1;
    tell();
  };
  const update = () => {
    const tau = +(.005 * 400 ** (slider.value / 84)).toPrecision(2); // 0.005 to 2
    const across = rows.checked;
    let right = 0, loss = 0;
    p = s.map(() => []);
    s.forEach((row, a) => {
      const z = s.map((other, b) => (across ? row[b] : other[a]) / tau);
      const total = log(z.reduce((t, v) => t + exp(v), 0));
      z.forEach((v, b) => { p[across ? a : b][across ? b : a] = exp(v - total); });
      right += p[a][a] / n;
      loss += (total - z[a]) / n;
    });
    cells.forEach((row, a) => row.forEach((cell, b) => {
      cell.style = `--p:${100 * p[a][b]}%`;
      cell.firstChild.textContent = percent(p[a][b]);
    }));
    grid.style = `--c:var(--mm-${across ? "text" : "image"})`;
    slider.ariaValueText = tau;
    status.textContent = `τ = ${tau}: the right ${across ? "image" : "caption"} gets ${
      percent(right)} on average, loss ${loss.toFixed(2)} nats; uniform would be log ${n} = ${log(n).toFixed(2)}`;
    tell();
  };
  slider.oninput = rows.onchange = columns.onchange = update;
  grid.onpointerover = at;
  grid.addEventListener("focusin", at);
  grid.onkeydown = event => {
    const to = { Up: [-1, 0], Down: [1, 0], Left: [0, -1], Right: [0, 1] }[event.key.slice(5)];
    if (!to) return;
    event.preventDefault();
    at(event);
    cells[i + to[0]]?.[j + to[1]]?.focus();
  };
  update();
}

for (const root of document.querySelectorAll("[data-explorable=similarity]")) {
  root.hidden = false; // or it is never seen
  new IntersectionObserver(async (entries, observer) => {
    if (!entries.some(e => e.isIntersecting)) return;
    observer.disconnect();
    try {
      build(root, await (await fetch(root.dataset.source)).json());
    } catch {
      root.hidden = true;
    }
  }, { rootMargin: "600px" }).observe(root);
}
