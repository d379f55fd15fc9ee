/* Only what HTML cannot do by itself; every journey works without it. */
(() => {
  "use strict";
  const WARN_AT = 300;
  const running = new WeakSet();
  const all = (selector) => document.querySelectorAll(selector);
  const on = (...it) => document.addEventListener(...it);
  const find = (id) => document.getElementById(id);
  const say = (text) => (find("announcer").textContent = text);

  /* Counts by the server's time and speaks at five minutes, at one and at the end. */
  function startClock(clock) {
    if (running.has(clock)) return;
    running.add(clock);
    const { now, lapsesAt } = clock.dataset;
    const total = (Date.parse(lapsesAt) - (now ? Date.parse(now) : Date.now())) / 1000;
    const began = performance.now();
    let before = total;
    const timer = setInterval(tick, 1000);
    function tick() {
      if (!clock.isConnected) return clearInterval(timer);
      const rest = Math.max(0, Math.ceil(total - (performance.now() - began) / 1000));
      const passed = (mark) => before > mark && rest <= mark;
      clock.querySelector("[data-left]").textContent =
        new Date(Math.min(rest, 86399) * 1e3).toISOString().slice(rest < 3600 ? 14 : 11, 19);
      clock.classList.toggle("hold-short", rest <= WARN_AT);
      if (passed(0)) say("Your hold has lapsed.");
      else if (passed(60)) say("One minute left on your hold.");
      else if (passed(WARN_AT)) say("Five minutes left on your hold.");
      if (!rest) clearInterval(timer);
      before = rest;
    }
    tick();
  }

  /* Fills lat and lng of the button's form and sends it. */
  function findMe(button) {
    const { lat, lng } = button.form.elements;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        lat.value = coords.latitude.toFixed(4);
        lng.value = coords.longitude.toFixed(4);
        button.form.requestSubmit();
      },
      () => say("Your place could not be found. Choose a city instead."),
      { timeout: 10000, maximumAge: 300000 },
    );
  }

  function share(button) {
    const page = { title: button.dataset.share, url: location.href };
    if (navigator.share) return navigator.share(page).catch(() => {});
    navigator.clipboard.writeText(page.url).then(() => say("The link is copied."), () => {});
  }

  /* A form that is on its way can't be sent again. */
  function lock(event) {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return event.stopImmediatePropagation();
    }
    form.dataset.sending = "1";
    for (const it of form.querySelectorAll("button")) it.setAttribute("aria-disabled", "true");
  }

  function unlock(form) {
    if (!form?.dataset.sending) return;
    delete form.dataset.sending;
    for (const it of form.querySelectorAll("button")) it.removeAttribute("aria-disabled");
  }

  function wake() {
    all("[data-lapses-at]").forEach(startClock);
    all("[data-near-me]").forEach((it) => (it.hidden = !navigator.geolocation));
    all("[data-share]").forEach((it) => (it.hidden = !(navigator.share || navigator.clipboard)));
    all("[data-error-summary]").forEach((it) => it.focus());
  }

  on("submit", lock, true);
  on("click", ({ target }) => {
    say("");
    const button = target.closest("[data-near-me], [data-share]");
    if (button) "nearMe" in button.dataset ? findMe(button) : share(button);
    for (const menu of all("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
  });
  on("htmx:finally:request", ({ target }) => unlock(target.closest?.("form")));
  on("htmx:error", () => say("No answer came. Check your connection and try again."));
  on("htmx:after:swap", ({ detail }) => {
    say("");
    const { target, request } = detail.ctx ?? {};
    if (["body", document.body].includes(target)) find("main")?.focus();
    all(`[id="${request?.anchor}"][tabindex]`)[0]?.focus({ preventScroll: true });
    wake();
  });
  addEventListener("pageshow", () => all("form[data-sending]").forEach(unlock));
  wake();
})();
