// The sums follow what is written. They come from the server, which has the one way of working them
// out; nothing here knows any number.

function live(form) {
  const box = document.getElementById("feil"), status = form.querySelector("[data-status]");
  const cells = new Map([...form.querySelectorAll("[data-celle]")].map((cell) => [cell.dataset.celle, cell]));
  const strangers = form.querySelector("[data-ukjent]");
  let asked = 0, timer;

  const faults = (reply) => {
    for (const field of form.elements) if (field.name) {
      if (reply.feil[field.name]) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    }
    const said = Object.entries(reply.feil);
    if (!said.length && !reply.melding) { box.replaceChildren(); return; }
    const alert = Object.assign(document.createElement("div"), { className: "ds-alert lesebredde" });
    alert.dataset.color = "danger";
    const line = (text) => Object.assign(document.createElement("p"), { textContent: text });
    if (reply.melding) alert.append(line(reply.melding));
    if (said.length) {
      const list = document.createElement("ul");
      for (const [name, message] of said) {
        const link = Object.assign(document.createElement("a"), { className: "ds-link", textContent: message, href: `#f-${(name === "avrunding" ? "s.0.navn" : name).replaceAll(".", "-")}` });
        const item = document.createElement("li");
        item.append(link);
        list.append(item);
      }
      alert.append(line(form.dataset.rett), list);
    }
    box.replaceChildren(alert);
  };
  const ask = async () => {
    const mine = ++asked;
    let reply;
    try {
      const answer = await fetch(form.dataset.ramme, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) return;
      reply = await answer.json();
    } catch { return; } // the button still works
    if (mine !== asked) return;
    const wrong = Object.keys(reply.feil).length > 0 || Boolean(reply.melding);
    faults(reply);
    for (const [name, cell] of cells) {
      cell.textContent = (wrong ? undefined : reply.tall[name]) ?? (name.startsWith("g.") ? "" : "–");
    }
    const unknown = Object.entries(reply.tall).filter(([name]) => name.startsWith("ukjent.")).map(([, text]) => text);
    strangers.textContent = unknown.length ? `${strangers.dataset.ukjent} ${unknown.join(", ")}.` : "";
    status.textContent = wrong ? "" : form.dataset.regnet;
  };
  const names = () => {
    form.querySelectorAll("[data-aar]").forEach((e) => { e.textContent = form.elements[`a.${e.dataset.aar}.aar`].value || "–"; });
    form.querySelectorAll("[data-sektor]").forEach((e) => { e.textContent = form.elements[`s.${e.dataset.sektor}.navn`].value || "–"; });
    const list = document.getElementById("sektornavn");
    list.replaceChildren(...[...form.querySelectorAll("input[name$='.navn']")].filter((e) => e.value).map((e) => Object.assign(document.createElement("option"), { value: e.value })));
  };
  form.addEventListener("input", () => {
    names();
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
}

document.querySelectorAll("form[data-ramme]").forEach(live);
