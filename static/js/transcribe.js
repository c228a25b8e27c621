// Typing a page: it begins in the first line, Enter goes to the next, Shift+Enter begins a new one,
// leaving asks while something is unsaved.
const form = document.querySelector("[data-transcribe]");
const fields = [...form.querySelectorAll("textarea[data-line]")];
let isChanged = form.hasAttribute("data-unsaved");

const go = (field, step) => {
  const next = fields[fields.indexOf(field) + step];
  next?.focus();
  next?.setSelectionRange(next.value.length, next.value.length);
  next?.closest(".strip").scrollIntoView({ block: "center" });
  return Boolean(next);
};

const begin = () => {
  fields[0].focus({ preventScroll: true });
  fields[0].setSelectionRange(fields[0].value.length, fields[0].value.length);
};

form.addEventListener("keydown", (event) => {
  const field = event.target.closest("textarea[data-line]");
  if (!field || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Enter" && !event.shiftKey && !field.hasAttribute("data-free")) {
    event.preventDefault();
    if (!go(field, 1)) form.querySelector("[type=submit]").focus();
  } else if (event.key === "ArrowUp" && event.altKey) {
    event.preventDefault();
    go(field, -1);
  } else if (event.key === "ArrowDown" && event.altKey) {
    event.preventDefault();
    go(field, 1);
  }
});

form.addEventListener("focusin", (event) => {
  const line = event.target.dataset.line;
  if (line) document.dispatchEvent(new CustomEvent("select:line", { detail: { key: line } }));
});
const emptier = form.querySelector("[data-empty-lines]");
const change = () => {
  isChanged = true;
  if (emptier) emptier.hidden = true;
};
emptier?.addEventListener("click", () => {
  for (const field of fields) field.value = "";
  change();
  begin();
});
form.addEventListener("input", change);
form.addEventListener("submit", () => { isChanged = false; });
addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
if (!isChanged && matchMedia("(pointer: fine)").matches) begin();
