// Work under way (导入, 导出), told of while it goes. Without it the page reloads itself.
"use strict";
(() => {
  let events = null;

  const follow = () => {
    if (events) { events.close(); events = null; }
    const box = document.querySelector("[data-events]");
    if (!box || !window.EventSource) return;
    const here = location.href;
    events = new EventSource(box.dataset.events);
    const anew = () => {
      events.close();
      if (location.href === here) document.dispatchEvent(new CustomEvent("cetu:go", { detail: here }));
    };
    const show = (event) => {
      const now = JSON.parse(event.data);
      const bar = box.querySelector("[data-bar]");
      bar.max = Math.max(1, now.total);
      bar.value = now.done;
      for (const place of box.querySelectorAll("[data-count]")) place.textContent = now[place.dataset.count];
      if (now.state !== box.dataset.state) anew();
    };
    events.addEventListener("progress", show);
    events.addEventListener("end", (event) => { show(event); anew(); });
  };

  document.addEventListener("cetu:page", follow);
  follow();
})();
