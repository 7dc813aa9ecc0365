/* Keeps what is typed into <form data-draft-key="…"> in this browser until it is saved.
 *
 * The key carries the user's id; drafts of other users are deleted when a page opens, all of them at
 * log-out, and after twelve hours. Passwords, files, hidden fields and fields with data-draft-skip
 * (identity numbers, secrets) are never kept.
 */
(function () {
  "use strict";

  const PREFIX = "draft:";
  const LIFE_MS = 12 * 60 * 60 * 1000;
  const user = document.body.dataset.user;
  const SENT = "draft-sent";
  const keyOf = (form) => `${PREFIX}${user}:${form.dataset.draftKey}`;

  const mine = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

  function purge() {
    mine().forEach((key) => {
      let saved = {};
      try {
        saved = JSON.parse(localStorage.getItem(key));
      } catch {
        /* not readable: deleted below */
      }
      const old = !saved.at || Date.now() - saved.at > LIFE_MS;
      if (old || !key.startsWith(`${PREFIX}${user}:`)) localStorage.removeItem(key);
    });
  }

  const kept = (control) =>
    control.name &&
    !["hidden", "password", "file", "submit", "button"].includes(control.type) &&
    !control.closest("[data-draft-skip]");

  function read(form) {
    const values = [];
    for (const control of form.elements) {
      if (!kept(control)) continue;
      if (control.type === "checkbox" || control.type === "radio") {
        values.push({ name: control.name, value: control.value, checked: control.checked });
      } else if (control instanceof HTMLSelectElement) {
        const options = [...control.selectedOptions].map((o) => ({ value: o.value, text: o.text }));
        values.push({ name: control.name, options });
      } else values.push({ name: control.name, value: control.value });
    }
    return values;
  }

  function choose(select, options) {
    for (const option of options) {
      let found = [...select.options].find((o) => o.value === option.value);
      if (!found) {
        found = new Option(option.text, option.value);
        select.add(found);
      }
      found.selected = true;
    }
    select.tomselect?.sync();
  }

  function write(form, values) {
    // A form whose rows are added by script makes room for them first.
    form.dispatchEvent(new CustomEvent("draft:restoring", { bubbles: true, detail: { values } }));
    const seen = {};
    for (const item of values) {
      const all = [...form.elements].filter((c) => c.name === item.name && kept(c));
      if ("checked" in item) {
        all.filter((c) => c.value === item.value).forEach((c) => (c.checked = item.checked));
      } else {
        seen[item.name] = (seen[item.name] ?? -1) + 1;
        const control = all[seen[item.name]];
        if (!control) continue;
        if (item.options) choose(control, item.options);
        else control.value = item.value;
      }
    }
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
    form.querySelectorAll("select, input[type=radio]:checked").forEach((control) => {
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  const isEmpty = (values, fresh) => JSON.stringify(values) === JSON.stringify(fresh);

  function offer(form, saved) {
    const note = document.createElement("div");
    note.className = "alert alert-info draft-note";
    note.setAttribute("role", "status");
    const when = new Date(saved.at).toLocaleString(document.documentElement.lang);
    note.append(`${window.app.text("textDraft")} (${when}) `);
    const button = (word, css, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `btn btn-sm ${css}`;
      made.textContent = word;
      made.addEventListener("click", () => {
        act();
        note.remove();
      });
      note.append(made);
    };
    button(window.app.text("textDraftRestore"), "btn-primary", () => write(form, saved.values));
    button(window.app.text("textDraftDiscard"), "", () => localStorage.removeItem(keyOf(form)));
    form.prepend(note);
  }

  function watch(form) {
    if (form.dataset.draftWatched) return;
    form.dataset.draftWatched = "1";
    const fresh = read(form);
    const bound = form.querySelector("[aria-invalid=true], [data-focus]");
    const stored = localStorage.getItem(keyOf(form));
    if (stored && !bound) offer(form, JSON.parse(stored));
    let timer = 0;
    const save = () => {
      const values = read(form);
      if (isEmpty(values, fresh)) return;
      localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values }));
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 400);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (event.defaultPrevented) return;
      save();
      if (event.submitter?.formTarget === "_blank") return; // only looked at: nothing is saved by it
      // session.js sends the form a second time once it knows that the session stands.
      if (!form.dataset.sessionChecked && form.dataset.sessionCheck !== "off") return;
      sessionStorage.setItem(SENT, keyOf(form));
    });
  }

  function start() {
    // A page came back that does not show the form with errors: what was sent has been saved.
    const sent = sessionStorage.getItem(SENT);
    if (sent) {
      sessionStorage.removeItem(SENT);
      const again = [...document.querySelectorAll("form[data-draft-key]")].some((f) => keyOf(f) === sent);
      if (!again) localStorage.removeItem(sent);
    }
    document.querySelectorAll("form[data-draft-key]").forEach(watch);
  }

  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-logout")) mine().forEach((key) => localStorage.removeItem(key));
  });
  if (!user) return;
  purge();
  start();
  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll?.("form[data-draft-key]").forEach(watch);
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    // Saved by htmx: the answer leads elsewhere.
    const form = event.detail.elt.closest("form[data-draft-key]");
    if (form && event.detail.xhr.getResponseHeader("HX-Redirect")) localStorage.removeItem(keyOf(form));
  });
})();
