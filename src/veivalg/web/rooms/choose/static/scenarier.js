// The scenario room answers while choices are moved. Without this the form is sent as it is.
// Nothing here knows any number: the server gives the answer, part by part.

const form = document.querySelector("form[data-rom]");
const answer = document.getElementById("svar"), rest = document.getElementById("resten");
const phone = matchMedia("(max-width: 40rem)");
const tabs = document.getElementById("faner"), summary = document.getElementById("sammendrag");
const keys = document.getElementById("noekkel");
const CALM = 60, WHOLE_AFTER = 500; // ms after the last move
let timer = 0, later = 0, turn = 0, asking = null;

const plain = (text) => Number(text.replace(/\s/g, "").replace(",", ".").replace("\u2212", "-"));
const query = () => new URLSearchParams([...new FormData(form)].filter(([key]) => key !== "forslag"));

function opened(box) {
  const open = new Set([...box.querySelectorAll("details[open]")].map((d) => d.parentElement.id));
  return () => box.querySelectorAll("details").forEach((d) => { if (open.has(d.parentElement.id)) d.open = true; });
}

function put(box, html) {
  const again = opened(box);
  box.innerHTML = html;
  again();
}

function tell(errors) {
  for (const line of form.querySelectorAll("[data-feil]")) {
    const text = errors[line.dataset.feil] ?? "";
    if (line.textContent !== text) line.textContent = text;
    const field = document.getElementById(line.dataset.feil);
    if (field) text ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid");
  }
}

function link(data) {
  for (const a of document.querySelectorAll("[data-lenke]")) a.href = a.dataset.lenke + data.lenke;
  for (const input of document.querySelectorAll("[data-tilbake]")) input.value = data.lenke;
  for (const input of document.querySelectorAll("[data-scenario]")) input.value = data.scenario;
  history.replaceState(null, "", `${form.dataset.rom}?${data.lenke}${location.hash}`);
}

async function get(whole) {
  const asked = query();
  if (whole) asked.set("hele", "1");
  if (phone.matches) asked.set("smal", "1");
  asking?.abort();
  asking = new AbortController();
  const reply = await fetch(`${form.dataset.rom}/svar?${asked}`, { signal: asking.signal });
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
    put(answer, data.svar);
    put(tabs, data.faner);
    tell(data.feil);
    summary.textContent = data.sammendrag;
    keys.innerHTML = data.noekkel;
    link(data);
    form.classList.remove("rom--venter");
    document.body.dataset.svart = String(mine);
    later = setTimeout(complete, WHOLE_AFTER, mine);
  } catch (error) {
    if (error.name !== "AbortError") form.classList.add("rom--venter");
  }
}

// The tables behind the pictures, the waterfalls and where every number is from.
async function complete(mine) {
  try {
    const data = await get(true);
    if (mine !== turn) return;
    put(answer, data.svar);
    put(rest, data.resten);
    document.body.dataset.helt = String(mine);
  } catch { /* the quick answer stays until the next move */ }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, CALM);
}

function sliders() {
  for (const slider of form.querySelectorAll("[data-glider]")) {
    const field = document.getElementById(slider.dataset.glider);
    const digits = (slider.step.split(".")[1] ?? "").length;
    const marked = () => slider.closest(".valg").classList.toggle("valg--flyttet", Math.abs(slider.valueAsNumber - slider.dataset.idag) > slider.step / 2);
    slider.hidden = false;
    slider.addEventListener("input", () => {
      field.value = slider.valueAsNumber.toFixed(digits).replace(".", ",");
      slider.setAttribute("aria-valuetext", `${field.value} ${field.parentElement.textContent.trim()}`);
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

if (form) {
  document.body.classList.add("med-skript");
  sliders();
  form.addEventListener("input", (event) => { if (event.target.name && event.target.name !== "forslag") soon(); });
  phone.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "gjor") return;
    event.preventDefault();
    ask();
  });
}
