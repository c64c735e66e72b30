// Files can be dropped on the form, and it tells how much is sent. Without this it is a plain form.

function dropping(form) {
  const input = form.querySelector("input[type=file]"), bar = form.querySelector("progress");
  const status = form.querySelector("[role=status]"), button = form.querySelector("button");
  form.querySelector(".slipp__her").hidden = false;
  const fits = () => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    if (size > Number(form.dataset.grense)) { status.textContent = form.dataset.forStor; return false; }
    return true;
  };
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let depth = 0;
  const over = (on) => form.classList.toggle("slipp--over", on);
  // The whole page takes the drop: a file let go beside the form would else replace the page.
  document.addEventListener("dragenter", (event) => { if (carries(event)) { depth++; over(true); } });
  document.addEventListener("dragleave", (event) => { if (carries(event) && --depth <= 0) { depth = 0; over(false); } });
  document.addEventListener("dragover", (event) => { if (carries(event)) { event.preventDefault(); event.dataTransfer.dropEffect = "copy"; } });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    over(false);
    if (button.disabled) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  input.addEventListener("change", () => { status.textContent = ""; fits(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!fits()) return;
    const request = new XMLHttpRequest();
    const done = (text) => { status.textContent = text; button.disabled = false; bar.hidden = true; };
    button.disabled = true;
    status.textContent = form.dataset.sender;
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      bar.hidden = false;
      bar.value = 100 * step.loaded / step.total;
      if (step.loaded === step.total) status.textContent = form.dataset.leser;
    });
    request.addEventListener("error", () => done(form.dataset.brutt));
    request.addEventListener("load", () => {
      if (request.status < 400) { location.assign(request.responseURL); return; }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const said = [...page.querySelectorAll("main h1, main .ds-paragraph")].map((e) => e.textContent.trim());
      done(said.join(" ") || form.dataset.brutt);
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
  addEventListener("pageshow", () => { button.disabled = false; bar.hidden = true; status.textContent = ""; });
}

document.querySelectorAll("form[data-slipp]").forEach(dropping);
