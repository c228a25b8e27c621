// Ticking words of a quotation: arrows walk over them, Shift ticks all between; without script they are tick boxes.
const root = document.querySelector("[data-word-choices]");
const boxes = root ? [...root.querySelectorAll("input[type=checkbox]")] : [];
let last = 0;

const focusOn = (index) => {
  boxes[last].tabIndex = -1;
  last = Math.min(Math.max(index, 0), boxes.length - 1);
  boxes[last].tabIndex = 0;
  boxes[last].focus();
};

const tickBetween = (from, to, isOn) => {
  for (const box of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) box.checked = isOn;
};

function rowStep(index, step) {
  const here = boxes[index].getBoundingClientRect();
  const away = boxes
    .map((box, at) => ({ at, place: box.getBoundingClientRect() }))
    .filter(({ place }) => (step > 0 ? place.top > here.bottom - 4 : place.bottom < here.top + 4));
  if (!away.length) return index;
  const edge = step > 0 ? Math.min(...away.map(({ place }) => place.top)) : Math.max(...away.map(({ place }) => place.top));
  return away
    .filter(({ place }) => Math.abs(place.top - edge) < 4)
    .reduce((best, each) => (Math.abs(each.place.left - here.left) < Math.abs(best.place.left - here.left) ? each : best)).at;
}

function onKey(event) {
  const from = boxes.indexOf(event.target);
  const to = {
    ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: boxes.length - 1,
    ArrowDown: rowStep(from, 1), ArrowUp: rowStep(from, -1),
  }[event.key];
  if (from < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  focusOn(to);
  if (event.shiftKey) tickBetween(from, last, true);
}

if (boxes.length) {
  for (const box of boxes.slice(1)) box.tabIndex = -1;
  root.addEventListener("keydown", (event) => {
    if (event.target.matches("input")) onKey(event);
  });
  root.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (event.target === root) focusOn(last);
    if (at < 0) return;
    if (event.shiftKey) tickBetween(last, at, boxes[at].checked);
    focusOn(at);
  });
}
