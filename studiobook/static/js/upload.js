/* Sends a form's files itself, to say how much has gone up; without it the form works as any. */
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);

  function send(event) {
    const form = event.target;
    if (!("upload" in form.dataset)) return;
    event.preventDefault();
    const box = form.querySelector("[data-progress]");
    const [bar, words] = box.children;
    const show = (percent, text) => {
      bar.value = percent;
      words.textContent = text;
    };
    /* The form may be sent again (studiobook.js locked it); what was chosen still is. */
    const fail = () => {
      box.hidden = true;
      delete form.dataset.sending;
      for (const it of form.querySelectorAll("button")) it.removeAttribute("aria-disabled");
      find("announcer").textContent =
        "The upload was interrupted. Your files are still chosen: try again.";
    };
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => {
      const percent = Math.floor((100 * loaded) / total);
      show(percent, percent < 100 ? `${percent} % sent` : "All sent. One moment.");
    };
    request.onerror = request.onabort = fail;
    request.onload = () => {
      const next = request.getResponseHeader("HX-Redirect");
      if (next) return location.assign(next);
      /* Refused: the page that says why, in place of this one. */
      const page = new DOMParser().parseFromString(request.response, "text/html");
      const main = page.getElementById("main");
      if (!main) return fail();
      find("main").replaceWith(main);
      window.htmx?.process(main);
      (main.querySelector("[data-error-summary]") ?? main).focus();
    };
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    box.hidden = false;
    show(0, "");
    request.send(new FormData(form));
  }

  document.addEventListener("submit", send);
})();
