// Attention of four words by hand: their vectors can be edited; loaded when its place is near.
const CSS = `[data-explorable=attention]{
margin:1.6em 0;font-size:.9375rem;
& table{display:table;table-layout:fixed;width:100%;margin:.6em 0;overflow:visible;font-size:.875rem;border-collapse:collapse}
& :is(th, td){min-width:0;padding:.15rem;text-align:center;font-weight:400;border:0}
& :is(th:first-child, td:first-child){width:3.8rem;text-align:left}
& thead th{color:var(--mm-muted);font-size:min(.875rem,3.4vw)}
& [type=number]{box-sizing:border-box;width:100%;min-height:1.75rem;padding:0;text-align:center;font:inherit;color:inherit;background:none;border:1px solid var(--mm-muted);appearance:textfield}
& ::-webkit-inner-spin-button{display:none}
& label{display:inline-flex;align-items:center;gap:.4em;min-height:2rem;margin-right:1.2em}
& .w{background:color-mix(in srgb,var(--mm-text) var(--p),#0000)}
& .on{box-shadow:inset 0 0 0 2px var(--mm-ink)}
& svg{display:block;width:min(100%,22rem);height:auto;margin:.4em auto;border:1px solid var(--mm-faint);stroke:none}
& button{min-height:2rem;padding:0 .6em;border:1px solid var(--mm-muted)}
& text{font-size:9px;fill:var(--mm-muted)}
& [role=status]{min-height:3.2em}
}`;
const WORDS = ["a", "blue", "triangle", "bounces"];
const START = [ // query, key, value of each word
  [[1, 1], [0, 0], [0, 0]], [[2, 0], [0, 2], [0, 1]],
  [[0, 2], [2, 0], [1, 0]], [[2, 0], [1, -1], [0, -1]]];
const KINDS = ["query", "key", "value"], SIDES = ["first", "second"];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
const minus = text => text.replace("-", "−");
const show = (x, n = 2) => minus((Math.abs(x) < .5 * 10 ** -n ? 0 : x).toFixed(n));

function build(root) {
  const heads = words => words.map(w => `<th scope=col>${w}`).join("");
  const rows = f => WORDS.map((w, i) => `<tr><th scope=row>${w}${f(w, i)}`).join("");
  root.style.minHeight = "";
  root.innerHTML = `<style>${CSS}</style><p>Try it: make the query of <i>bounces</i> (20, 0). Which weights are left? Then (0, 0). Back at (2, 0), untick the division: which weight gains?</p>
<table><thead><tr><td>${KINDS.map(k => `<th scope=col colspan=2>${k}`).join("")}<tbody>${
    rows((w, i) => START[i].map((v, k) => v.map((x, s) =>
      `<td><input type=number step=.5 min=-99 max=99 value=${x} aria-label="${KINDS[k]} of ${w}, ${SIDES[s]} number">`).join("")).join(""))}</table>
<label><input type=checkbox checked>divide scores by √2</label><label><input type=checkbox>causal mask</label>
<label>show the query of <select>${WORDS.map(w => `<option>${w}`).join("")}</select></label><button type=button>start values</button>
<table aria-label="Weights, one row a query, and results"><thead><tr><td>${heads(WORDS)}${heads(["result"])}<tbody>${
    rows(() => "<td class=w>".repeat(4) + "<td>")}</table>
<svg viewBox="-110 -80 220 160" role=img aria-label="Values of the words and the result in the plane"><path d="M-110 0H110M0-80V80" stroke="var(--mm-faint)"/><g></g></svg><p>In the plane: values as dots, larger with more weight, and the result as a line from the origin.</p><p role=status></p>`;
  const numbers = [...root.querySelectorAll("[type=number]")], [scale, mask] = root.querySelectorAll("[type=checkbox]");
  const pick = root.querySelector("select"), cells = [...root.querySelectorAll("table")[1].tBodies[0].rows];
  const plane = root.querySelector("g"), status = root.querySelector("[role=status]");
  pick.selectedIndex = 3;

  const update = () => {
    const at = (i, k) => [0, 1].map(s => Math.max(-99, Math.min(99, +numbers[6 * i + 2 * k + s].value || 0)));
    const [Q, K, V] = [0, 1, 2].map(k => WORDS.map((_, i) => at(i, k)));
    const chosen = pick.selectedIndex;
    let said;
    cells.forEach((row, i) => {
      const s = K.map((k, j) => mask.checked && j > i ? -Infinity : dot(Q[i], k) / (scale.checked ? Math.SQRT2 : 1));
      const e = s.map(x => Math.exp(x - Math.max(...s))), sum = e.reduce((a, b) => a + b);
      const w = e.map(x => x / sum), out = [0, 1].map(d => w.reduce((t, x, j) => t + x * V[j][d], 0));
      w.forEach((x, j) => {
        row.cells[j + 1].textContent = x ? show(x, 3) : "0";
        row.cells[j + 1].style = `--p:${55 * x}%`;
      });
      row.cells[5].textContent = out.map(x => show(x)).join(" ");
      row.classList.toggle("on", i === chosen);
      if (i === chosen) said = { s, w, out };
    });
    const { s, w, out } = said, reach = Math.max(1.2, ...V.flat().map(Math.abs)), size = 70 / reach;
    plane.innerHTML = V.map((v, j) => {
      const [x, y] = [v[0] * size, -v[1] * size];
      return `<circle cx=${x} cy=${y} r=${2 + 7 * Math.sqrt(w[j])} fill="var(--mm-text)" fill-opacity=.45 /><text x=${x + 9} y=${y - 5}>${WORDS[j]}</text>`;
    }).join("") + `<path d="M0 0L${out[0] * size} ${-out[1] * size}" stroke="var(--mm-image)" stroke-width=3 stroke-linecap=round />`;
    const entropy = -w.reduce((t, x) => t + (x && x * Math.log(x)), 0);
    status.textContent = `${WORDS[chosen]}: scores ${s.map(x => x === -Infinity ? "hidden" : show(x)).join(", ")}; weights ${
      w.map(x => show(x, 3)).join(", ")}; result (${out.map(x => show(x)).join(", ")}); entropy of the weights ${show(entropy)} nats, at most ${
      show(Math.log(s.filter(x => x > -Infinity).length))}.`;
  };
  root.oninput = update;
  root.querySelector("button").onclick = () => {
    for (const x of [...numbers, scale, mask]) { x.value = x.defaultValue; x.checked = x.defaultChecked; }
    update();
  };
  update();
}

for (const root of document.querySelectorAll("[data-explorable=attention]")) {
  root.hidden = false; // or it is never seen
  root.style.minHeight = "46rem"; // about its height, so that nothing jumps
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(e => e.isIntersecting)) return;
    observer.disconnect();
    build(root);
  }, { rootMargin: "600px" }).observe(root);
}
