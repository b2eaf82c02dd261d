/* What HTML and htmx leave open: where the focus goes, dialogs, the menu, fields that send themselves. Hooks are data-hk-... attributes. */
(() => {
  "use strict";

  // dkfds components (tabs, accordions, tables) on the page and in every part that comes later.
  const start = (root) => window.DKFDS?.init({ scope: root });

  // After a rejected form the summary is read out first; its links lead into the fields.
  const showErrors = (root) => root.querySelector("[data-hk-errors]")?.focus();

  document.addEventListener("DOMContentLoaded", () => {
    start(document.body);
    showErrors(document);
  });

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx?.response?.status === 422) showErrors(document);
  });

  // No answer at all, or one from a proxy: our own words, since nobody else's would reach the person.
  const sayOffline = () => {
    const words = document.querySelector("template[data-hk-offline]");
    document.getElementById("notices")?.replaceChildren(words.content.cloneNode(true));
  };
  document.addEventListener("htmx:error", ({ detail }) => {
    if (detail.error instanceof TypeError || detail.ctx?.request?.signal?.reason === "timeout") sayOffline();
  });
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.detail.ctx.response?.status > 501) {
      event.preventDefault();
      sayOffline();
    }
  });

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const opener = target.closest("[data-hk-dialog]");
    if (opener) document.getElementById(opener.dataset.hkDialog)?.showModal();
    if (target.closest("[data-hk-close]")) target.closest("dialog")?.close();
    if (target.closest("[data-hk-print]")) window.print();
    const link = target.closest("[data-hk-errors] a[href^='#']");
    if (link) goToField(event, link);
    for (const menu of document.querySelectorAll("details[data-hk-menu][open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
  });

  // The label must stay in view, or the person sees a field without its question.
  function goToField(event, link) {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".form-group") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-hk-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-hk-autosubmit]")) event.target.form.requestSubmit();
  });

  // <time data-hk-clock> shows the minute as it is now, in the form the server wrote it (07.30 or 07:30).
  const tick = () => {
    for (const clock of document.querySelectorAll("time[data-hk-clock]")) {
      const parts = new Intl.DateTimeFormat("da", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Copenhagen" }).formatToParts(new Date());
      const part = (type) => parts.find((each) => each.type === type).value;
      clock.textContent = `${part("hour")}${clock.textContent.includes(":") ? ":" : "."}${part("minute")}`;
    }
  };
  tick();
  setInterval(tick, 10_000);
})();
