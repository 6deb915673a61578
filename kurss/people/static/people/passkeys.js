/* Passkeys: asks the device for one and sends what it answers with the form. Nothing here without a form that
   says data-passkey. Pages work without this file but for passkeys themselves. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const create = async ({ publicKey: wish }) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...wish,
        challenge: bytes(wish.challenge),
        user: { ...wish.user, id: bytes(wish.user.id) },
        excludeCredentials: named(wish.excludeCredentials),
        authenticatorSelection: {
          ...wish.authenticatorSelection,
          residentKey: "preferred",
          requireResidentKey: false,
          userVerification: "preferred",
        },
      },
    });
    return said(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  };

  const get = async ({ publicKey: wish }) => {
    const made = await navigator.credentials.get({
      publicKey: { ...wish, challenge: bytes(wish.challenge), allowCredentials: named(wish.allowCredentials) },
    });
    const handle = made.response.userHandle;
    return said(made, {
      authenticatorData: text(made.response.authenticatorData),
      signature: text(made.response.signature),
      userHandle: handle ? text(handle) : null,
    });
  };

  const said = (made, more) => ({
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response: { clientDataJSON: text(made.response.clientDataJSON), ...more },
  });

  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  };

  const complain = (form) => {
    let place = form.querySelector(".wrong");
    if (!place) {
      place = document.createElement("p");
      place.className = "wrong";
      place.setAttribute("role", "alert");
      form.append(place);
    }
    place.textContent = form.dataset.trouble;
  };

  document.querySelectorAll("[data-passkeys]").forEach((part) => {
    part.hidden = false;
  });
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const wish = await options(form);
        const credential = form.dataset.passkey === "add" ? await create(wish) : await get(wish);
        form.elements.namedItem("credential").value = JSON.stringify(credential);
        HTMLFormElement.prototype.submit.call(form);
      } catch (trouble) {
        complain(form);
      }
    });
  });
})();
