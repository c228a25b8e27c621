// Many files, one at a time, a bar for each. Without this script the same form posts them together.
function row(list, file) {
  const entry = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  const said = document.createElement("span");
  entry.className = "upload";
  name.className = "upload-name";
  name.textContent = file.name;
  name.title = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  said.className = "small soft figures";
  entry.append(name, bar, said);
  list.append(entry);
  return { bar, said };
}

function answerOf(request) {
  if (!(request.getResponseHeader("Content-Type") || "").includes("json")) return {};
  try { return JSON.parse(request.responseText); } catch { return {}; }
}

function report(said, request, words) {
  const answer = answerOf(request);
  const isKept = request.status >= 200 && request.status < 300;
  const sentence = answer.word || answer.reason || answer.message || (isKept ? words.kept : words.refused);
  said.textContent = "";
  if (answer.url) {
    const link = document.createElement("a");
    link.href = answer.url;
    link.textContent = sentence;
    said.append(link);
  } else {
    said.textContent = sentence;
  }
  said.classList.toggle("field-error", !isKept);
  return isKept;
}

function offerAgain(said, sentence, again) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = sentence;
  button.addEventListener("click", again, { once: true });
  said.replaceChildren(button);
  said.classList.add("field-error");
}

function send(form, field, file, shown, words) {
  const body = new FormData(form);
  body.delete(field.name);
  body.append(field.name, file, file.name);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      shown.bar.value = event.loaded / event.total;
      shown.said.textContent = `${Math.round((100 * event.loaded) / event.total)} %`;
    });
    request.addEventListener("load", () => {
      shown.bar.value = 1;
      const isKept = report(shown.said, request, words);
      if (isKept) form.dispatchEvent(new CustomEvent("upload:kept", { bubbles: true }));
      done(isKept);
    });
    request.addEventListener("error", () => {
      offerAgain(shown.said, words.lost, () => send(form, field, file, shown, words));
      done(false);
    });
    request.send(body);
  });
}

async function sendAll(form, field, files) {
  const list = form.querySelector("[data-uploads]");
  const words = {
    kept: form.dataset.wordKept || "kept",
    refused: form.dataset.wordRefused || "not kept",
    lost: form.dataset.wordLost || "connection lost, try again",
  };
  list.hidden = false;
  form.setAttribute("aria-busy", "true");
  const queue = files.map((file) => ({ file, shown: row(list, file) }));
  let kept = 0;
  for (const { file, shown } of queue) {
    if (await send(form, field, file, shown, words)) kept += 1;
  }
  form.removeAttribute("aria-busy");
  form.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail: { kept, sent: files.length } }));
  if (form.dataset.uploadNext && kept === files.length) location.assign(form.dataset.uploadNext);
}

function prepare(form) {
  const field = form.querySelector("input[type=file]");
  const area = form.querySelector("[data-drop]");
  let chain = Promise.resolve();
  const start = (files) => {
    if (!files.length || !form.reportValidity()) return;
    field.value = "";
    chain = chain.then(() => sendAll(form, field, files));
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start([...field.files]);
  });
  // A file that lands beside the field is meant for it; the browser would leave the page and open it.
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    area.classList.add("is-over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) area.classList.remove("is-over");
  });
  addEventListener("drop", (event) => {
    area.classList.remove("is-over");
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    start([...field.files]);
  });
}

addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-upload][aria-busy]")) event.preventDefault();
});
for (const form of document.querySelectorAll("form[data-upload]")) prepare(form);
