// The page image: zoom, turn, and boxes drawn by us over OpenSeadragon. Text and image point at each other.
const SVG = "http://www.w3.org/2000/svg";

function drawBox(kind, box, key) {
  const rect = document.createElementNS(SVG, "rect");
  const [x, y, width, height] = box;
  for (const [name, value] of Object.entries({ x, y, width, height, rx: 4 })) rect.setAttribute(name, value);
  rect.classList.add(kind);
  if (key) rect.dataset.key = key;
  return rect;
}

function drawBoxes(width, height, boxes) {
  const sheet = document.createElementNS(SVG, "svg");
  const found = document.createElementNS(SVG, "g");
  sheet.setAttribute("viewBox", `0 0 ${width} ${height}`);
  sheet.setAttribute("class", "viewer-boxes");
  sheet.setAttribute("aria-hidden", "true");
  found.dataset.found = "";
  for (const line of boxes.lines) sheet.append(drawBox("box-line", line.box, line.key));
  for (const word of boxes.found) found.append(drawBox("box-found", word.box));
  sheet.append(found);
  return sheet;
}

const holds = ([x, y, width, height], point) =>
  point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;

const textOf = (key) => document.querySelector(`[data-line="${CSS.escape(key)}"]`);

function light(sheet, key) {
  for (const box of sheet.querySelectorAll(".box-line")) box.classList.toggle("is-lit", box.dataset.key === key);
  for (const line of document.querySelectorAll(".line.is-lit")) line.classList.remove("is-lit");
  textOf(key)?.closest(".line")?.classList.add("is-lit");
}

function show(viewer, box) {
  const { viewport, world } = viewer;
  const [x, y, width, height] = box;
  const region = world.getItemAt(0).imageToViewportRectangle(x, y, width, height);
  if (viewport.getBounds().containsPoint(region.getCenter())) return;
  viewport.panTo(region.getCenter());
}

function connect(root, viewer, sheet, boxes) {
  const boxOf = new Map(boxes.lines.map((line) => [line.key, line.box]));
  const choose = (key, { pan = false, scroll = false } = {}) => {
    light(sheet, key);
    if (pan && boxOf.has(key)) show(viewer, boxOf.get(key));
    if (scroll) textOf(key)?.scrollIntoView({ block: "nearest" });
    root.dispatchEvent(new CustomEvent("viewer:line", { bubbles: true, detail: { key } }));
  };

  viewer.addHandler("canvas-click", (event) => {
    if (!event.quick) return;
    const point = viewer.world.getItemAt(0).viewerElementToImageCoordinates(event.position);
    const line = boxes.lines.find(({ box }) => holds(box, point));
    event.preventDefaultAction = Boolean(line);
    if (line) choose(line.key, { scroll: true });
  });
  for (const name of ["click", "focusin"]) {
    document.addEventListener(name, (event) => {
      const line = event.target.closest?.(".line")?.querySelector("[data-line]");
      if (line && boxOf.has(line.dataset.line)) choose(line.dataset.line, { pan: true });
    });
  }
  document.addEventListener("select:line", (event) => choose(event.detail.key, { pan: true }));
  const here = document.activeElement?.dataset.line;
  if (boxOf.has(here)) choose(here);
}

function serveBar(root, viewer, sheet) {
  const litPoint = () => {
    const lit = sheet.querySelector(".is-lit");
    if (!lit) return undefined;
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(lit.getAttribute(name)));
    return viewer.world.getItemAt(0).imageToViewportCoordinates(x + width / 2, y + height / 2);
  };
  const acts = {
    closer: () => viewer.viewport.zoomBy(1.4, litPoint()).applyConstraints(),
    further: () => viewer.viewport.zoomBy(1 / 1.4).applyConstraints(),
    turn: () => viewer.viewport.setRotation(viewer.viewport.getRotation() + 90),
    whole: () => viewer.viewport.setRotation(0).goHome(),
    found: (button) => {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isOn));
      sheet.querySelector("[data-found]").toggleAttribute("hidden", !isOn);
    },
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-viewer-act]");
    if (button) acts[button.dataset.viewerAct]?.(button);
  });
}

function quietStyles() {
  // OpenSeadragon adds an inline style for touch screens, which our policy refuses; it leaves it when it finds this mark.
  const mark = document.createElementNS("urn:mark", "style");
  mark.setAttribute("data-openseadragon-mobile-css", "");
  document.head.append(mark);
}

function open(root) {
  const { src, width, height, label } = root.dataset;
  const boxes = JSON.parse(root.querySelector("[data-viewer-boxes]").textContent);
  const sheet = drawBoxes(width, height, boxes);
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const viewer = globalThis.OpenSeadragon({
    element: root.querySelector("[data-viewer-stage]"),
    drawer: "canvas",
    tileSources: { type: "image", url: src, buildPyramid: false },
    showNavigationControl: false,
    crossOriginPolicy: false,
    visibilityRatio: 0.5,
    maxZoomPixelRatio: 3,
    animationTime: isStill ? 0 : 0.4,
    springStiffness: 10,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true, scrollToZoom: true },
  });
  viewer.canvas.setAttribute("role", "application");
  viewer.canvas.setAttribute("aria-label", label);
  viewer.addOnceHandler("open", () => {
    const bounds = viewer.world.getItemAt(0).getBounds();
    viewer.addOverlay({ element: sheet, location: bounds });
    connect(root, viewer, sheet, boxes);
    serveBar(root, viewer, sheet);
    root.dataset.ready = "";
  });
}

quietStyles();
for (const root of document.querySelectorAll("[data-viewer]")) open(root);
