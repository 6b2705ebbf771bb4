// Filters the timeline by modality. Without script the whole list is there.
const NAMES = ["text", "image", "sound", "video"];

function build(root, list) {
  const items = [...list.children];
  const uses = items.map(item => item.dataset.modalities.split(" "));
  const years = items.map(item => item.querySelector("time").textContent);
  root.innerHTML = `<style>[data-explorable=timeline]{
font-size:.9375rem;margin:1.4em 0;
& fieldset{border:1px solid var(--mm-faint);border-radius:4px;margin:0;padding:.3em .9em .5em;min-width:0}
& label{display:inline-flex;align-items:center;gap:.45em;min-height:2.25rem;margin-right:1.3em}
& input{width:1.15rem;height:1.15rem;margin:0;accent-color:var(--c)}
& p{margin:.5em 0 0}
}</style><fieldset><legend>Show only events that use all of</legend>${NAMES.map(name =>
  `<label style="--c:var(--mm-${name})"><input type=checkbox value=${name}>${name}</label>`).join("")}
</fieldset><p role=status></p>`;
  const boxes = [...root.querySelectorAll("input")];
  const status = root.querySelector("[role=status]");

  const update = () => {
    const wanted = boxes.filter(box => box.checked).map(box => box.value);
    const shown = items.map((item, i) => {
      const keep = wanted.every(name => uses[i].includes(name));
      item.hidden = !keep;
      return keep;
    });
    const kept = years.filter((year, i) => shown[i]);
    const what = new Intl.ListFormat("en").format(wanted);
    status.textContent = kept.length
      ? `${kept.length} of ${items.length} events use ${what || "any modality"} from ${kept[0]} to ${kept.at(-1)}`
      : `None of the ${items.length} events uses ${what} together`;
  };
  root.onchange = update;
  addEventListener("pageshow", update); // boxes that Back has ticked again
  update();
  root.hidden = false;
}

const root = document.querySelector("[data-explorable=timeline]");
const list = document.querySelector("ol.timeline");
if (root && list) build(root, list);
