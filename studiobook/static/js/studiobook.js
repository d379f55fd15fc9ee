/* Only what HTML cannot do by itself. Everything works without it. */
(() => {
  "use strict";

  const WARN_AT = 300;
  const clocks = new WeakSet();

  const say = (text) => {
    const announcer = document.getElementById("announcer");
    if (announcer) announcer.textContent = text;
  };

  /* The hold clock: counts by the server's time, says the rest at five minutes, at one, and at the end. */
  function startClock(clock) {
    if (clocks.has(clock)) return;
    clocks.add(clock);
    const left = clock.querySelector("[data-left]");
    const serverNow = clock.dataset.now ? Date.parse(clock.dataset.now) : Date.now();
    const began = performance.now();
    const total = (Date.parse(clock.dataset.lapsesAt) - serverNow) / 1000;
    let before = Infinity;

    const tick = () => {
      if (!clock.isConnected) return clearInterval(timer);
      const rest = Math.max(0, Math.ceil(total - (performance.now() - began) / 1000));
      const passed = (mark) => before > mark && rest <= mark;
      left.textContent = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
      clock.classList.toggle("hold-short", rest <= WARN_AT);
      if (passed(0)) {
        say("Your hold has lapsed.");
        clearInterval(timer);
        clock.dispatchEvent(new CustomEvent("hold-lapsed", { bubbles: true }));
      } else if (passed(60)) say("One minute left on your hold.");
      else if (passed(WARN_AT)) say("Five minutes left on your hold.");
      before = rest;
    };
    const timer = setInterval(tick, 1000);
    tick();
  }

  /* Fills the form's lat and lng and sends it. */
  function findMe(button) {
    const form = button.form ?? button.closest("form");
    button.setAttribute("aria-disabled", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(4);
        form.elements.lng.value = coords.longitude.toFixed(4);
        button.removeAttribute("aria-disabled");
        form.requestSubmit();
      },
      () => {
        button.removeAttribute("aria-disabled");
        say("Your place could not be found. Choose a city instead.");
      },
      { timeout: 10000, maximumAge: 300000 },
    );
  }

  async function share(button) {
    const page = { title: button.dataset.share, url: location.href };
    try {
      if (navigator.share) return await navigator.share(page);
      await navigator.clipboard.writeText(page.url);
      say("The link is copied.");
    } catch {
      /* The visitor changed their mind. */
    }
  }

  function wake(root) {
    root.querySelectorAll("[data-lapses-at]").forEach(startClock);
    if (navigator.geolocation) root.querySelectorAll("[data-near-me]").forEach((it) => (it.hidden = false));
    if (navigator.share || navigator.clipboard) root.querySelectorAll("[data-share]").forEach((it) => (it.hidden = false));
    root.querySelector("[data-error-summary]")?.focus();
  }

  const free = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-disabled]").forEach((it) => it.removeAttribute("aria-disabled"));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sending = "1";
    form.querySelectorAll("button:not([type=button])").forEach((it) => it.setAttribute("aria-disabled", "true"));
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-near-me], [data-share]");
    if (!button || button.getAttribute("aria-disabled")) return;
    if ("nearMe" in button.dataset) findMe(button);
    else share(button);
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.target.closest?.("form");
    if (form) free(form);
  });
  document.addEventListener("htmx:after:swap", () => wake(document));
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(free));
  wake(document);
})();
