// Pan and zoom of the responsibility graph. Without it the picture scrolls in its frame.
"use strict";
(() => {
  const LEAST = 0.15, MOST = 3, STEP = 1.25;

  const prepare = (frame) => {
    if (frame.dataset.ready) return;
    frame.dataset.ready = "yes";
    const svg = frame.querySelector("svg");
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const buttons = document.querySelector("[data-graph-buttons]");
    let scale = 1;

    const zoom = (wanted, x = frame.clientWidth / 2, y = frame.clientHeight / 2) => {
      const next = Math.min(MOST, Math.max(LEAST, wanted));
      const left = (frame.scrollLeft + x) / scale, top = (frame.scrollTop + y) / scale;
      scale = next;
      svg.setAttribute("width", Math.round(width * scale));
      svg.setAttribute("height", Math.round(height * scale));
      frame.scrollLeft = left * scale - x;
      frame.scrollTop = top * scale - y;
    };
    const fit = () => zoom(Math.min(1, frame.clientWidth / width));
    const centre = () => {
      const box = svg.querySelector(".node-centre rect");
      if (!box) return;
      frame.scrollLeft = (Number(box.getAttribute("x")) + 75) * scale - frame.clientWidth / 2;
      frame.scrollTop = (Number(box.getAttribute("y")) + 15) * scale - frame.clientHeight / 2;
    };
    const does = { in: () => zoom(scale * STEP), out: () => zoom(scale / STEP), fit, full: () => { zoom(1); centre(); } };

    buttons.hidden = false;
    buttons.addEventListener("click", (event) => {
      const wanted = event.target.closest("[data-zoom]");
      if (wanted) does[wanted.dataset.zoom]();
    });
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = frame.getBoundingClientRect();
      zoom(scale * (event.deltaY < 0 ? STEP : 1 / STEP), event.clientX - at.left, event.clientY - at.top);
    }, { passive: false });
    frame.addEventListener("keydown", (event) => {
      const what = { "+": "in", "=": "in", "-": "out", "0": "full" }[event.key];
      if (!what || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      does[what]();
    });

    let from = null;
    frame.classList.add("grab");
    frame.addEventListener("pointerdown", (event) => {
      if (event.button || event.pointerType === "touch") return;
      from = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop, moved: false };
    });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const x = event.clientX - from.x, y = event.clientY - from.y;
      if (Math.abs(x) + Math.abs(y) > 5) { from.moved = true; frame.classList.add("grabbing"); }
      if (from.moved) { frame.scrollLeft = from.left - x; frame.scrollTop = from.top - y; }
    });
    addEventListener("pointerup", () => { setTimeout(() => { from = null; }, 0); frame.classList.remove("grabbing"); });
    frame.addEventListener("click", (event) => { if (from && from.moved) { event.preventDefault(); event.stopPropagation(); } }, true);
    frame.addEventListener("dragstart", (event) => event.preventDefault());
    centre();
  };

  const all = () => document.querySelectorAll("[data-graph]").forEach(prepare);
  document.addEventListener("cetu:page", all);
  document.addEventListener("DOMContentLoaded", all);
})();
