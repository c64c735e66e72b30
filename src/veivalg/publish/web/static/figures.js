// The values of a chart, told where a reader points, taps or steps to with the arrow keys.
// Each figure carries its values in words and where they lie; nothing here knows any number.

const told = new WeakMap();
const HEADER = 96; // pixels at the top that the page's own bar may cover

function made(tag, className, hidden = true) {
  return Object.assign(document.createElement(tag), { className, hidden });
}

// One tab stop a figure: a slider, which screen readers step in and read the value of.
function ready(figure) {
  const values = JSON.parse(figure.dataset.avles);
  if (!values.v.length || told.has(figure)) return;
  const slider = Object.assign(made("input", "avles", false), { type: "range", min: 0, step: 1, value: 0, max: values.v.length - 1 });
  const tip = made("div", "avlest"), mark = made("div", "avlest-punkt");
  slider.setAttribute("aria-label", figure.dataset.navn);
  for (const box of [tip, mark]) box.setAttribute("aria-hidden", "true");
  figure.append(mark, tip, slider);
  told.set(figure, { values, slider, tip, mark, at: -1 });
  slider.setAttribute("aria-valuetext", words(values, 0).join(" "));
  slider.addEventListener("focus", () => { if (slider.matches(":focus-visible")) show(figure, near(figure, Number(slider.value), 1)); });
  slider.addEventListener("input", () => show(figure, near(figure, Number(slider.value), 1)));
  slider.addEventListener("blur", () => hide(figure));
  slider.addEventListener("keydown", (event) => step(figure, event));
}

function words({ s, c, v }, row) {
  const [series, category, value, ends] = v[row];
  return [[s[series], c[category]].filter(Boolean).join(", ") + ":", value, ...(ends ? [`(${ends})`] : [])];
}

// The drawing that is shown, and where its values lie, in pixels of the figure.
function drawn(figure) {
  const picture = [...figure.querySelectorAll("[data-punkt]")].find((one) => one.getClientRects().length);
  if (!picture) return null;
  const [left, top, width] = (picture.getAttribute("viewBox") ?? picture.dataset.boks).split(" ").map(Number);
  const shown = picture.getBoundingClientRect(), frame = figure.getBoundingClientRect();
  const scale = shown.width / width;
  const place = (pair) => {
    const [x, y] = pair.split(",").map(Number);
    return { x: shown.left - frame.left + (x - left) * scale, y: shown.top - frame.top + (y - top) * scale };
  };
  return { points: picture.dataset.punkt.split(";").map((pair) => (pair ? place(pair) : null)), frame };
}

function near(figure, row, way) {
  const { points } = drawn(figure) ?? { points: [] };
  for (let i = row; i >= 0 && i < points.length; i += way) if (points[i]) return i;
  for (let i = row; i >= 0 && i < points.length; i -= way) if (points[i]) return i;
  return -1;
}

function show(figure, row) {
  const state = told.get(figure), { tip, mark, slider, values } = state;
  const { points, frame } = drawn(figure) ?? { points: [] };
  const point = points[row];
  if (!point) return hide(figure);
  const [head, value, ends] = words(values, row);
  const strong = Object.assign(document.createElement("strong"), { textContent: value });
  tip.replaceChildren(head.slice(0, -1), strong, ...(ends ? [ends] : []));
  tip.hidden = mark.hidden = false;
  state.at = row;
  slider.value = row;
  slider.setAttribute("aria-valuetext", words(values, row).join(" "));
  mark.style.translate = `${point.x}px ${point.y}px`;
  const x = Math.max(0, Math.min(point.x - tip.offsetWidth / 2, frame.width - tip.offsetWidth));
  const above = point.y - tip.offsetHeight - 14;
  tip.style.translate = `${x}px ${above + frame.top < HEADER ? point.y + 16 : above}px`;
}

function hide(figure) {
  const { tip, mark } = told.get(figure);
  tip.hidden = mark.hidden = true;
  told.get(figure).at = -1;
}

// Left and right within a series, up and down from one to the next; with one series all go along.
function step(figure, event) {
  const { values: { v }, slider } = told.get(figure);
  const row = Number(slider.value), [series, category] = v[row];
  const { points } = drawn(figure) ?? { points: [] };
  const rows = v.map((_one, i) => i).filter((i) => points[i]);
  const along = rows.filter((i) => v[i][0] === series), across = rows.filter((i) => v[i][1] === category);
  const many = across.length > 1 && along.length > 1;
  const ways = {
    ArrowRight: [along.length > 1 ? along : rows, 1], ArrowLeft: [along.length > 1 ? along : rows, -1],
    ArrowDown: [many ? across : rows, 1], ArrowUp: [many ? across : rows, -1],
    Home: [rows, -Infinity], End: [rows, Infinity],
  };
  if (event.key === "Escape") { hide(figure); return; }
  if (!(event.key in ways)) return;
  event.preventDefault();
  const [list, by] = ways[event.key];
  show(figure, list[Math.max(0, Math.min(list.length - 1, list.indexOf(row) + by))] ?? rows[0]);
}

// What lies nearest; along a bar and up a column it counts for less to be away from its end.
function nearest(figure, event) {
  const { points, frame } = drawn(figure) ?? { points: [] }, [across, along] = told.get(figure).values.w;
  let best = -1, least = Infinity;
  points.forEach((p, i) => {
    if (!p) return;
    const away = Math.hypot((p.x - event.clientX + frame.left) * across, (p.y - event.clientY + frame.top) * along);
    if (away < least) [best, least] = [i, away];
  });
  return best;
}

function pointed(event) {
  const figure = event.target.closest?.(".figur[data-avles]");
  for (const other of document.querySelectorAll(".figur[data-avles]"))
    if (other !== figure && told.get(other)?.at >= 0 && !other.contains(document.activeElement)) hide(other);
  if (figure && told.has(figure)) show(figure, nearest(figure, event));
}

document.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse") pointed(event); }, { passive: true });
document.addEventListener("pointerdown", pointed, { passive: true });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll(".figur[data-avles]").forEach((one) => told.has(one) && hide(one));
});

const prepare = (root) => root.querySelectorAll?.(".figur[data-avles]").forEach(ready);
prepare(document);
new MutationObserver((news) => news.forEach((one) => one.addedNodes.forEach(prepare))).observe(document.body, { childList: true, subtree: true });
