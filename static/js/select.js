// From a selection on the page's text to four plain fields: line and code point where it starts and ends.
const WORD = /\S+/gu;

const lineOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-line]");
const codePoints = (text) => [...text].length;

function textBefore(line, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(line);
  range.setEnd(node, offset);
  return range.toString();
}

function place(root, node, offset, isEnd) {
  const inside = lineOf(node);
  if (inside && root.contains(inside)) return { line: inside, at: textBefore(inside, node, offset).length };
  const edge = document.createRange();
  edge.setStart(node, offset);
  const lines = [...root.querySelectorAll("[data-line]")];
  const isBefore = (line) => edge.comparePoint(line, 0) < 0;
  if (isEnd) {
    const line = lines.filter(isBefore).at(-1);
    return line && { line, at: line.textContent.length };
  }
  const line = lines.find((each) => !isBefore(each));
  return line && { line, at: 0 };
}

function wholeWords(start, end) {
  const text = start.line.textContent;
  const last = end.line.textContent;
  while (start.at < text.length && /\s/u.test(text[start.at])) start.at += 1;
  while (start.at > 0 && /\S/u.test(text[start.at - 1])) start.at -= 1;
  while (end.at > 0 && /\s/u.test(last[end.at - 1])) end.at -= 1;
  while (end.at < last.length && /\S/u.test(last[end.at])) end.at += 1;
}

function chosen(root) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer) && !range.intersectsNode(root)) return null;
  const start = place(root, range.startContainer, range.startOffset, false);
  const end = place(root, range.endContainer, range.endOffset, true);
  if (!start || !end) return null;
  wholeWords(start, end);
  const isForward = start.line === end.line
    ? start.at < end.at
    : Boolean(start.line.compareDocumentPosition(end.line) & Node.DOCUMENT_POSITION_FOLLOWING);
  return isForward ? { start, end } : null;
}

function wordsOf(root, { start, end }) {
  const lines = [...root.querySelectorAll("[data-line]")];
  const between = lines.slice(lines.indexOf(start.line), lines.indexOf(end.line) + 1);
  return between.map((line) => line.textContent.slice(
    line === start.line ? start.at : 0,
    line === end.line ? end.at : undefined,
  )).join(" ");
}

function fill(form, { start, end }) {
  form.elements.start_line.value = start.line.dataset.line;
  form.elements.start_offset.value = codePoints(start.line.textContent.slice(0, start.at));
  form.elements.end_line.value = end.line.dataset.line;
  form.elements.end_offset.value = codePoints(end.line.textContent.slice(0, end.at));
}

function utf16(text, count) {
  return [...text].slice(0, count).join("").length;
}

function fromForm(root, form) {
  const find = (key) => [...root.querySelectorAll("[data-line]")].find((line) => line.dataset.line === key);
  const start = find(form.elements.start_line.value);
  const end = find(form.elements.end_line.value);
  if (!start || !end) return null;
  return {
    start: { line: start, at: utf16(start.textContent, Number(form.elements.start_offset.value)) },
    end: { line: end, at: utf16(end.textContent, Number(form.elements.end_offset.value)) },
  };
}

function point(line, at) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let rest = at;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (rest <= node.length) return [node, rest];
    rest -= node.length;
  }
  return [line, line.childNodes.length];
}

function wordsIn(root) {
  return [...root.querySelectorAll("[data-line]")].flatMap((line, row) =>
    [...line.textContent.matchAll(WORD)].map((match) => ({ line, row, start: match.index, end: match.index + match[0].length })));
}

function stepTo(words, from, key) {
  if (key === "ArrowRight") return Math.min(from + 1, words.length - 1);
  if (key === "ArrowLeft") return Math.max(from - 1, 0);
  const down = key === "ArrowDown";
  const rows = words.filter((word) => (down ? word.row > words[from].row : word.row < words[from].row));
  if (!rows.length) return from;
  const row = down ? rows[0].row : rows.at(-1).row;
  const near = words.map((word, index) => ({ word, index })).filter(({ word }) => word.row === row);
  return near.reduce((best, each) =>
    Math.abs(each.word.start - words[from].start) < Math.abs(best.word.start - words[from].start) ? each : best).index;
}

function walk(root) {
  let anchor = -1;
  let head = -1;
  root.addEventListener("pointerdown", () => { anchor = head = -1; });
  root.addEventListener("keydown", (event) => {
    if (event.target !== root || !event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.altKey) return;
    const words = wordsIn(root);
    if (!words.length) return;
    event.preventDefault();
    head = head < 0 ? 0 : stepTo(words, head, event.key);
    if (!event.shiftKey || anchor < 0) anchor = head;
    const [first, last] = [Math.min(anchor, head), Math.max(anchor, head)];
    getSelection().setBaseAndExtent(...point(words[first].line, words[first].start), ...point(words[last].line, words[last].end));
    words[head].line.scrollIntoView({ block: "nearest" });
    root.dispatchEvent(new CustomEvent("select:line", { bubbles: true, detail: { key: words[head].line.dataset.line } }));
  });
}

function prepare(root, form) {
  const shown = form.querySelector("[data-select-words]");
  const go = form.querySelector("[data-select-go]");
  const tell = (passage) => {
    shown.textContent = passage ? `“${wordsOf(root, passage)}”` : shown.dataset.empty;
    shown.classList.toggle("is-empty", !passage);
    go.disabled = !passage;
  };

  document.addEventListener("selectionchange", () => {
    const passage = chosen(root);
    if (!passage) return;
    fill(form, passage);
    tell(passage);
  });
  form.addEventListener("input", () => tell(fromForm(root, form)));
  walk(root);
  root.dataset.key = "m";
  root.addEventListener("click", (event) => { if (!event.isTrusted) root.focus(); });
  tell(null);
}

const root = document.querySelector("[data-select]");
const form = document.querySelector("[data-select-form]");
if (root && form) prepare(root, form);
