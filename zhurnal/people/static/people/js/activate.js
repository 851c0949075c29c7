// The QR code of a slip leads to …/activate/#CODE: what stands after # is never sent to a server, so no log holds the code.
const form = document.querySelector("[data-code-form]");

function take() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.requestSubmit();
}

addEventListener("hashchange", take);
take();
