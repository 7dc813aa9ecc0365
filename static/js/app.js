/* Shared behaviour of every page: toasts, confirmation, double submission, htmx errors. */
(function () {
  "use strict";

  const text = (name) => document.body.dataset[name] || "";

  /** Show a short message; tones: success, info, warning, danger. It stays until closed when it is an error. */
  function toast(message, tone) {
    const box = document.createElement("div");
    box.className = `alert alert-${tone || "info"} alert-dismissible`;
    box.append(message);
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn-close";
    close.setAttribute("aria-label", "×");
    close.addEventListener("click", () => box.remove());
    box.append(close);
    document.getElementById("toasts")?.append(box);
    if (tone !== "danger") setTimeout(() => box.remove(), 8000);
  }

  /** Ask a question in the page's dialog; resolves to true or false. */
  function ask(question, okWord) {
    const dialog = document.getElementById("confirm-dialog");
    const ok = dialog.querySelector("[data-ok]");
    document.getElementById("confirm-text").textContent = question;
    ok.textContent = okWord || ok.dataset.default;
    dialog.returnValue = "no";
    dialog.showModal();
    ok.focus();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  }

  window.app = { toast, ask, text };

  // --- confirmation: <button data-confirm="question" data-confirm-ok="word">, or hx-confirm
  document.addEventListener(
    "click",
    async (event) => {
      const trigger = event.target.closest("[data-confirm]");
      if (!trigger || trigger.dataset.confirmed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (trigger.form && !trigger.form.reportValidity()) return;
      if (!(await ask(trigger.dataset.confirm, trigger.dataset.confirmOk))) return;
      trigger.dataset.confirmed = "1";
      trigger.click();
      delete trigger.dataset.confirmed;
    },
    true,
  );

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question).then((yes) => yes && event.detail.issueRequest(true));
  });

  // --- a form that is being sent cannot be sent again; an answer in another tab leaves this page as it is
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.submitter?.formTarget === "_blank") return;
    setTimeout(() => {
      // A form that answers with a file leaves the page as it is: it may be sent again.
      if (event.defaultPrevented || form.method !== "post" || "keepEnabled" in form.dataset) return;
      form.querySelectorAll("button[type=submit], button:not([type])").forEach((button) => {
        button.setAttribute("aria-busy", "true");
        button.disabled = true;
      });
    });
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("button[aria-busy]").forEach((button) => {
      button.removeAttribute("aria-busy");
      button.disabled = false;
    });
  });

  // --- htmx: say what went wrong (a lost session is session.js's matter)
  const quiet = (event) => event.detail.elt.closest("[data-quiet]");
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401 || quiet(event)) return;
    const words = { 403: "textForbidden", 404: "textMissing" };
    toast(text(words[status] || "textFailed"), "danger");
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!quiet(event)) toast(text("textOffline"), "danger");
  });
  // Whoever logs out is not told that what the page was still asking for, or would ask for next, needs a log-in.
  let leaving = false;
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-logout")) return;
    leaving = true;
    document.querySelectorAll("[hx-get], [hx-post]").forEach((part) => htmx.trigger(part, "htmx:abort"));
  });
  document.addEventListener("htmx:beforeRequest", (event) => leaving && event.preventDefault());
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("app:toast", (event) => toast(event.detail.text, event.detail.tone));

  // --- after a refused form the keyboard stands at the list of errors
  document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-focus]")?.focus());

  // --- a filter that applies itself: <form data-autosubmit>
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form) form.requestSubmit();
  });
})();
