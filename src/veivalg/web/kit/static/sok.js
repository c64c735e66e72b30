// Search from any page: Ctrl+K or ⌘K, or the link with data-sok, which leads to a page without this.

const links = document.querySelectorAll("[data-sok]");
const here = location.pathname.match(/^\/kommune\/\d{4}(?=\/|$)/)?.[0] ?? "";
const address = links[0]?.getAttribute("href") ?? `${here}/sok`;
let dialog, input, hits, status, asking, timer;

const make = (name, values, ...inside) => {
  const node = Object.assign(document.createElement(name), values);
  node.append(...inside);
  return node;
};

function built() {
  const title = document.body.dataset.soketittel;
  input = make("input", { id: "sok-felt", name: "q", type: "search", className: "ds-input", autocomplete: "off", spellcheck: false, maxLength: 120 });
  const label = make("label", { htmlFor: "sok-felt", className: "ds-label", textContent: title });
  const close = make("button", { type: "button", className: "ds-button", textContent: document.body.dataset.lukk });
  Object.assign(close.dataset, { variant: "secondary", size: "sm" });
  hits = make("div", { className: "sokefelt__treff" });
  status = make("p", { className: "ds-sr-only" });
  status.setAttribute("role", "status");
  const form = make("form", { action: address, method: "get", className: "sokefelt__rad" }, input, close);
  form.setAttribute("role", "search");
  dialog = make("dialog", { className: "ds-dialog sokefelt" }, label, form, status, hits);
  dialog.setAttribute("aria-label", title);
  document.body.append(dialog);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target.closest("a")) dialog.close(); });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 100); });
  dialog.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const stops = [input, ...hits.querySelectorAll("a")];
    stops[(stops.indexOf(document.activeElement) + way + stops.length) % stops.length].focus();
  });
}

async function ask() {
  const text = input.value.trim();
  asking?.abort();
  asking = new AbortController();
  try {
    const reply = await fetch(`${address}?bare=treff&q=${encodeURIComponent(text)}`, { signal: asking.signal });
    hits.innerHTML = await reply.text();
    status.textContent = hits.querySelector("[data-treff]")?.textContent ?? "";
  } catch { /* the next letter asks again, and the field leads to the page */ }
}

function open(event) {
  event.preventDefault();
  if (!dialog) built();
  if (dialog.open) { input.select(); return; }
  dialog.showModal();
  input.select();
  ask();
}

links.forEach((link) => link.addEventListener("click", (event) => {
  if (!(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) open(event);
}));
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") open(event);
});
