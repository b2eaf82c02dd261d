/* Passkeys, and showing what was typed in a secret field. The words stand in the page; here are only the steps. */
(() => {
  "use strict";

  const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const unpacked = (keys) => (keys ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));

  // A passkey belongs to a host name; a bare number address can have none.
  const possible = () => window.PublicKeyCredential && window.isSecureContext && !/^[\d.]+$|:/.test(location.hostname);

  async function ask(form) {
    const answer = await fetch(form.dataset.hkQuestion, { headers: { "X-Hk-Poll": "1" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(`question refused: ${answer.status}`);
    return (await answer.json()).publicKey;
  }

  async function make(form) {
    const question = await ask(form);
    return navigator.credentials.create({
      publicKey: {
        ...question,
        challenge: toBytes(question.challenge),
        user: { ...question.user, id: toBytes(question.user.id) },
        excludeCredentials: unpacked(question.excludeCredentials),
      },
    });
  }

  async function use(form) {
    const question = await ask(form);
    return navigator.credentials.get({
      publicKey: { ...question, challenge: toBytes(question.challenge), allowCredentials: unpacked(question.allowCredentials) },
    });
  }

  function packed(credential) {
    const { response } = credential;
    const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const sent = fields.filter((name) => response[name]).map((name) => [name, toText(response[name])]);
    const rest = response.getTransports ? [["transports", response.getTransports()]] : [];
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response: Object.fromEntries([...sent, ...rest]),
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  async function submit(form) {
    const failed = form.querySelector("[data-hk-failed]");
    failed.hidden = true;
    try {
      const credential = await (form.dataset.hkPasskey === "make" ? make(form) : use(form));
      form.elements.credential.value = JSON.stringify(packed(credential));
      form.submit();
    } catch (mistake) {
      console.warn("passkey:", mistake.name);
      failed.hidden = false;
    }
  }

  if (possible()) {
    for (const part of document.querySelectorAll("[data-hk-needs-passkey]")) part.hidden = false;
    for (const form of document.querySelectorAll("[data-hk-passkey]")) {
      form.hidden = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        submit(form);
      });
    }
  }

  const words = document.querySelector("template[data-hk-reveal-words]")?.dataset;
  for (const field of words ? document.querySelectorAll("[data-hk-reveal]") : []) {
    const row = document.createElement("span");
    row.className = "reveal-row";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "reveal";
    button.setAttribute("aria-controls", field.id);
    field.replaceWith(row);
    row.append(field, button);
    const show = (shown) => {
      field.type = shown ? "text" : "password";
      button.textContent = shown ? words.hide : words.show;
    };
    show(false);
    button.addEventListener("click", () => show(field.type === "password"));
    field.form.addEventListener("submit", () => show(false));
  }
  if (!document.querySelector("[data-hk-errors]")) document.querySelector("[autofocus]")?.focus();
})();
