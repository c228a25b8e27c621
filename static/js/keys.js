// The keyboard: / search, j k move, g + letter go, ? the sheet, . lock, and every [data-key] of the page.
const { tinykeys } = globalThis.tinykeys;
const KEY = "single-keys";
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const remembered = () => {
  try { return localStorage.getItem(KEY) !== "off"; } catch { return true; }
};

let isOn = remembered();

const isShown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const isIgnored = (event) =>
  !isOn || event.repeat && !"jk".includes(event.key) || event.isComposing || event.defaultPrevented
  || Boolean(event.target.closest?.(FIELDS)) || Boolean(document.querySelector("dialog[open]"));

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(isShown);
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const first = step > 0 ? 0 : rows.length - 1;
  const row = rows[here < 0 ? first : Math.min(Math.max(here + step, 0), rows.length - 1)];
  (row.matches("a, button") ? row : row.querySelector("a, button"))?.focus();
  row.scrollIntoView({ block: "nearest" });
}

function describe(element) {
  return element.getAttribute("aria-label") || element.labels?.[0]?.firstChild.textContent
    || element.querySelector("span")?.textContent || element.textContent;
}

function listPageKeys(list) {
  for (const old of list.querySelectorAll("[data-of-page]")) old.remove();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!isShown(element) || element.closest("[data-menu]")) continue;
    const row = document.createElement("li");
    const word = document.createElement("span");
    const key = document.createElement("kbd");
    row.dataset.ofPage = "";
    word.textContent = describe(element);
    key.textContent = element.dataset.key;
    row.append(word, key);
    list.append(row);
  }
}

function openSheet(id) {
  const sheet = document.getElementById(id);
  if (!sheet || sheet.open) return;
  const list = sheet.querySelector("[data-keys-list]");
  if (list) listPageKeys(list);
  sheet.showModal();
}

function press(key) {
  const candidates = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  const target = [...candidates].find((element) => isShown(element) && !element.disabled);
  if (!target) return false;
  if (target.matches("input, textarea, select")) target.focus();
  else target.click();
  return true;
}

const taken = (work) => (event) => {
  event.preventDefault();
  work(event);
};

const bindings = {
  "[Shift]+/": taken(() => document.querySelector("[data-search]")?.select()),
  "[Shift]+?": taken(() => openSheet("keys")),
  j: taken(() => move(1)),
  k: taken(() => move(-1)),
  ".": taken(() => document.querySelector("form[data-lock]")?.requestSubmit()),
};
for (const place of document.querySelectorAll("[data-go]")) {
  bindings[`g ${place.dataset.go}`] = taken(() => place.click());
}
bindings["[Shift]+([+\\-a-fhil-z0-9])"] = (event) => {
  if (press(event.key)) event.preventDefault();
};
tinykeys(window, bindings, { ignore: isIgnored });

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-sheet]");
  if (opener) openSheet(opener.dataset.sheet);
});

const toggle = document.querySelector("[data-keys-on]");
if (toggle) {
  toggle.checked = isOn;
  toggle.addEventListener("change", () => {
    isOn = toggle.checked;
    try { localStorage.setItem(KEY, isOn ? "on" : "off"); } catch { /* private window */ }
  });
}
