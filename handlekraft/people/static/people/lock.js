/* Moves an open page to the lock when nobody is there any more, and puts back what was being written. */
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const MINUTE = 60_000;
  const SKIPPED = ["hidden", "password", "file", "submit", "button", "image", "reset"];
  let somebody = false;
  let timer = 0;
  let lastSure = Date.now();

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const here = () => location.pathname + location.search;
  for (const kind of ["input", "keydown", "pointerdown", "touchstart", "wheel"]) {
    document.addEventListener(kind, () => (somebody = true), { passive: true, capture: true });
  }

  // A GET only asks; a POST says that somebody is there.
  async function left() {
    const present = somebody;
    somebody = false;
    const answer = await fetch(own.hkTime, {
      method: present ? "POST" : "GET",
      headers: present ? { "X-CSRFToken": token() } : { "X-Hk-Poll": "1" },
      credentials: "same-origin",
    });
    return answer.ok ? (await answer.json()).left : 0;
  }

  async function look() {
    clearTimeout(timer);
    let seconds = 60;
    try {
      seconds = await left();
      lastSure = Date.now();
    } catch {
      // No net: the server's clock runs all the same, and the next question tells.
    }
    if (seconds <= 0) return lock();
    document.body.style.visibility = "";
    timer = setTimeout(look, Math.min(MINUTE, seconds * 1000 + 500));
  }

  function typed() {
    const form = [...document.forms].find((each) => each.method === "post" && fields(each).some(changed));
    if (!form) return "";
    const kept = fields(form).filter((field) => !/checkbox|radio/.test(field.type) || field.checked);
    return JSON.stringify({ path: here(), action: form.action, fields: kept.map((field) => [field.name, field.value]) });
  }
  const fields = (form) => [...form.elements].filter((field) => field.name && field.type && !SKIPPED.includes(field.type));
  function changed(field) {
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return /checkbox|radio/.test(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  }

  function lock() {
    const form = document.createElement("form");
    form.method = "post";
    form.action = own.hkLock;
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token(), til: here(), draft: typed() })) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }

  async function putBack() {
    const answer = await fetch(own.hkDraft, { headers: { "X-Hk-Poll": "1" }, credentials: "same-origin" });
    const draft = answer.ok ? await answer.json() : {};
    const form = [...document.forms].find((each) => new URL(each.action).pathname === new URL(draft.action ?? "/", location.href).pathname);
    history.replaceState(null, "", here());
    if (!draft.fields || !form) return;
    for (const field of fields(form)) {
      const values = draft.fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (/checkbox|radio/.test(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    form.querySelector("textarea, input:not([type=hidden])")?.focus();
  }

  // A laptop that slept shows the old page when it wakes: hide it until the server has said how late it is.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    if (Date.now() - lastSure > 2 * MINUTE) document.body.style.visibility = "hidden";
    look();
  });
  timer = setTimeout(look, MINUTE);
  document.addEventListener("DOMContentLoaded", () => {
    if (location.hash === "#kladde") putBack();
  });
})();
