// The scenario room answers while choices are moved. Without this the form is sent as it is.
// Nothing here knows any number: the server gives the answer, part by part.

const at = (id) => document.getElementById(id);
const room = at("rommet"), form = () => at("valg");
const phone = matchMedia("(max-width: 40rem)");
const CALM = 60, WHOLE_AFTER = 500; // ms after the last move
let timer = 0, later = 0, turn = 0, asking = null;

const plain = (text) => Number(text.replace(/\s/g, "").replace(",", ".").replace("\u2212", "-"));
const query = () => new URLSearchParams([...new FormData(form())].filter(([key]) => key !== "forslag"));
const address = (link) => `${form().dataset.rom}?${link}`;

function opened(box) {
  const name = (d) => `${d.parentElement.id} ${d.firstElementChild.textContent}`;
  const open = new Set([...box.querySelectorAll("details[open]")].map(name));
  return () => box.querySelectorAll("details").forEach((d) => { if (open.has(name(d))) d.open = true; });
}

function put(id, html) {
  const box = at(id), again = opened(box);
  box.innerHTML = html;
  again();
}

function tell(errors) {
  for (const line of form().querySelectorAll("[data-feil]")) {
    const text = errors[line.dataset.feil] ?? "";
    if (line.textContent !== text) line.textContent = text;
    const field = at(line.dataset.feil);
    if (field) text ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid");
  }
}

function link(data) {
  for (const a of document.querySelectorAll("[data-lenke]")) a.href = a.dataset.lenke + data.lenke;
  for (const input of document.querySelectorAll("[data-tilbake]")) input.value = data.lenke;
  for (const input of document.querySelectorAll("[data-scenario]")) input.value = data.scenario;
  room.dataset.naa = data.lenke;
  history.replaceState(null, "", `${address(data.lenke)}${location.hash}`);
}

async function get(whole) {
  const asked = query();
  if (whole) asked.set("hele", "1");
  if (phone.matches) asked.set("smal", "1");
  asking?.abort();
  asking = new AbortController();
  const reply = await fetch(`${form().dataset.rom}/svar?${asked}`, { signal: asking.signal });
  // What can't be used is told at its field, with what the rest led to.
  if (!reply.ok && reply.status !== 400) throw new Error(reply.status);
  return reply.json();
}

async function ask() {
  const mine = ++turn;
  clearTimeout(later);
  try {
    const data = await get(false);
    if (mine !== turn) return;
    for (const [id, part] of [["svar", "svar"], ["faner", "faner"], ["noekkel", "noekkel"], ["skiller", "skiller"]]) put(id, data[part]);
    tell(data.feil);
    at("sammendrag").textContent = data.sammendrag;
    at("mot").textContent = data.mot;
    link(data);
    form().classList.remove("rom--venter");
    document.body.dataset.svart = String(mine);
    later = setTimeout(complete, WHOLE_AFTER, mine);
  } catch (error) {
    if (error.name !== "AbortError") form().classList.add("rom--venter");
  }
}

// When the reader has stopped: one step more to undo, said once, and the rest of the answer.
async function complete(mine) {
  kept.add(room.dataset.naa);
  try {
    const data = await get(true);
    if (mine !== turn) return;
    for (const part of ["svar", "resten", "betyr", "noekkel"]) put(part, data[part]);
    at("melding").textContent = data.melding;
    document.body.dataset.helt = String(mine);
  } catch { /* the quick answer stays until the next move */ }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, CALM);
}

// Every room there has been in this window, in order: what is undone can be done again.
const kept = {
  key: `rom:${form()?.dataset.rom}`,
  read() {
    try { return JSON.parse(sessionStorage.getItem(this.key)) ?? { rooms: [], here: -1 }; } catch { return { rooms: [], here: -1 }; }
  },
  write(found) {
    for (;;) {
      try { sessionStorage.setItem(this.key, JSON.stringify(found)); break; } catch {
        if (found.rooms.length < 2) break; // nothing can be kept here
        found.rooms.shift();
        found.here -= 1;
      }
    }
    for (const button of document.querySelectorAll("[data-steg]")) {
      const next = found.here + Number(button.dataset.steg);
      button.hidden = false;
      button.setAttribute("aria-disabled", String(next < 0 || next >= found.rooms.length));
    }
  },
  add(link) {
    const found = this.read();
    if (found.rooms[found.here] !== link) {
      found.rooms.splice(found.here + 1, Infinity, link);
      found.here = found.rooms.length - 1;
    }
    this.write(found);
  },
};

async function step(way) {
  clearTimeout(timer); clearTimeout(later);
  asking?.abort();
  turn += 1;
  kept.add(room.dataset.naa); // what was moved a moment ago is a step too
  const found = kept.read(), next = found.rooms[found.here + way];
  if (next === undefined) return;
  const focus = document.activeElement?.dataset.steg, mine = turn, y = scrollY;
  const reply = await fetch(address(next));
  const page = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("rommet");
  if (mine !== turn) return;
  if (!page) { location.href = address(next); return; }
  const again = opened(room);
  room.replaceChildren(...page.childNodes);
  again();
  room.dataset.naa = next;
  kept.write({ ...found, here: found.here + way });
  sliders();
  history.replaceState(null, "", address(next));
  if (focus) document.querySelector(`[data-steg="${focus}"]`).focus({ preventScroll: true });
  scrollTo({ top: y, behavior: "instant" });
  const said = at("sammendrag").textContent;
  setTimeout(() => { at("melding").textContent = said; }, 100); // a status that is new is not heard
  document.body.dataset.steget = String(found.here + way);
}

function sliders() {
  for (const slider of form().querySelectorAll("[data-glider]")) {
    const field = at(slider.dataset.glider), end = at(`${slider.dataset.glider}-grense`);
    const digits = (slider.step.split(".")[1] ?? "").length;
    const marked = () => slider.closest(".valg").classList.toggle("valg--flyttet", Math.abs(slider.valueAsNumber - slider.dataset.idag) > slider.step / 2);
    slider.hidden = false;
    slider.addEventListener("input", () => {
      const value = slider.valueAsNumber;
      field.value = value.toFixed(digits).replace(".", ",");
      slider.setAttribute("aria-valuetext", `${field.value} ${field.parentElement.textContent.trim()}`);
      end.hidden = value - slider.step / 2 > slider.min && value + slider.step / 2 < slider.max;
      marked();
      soon();
    });
    field.addEventListener("input", () => {
      const value = plain(field.value);
      if (field.value.trim() && Number.isFinite(value)) slider.value = value;
      marked();
    });
  }
}

if (form()) {
  document.body.classList.add("med-skript");
  sliders();
  kept.add(room.dataset.naa);
  document.addEventListener("input", (event) => {
    if (event.target.form === form() && event.target.name && event.target.name !== "forslag") soon();
  });
  phone.addEventListener("change", soon);
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    if (event.submitter?.name === "gjor") { kept.add(room.dataset.naa); return; }
    event.preventDefault();
    ask();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-steg]");
    if (button && button.getAttribute("aria-disabled") !== "true") step(Number(button.dataset.steg));
    // A choice that is gone to may be folded away.
    const choice = event.target.closest?.(".rom__betyr a[href^='#']");
    if (choice) at(choice.hash.slice(1))?.closest("details")?.setAttribute("open", "");
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
    const typing = event.target.matches?.("input:not([type=range], [type=checkbox]), textarea") && event.target.form !== form();
    if (typing) return;
    event.preventDefault();
    step(event.shiftKey ? 1 : -1);
  });
}
