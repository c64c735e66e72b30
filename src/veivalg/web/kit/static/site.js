// Better with it, complete without it: suggestions while typing, figures that open in a dialog,
// a fetch that tells how it goes. Nothing here knows any number.

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

function suggestions(form) {
  const input = form.querySelector("input[type=search]");
  const list = Object.assign(document.createElement("ul"), { id: `${input.id}-forslag`, className: "forslag", hidden: true });
  const status = Object.assign(document.createElement("p"), { className: "ds-sr-only" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  status.setAttribute("role", "status");
  input.after(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
    input.setAttribute(name, value);
  let options = [], at = -1, asked = 0;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const select = (index) => {
    at = (index + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const go = (option) => { location.href = `/kommune/${option.dataset.kode}`; };
  const option = (place, index) => {
    const item = Object.assign(document.createElement("li"), { id: `${list.id}-${index}` });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.kode = place.kode;
    const more = Object.assign(document.createElement("small"), { textContent: ` ${place.kode}, ${place.fylke}` });
    Object.entries(place.navn_etter_sprak).forEach(([language, name], i) => {
      item.append(i ? " – " : "", Object.assign(document.createElement("span"), { lang: language, textContent: name }));
    });
    item.append(more);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); go(item); });
    return item;
  };
  const ask = async () => {
    const text = input.value.trim(), mine = ++asked;
    if (!text) { status.textContent = ""; return close(); }
    await wait(120);
    if (mine !== asked) return;
    let places;
    try {
      const reply = await fetch(`${form.dataset.forslag}?q=${encodeURIComponent(text)}`);
      if (!reply.ok) return close();
      places = await reply.json();
    } catch { return close(); } // the form itself still works
    if (mine !== asked) return;
    options = places.map(option);
    list.replaceChildren(...options);
    if (!options.length) { close(); status.textContent = form.dataset.ingen; return; }
    list.hidden = false;
    at = -1;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
    status.textContent = form.dataset.antall.replace("{n}", options.length);
  };
  input.addEventListener("input", ask);
  input.addEventListener("blur", () => { asked++; close(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden && input.value.trim()) { event.preventDefault(); ask(); return; }
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      select(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      go(options[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}

function provenance() {
  const dialog = document.createElement("dialog");
  dialog.className = "ds-dialog";
  dialog.setAttribute("aria-labelledby", "kilde-tittel");
  const top = Object.assign(document.createElement("div"), { className: "kilde__topp" });
  const title = Object.assign(document.createElement("h2"), { id: "kilde-tittel", className: "ds-heading", textContent: document.body.dataset.kilde, tabIndex: -1 });
  title.dataset.size = "xs";
  const body = document.createElement("div");
  body.className = "kilde kapittel";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "ds-button", textContent: document.body.dataset.lukk });
  Object.assign(button.dataset, { variant: "secondary", size: "sm" });
  button.addEventListener("click", () => dialog.close());
  top.append(title, button);
  dialog.append(top, body);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  const show = (entry) => {
    const copy = entry.cloneNode(true);
    for (const node of [copy, ...copy.querySelectorAll("[id]")]) node.removeAttribute("id");
    copy.removeAttribute("tabindex");
    copy.querySelector(".tilbake")?.remove();
    const heading = copy.querySelector(".proveniens-tittel");
    if (heading) { // the dialog's own title is level 2, whatever the page around it is
      const inner = document.createElement("h3");
      inner.append(...(heading.querySelector("a[data-provenance]") ?? heading).childNodes);
      heading.replaceWith(inner);
    }
    body.replaceChildren(copy);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    title.focus();
  };
  for (const heading of document.querySelectorAll(".hvor-fra .proveniens > :first-child")) {
    const link = Object.assign(document.createElement("a"), { href: `#${heading.parentElement.id}` });
    link.dataset.provenance = heading.parentElement.id;
    link.append(...heading.childNodes);
    heading.append(link);
  }
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest?.("a[data-provenance]");
    const entry = link && document.getElementById(link.dataset.provenance);
    if (!entry) return;
    event.preventDefault();
    if (!dialog.isConnected) document.body.append(dialog);
    show(entry);
  });
}

async function follow(page) {
  const bar = page.querySelector("progress"), text = page.querySelector("[data-tekst]"), count = page.querySelector("[data-antall]");
  for (;;) {
    await wait(1000);
    let job;
    try {
      const reply = await fetch(page.dataset.henting, { cache: "no-store" });
      if (!reply.ok) { location.reload(); return; }
      job = await reply.json();
    } catch { continue; } // the server may be busy; ask again
    if (!job.aktiv) { location.reload(); return; }
    if (text.textContent !== job.tekst) text.textContent = job.tekst;
    if (job.av) { bar.value = job.prosent; count.textContent = `${job.ferdig}/${job.av}`; }
    if (page.dataset.fyll) await fill(page.dataset.fyll);
  }
}

// What is done so far comes in, without moving the reader.
async function fill(what) {
  try {
    const text = await (await fetch(location.href, { cache: "no-store" })).text();
    const news = new DOMParser().parseFromString(text, "text/html").querySelector(what);
    if (news) document.querySelector(what).replaceChildren(...news.childNodes);
  } catch { /* the next round brings it */ }
}

// A picture that isn't made yet comes in when it is; who writes in a field goes on writing.
async function arrive(box) {
  for (let busy = true; busy;) {
    await wait(1500);
    try { busy = (await (await fetch(box.dataset.kommer, { cache: "no-store" })).json()).aktiv; } catch { /* ask again */ }
  }
  await fill(`#${box.id}`);
}

// Only what a reader has changed belongs in the address.
function shortAddress(form) {
  const fields = [...form.elements].filter((e) => e.dataset.uendret !== undefined);
  const plain = (text) => text.replace(/\s/g, "").replace(",", ".");
  form.addEventListener("submit", () => {
    for (const input of fields) {
      const box = input.type === "checkbox"; // with a hidden field before it, which says no
      const unchanged = plain(input.dataset.uendret) === (box ? String(Number(input.checked)) : plain(input.value));
      input.disabled = unchanged;
      if (box) input.previousElementSibling.disabled = unchanged || input.checked;
    }
  });
  addEventListener("pageshow", () => {
    for (const input of fields) {
      input.disabled = false;
      if (input.type === "checkbox") input.previousElementSibling.disabled = false;
    }
  });
}

// A hundred figures are many: a field that hides those that do not fit what is written.
function filter(fieldset) {
  const label = Object.assign(document.createElement("label"), { className: "ds-label", htmlFor: "finn-tall", textContent: document.body.dataset.filter });
  const input = Object.assign(document.createElement("input"), { id: "finn-tall", type: "search", className: "ds-input", autocomplete: "off" });
  const status = Object.assign(document.createElement("p"), { className: "ds-sr-only" });
  status.setAttribute("role", "status");
  const box = Object.assign(document.createElement("div"), { className: "utforsk__filter" });
  box.append(label, input, status);
  fieldset.querySelector("legend").after(box);
  const groups = [...fieldset.querySelectorAll("details")];
  const open = new Map(groups.map((group) => [group, group.open]));
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const group of groups) {
      const service = group.querySelector("summary").textContent.toLowerCase();
      let found = 0;
      for (const item of group.querySelectorAll("li")) {
        const text = `${service} ${item.textContent.toLowerCase()}`;
        item.hidden = !words.every((word) => text.includes(word));
        found += item.hidden ? 0 : 1;
      }
      group.hidden = !found;
      group.open = words.length ? found > 0 : open.get(group);
      count += found;
    }
    status.textContent = words.length ? document.body.dataset.filtertreff.replace("{n}", count) : "";
  });
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

// A link that is also copied when it is followed to the page one is on.
function copy(link) {
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  link.after(" ", status);
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || !navigator.clipboard) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      status.textContent = document.body.dataset.kopiert;
    } catch { location.href = link.href; }
  });
}

// What an address or a link leads to is seen: every fold around it opens. On paper all are open.
function unfold() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  let opened = false;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    opened ||= !fold.open;
    fold.open = true;
  }
  if (opened) target.scrollIntoView();
}
function paper() {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(":is(.fold, .antatt):not([open])")];
    closed.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
}

// A menu that lies over the page closes when one goes on elsewhere.
function menu(box) {
  const close = () => { box.open = false; };
  document.addEventListener("click", (event) => { if (!box.parentElement.contains(event.target) || event.target.closest("summary") && !box.contains(event.target)) close(); });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open || event.defaultPrevented) return;
    close();
    box.querySelector("summary").focus();
  });
}

document.querySelectorAll(".meny, .sted__velg").forEach(menu);
document.querySelectorAll("form[data-forslag]").forEach(suggestions);
document.querySelectorAll("[data-henting]").forEach(follow);
document.querySelectorAll("[data-kommer]").forEach(arrive);
document.querySelectorAll("form.antakelsesskjema").forEach(shortAddress);
document.querySelectorAll("[data-filtrer]").forEach(filter);
document.querySelectorAll("a[data-kopier]").forEach(copy);
document.querySelectorAll("[data-skriv-ut]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
if (document.querySelector("a[data-provenance]")) provenance();
if (matchMedia("(max-width: 60rem)").matches) document.querySelectorAll(".lesenav__boks, [data-lukk-smal]").forEach((box) => { box.open = false; });
if (document.querySelector(".fold")) {
  paper();
  unfold();
  addEventListener("hashchange", unfold);
}
