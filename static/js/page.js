// Small courtesies of every page: the current place in sight, filters folded where there is little room, menus that close.
const rail = document.querySelector(".rail");
const current = rail?.querySelector("[aria-current]");
if (current) rail.scrollLeft = current.offsetLeft - (rail.clientWidth - current.clientWidth) / 2;

if (matchMedia("(width < 900px)").matches) {
  for (const fold of document.querySelectorAll("details[data-fold-narrow]")) fold.open = false;
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("[data-menu][open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

for (const field of document.querySelectorAll("[data-submit-on-change]")) {
  field.addEventListener("change", () => field.form?.requestSubmit());
}
