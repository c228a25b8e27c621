// Typing a page: Enter goes to the next line, Shift+Enter begins a new one, leaving asks while something is unsaved.
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
form.addEventListener("input", () => { isChanged = true; });
form.addEventListener("submit", () => { isChanged = false; });
addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
