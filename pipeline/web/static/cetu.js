// Makes pages quicker; nothing needs it. Links and GET forms of this site swap only <main>, so that the browser keeps what it has.
"use strict";
(() => {
  const swap = async (url, { push = true } = {}) => {
    document.body.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { "X-Cetu-Fragment": "main" }, credentials: "same-origin" });
      if (!(answer.headers.get("content-type") || "").startsWith("text/html")) { location.href = url; return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.getElementById("main");
      if (!main) { location.href = url; return; }
      document.getElementById("main").replaceWith(main);
      const tabs = page.querySelector(".tabs");
      if (tabs) document.querySelector(".tabs").replaceWith(tabs);
      document.title = page.title;
      if (push) history.pushState(null, "", answer.url);
      const hash = new URL(url, location.href).hash;
      const aim = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : main.querySelector("mark.aim");
      if (aim) aim.scrollIntoView({ block: hash ? "start" : "center" }); else { main.focus({ preventScroll: true }); scrollTo(0, 0); }
      document.dispatchEvent(new CustomEvent("cetu:page"));
    } catch {
      location.href = url;
    } finally {
      document.body.removeAttribute("aria-busy");
    }
  };

  const ours = (url) => url.origin === location.origin && !url.pathname.startsWith("/api") && !url.pathname.startsWith("/static");

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.dataset.whole !== undefined) return;
    const url = new URL(link.href);
    if (!ours(url) || (url.pathname === location.pathname && url.search === location.search && url.hash)) return;
    event.preventDefault();
    swap(url.href);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "get" || form.dataset.whole !== undefined) return;
    const url = new URL(form.action);
    if (!ours(url)) return;
    event.preventDefault();
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== "")).toString();
    swap(url.href);
  });

  // Other scripts ask for a page by this event.
  document.addEventListener("cetu:go", (event) => swap(event.detail));

  addEventListener("popstate", () => swap(location.href, { push: false }));

  // On narrow screens what is marked so begins folded: the page itself comes first.
  const fold = () => {
    if (!matchMedia("(max-width: 46rem)").matches) return;
    document.querySelectorAll("details[data-narrow]").forEach((one) => one.removeAttribute("open"));
  };
  document.addEventListener("cetu:page", fold);
  fold();

  // "/" goes to the box for questions, wherever one is and no field has the keyboard.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    document.getElementById("q").focus();
  });
})();
