/* The registration page by keyboard: number keys choose, Enter moves on, Ctrl+Enter saves, Alt+number links. */
(function () {
  "use strict";

  const form = document.getElementById("intake");
  if (!form) return;
  const save = document.getElementById("save");
  const matches = document.getElementById("matches");

  // Coming back to a page that was saved: its key comes back with it, so that it is not registered twice.
  const key = form.querySelector("input[name=key]");
  const known = window.history.state?.intakeKey;
  if (known) key.value = known;
  else window.history.replaceState({ ...window.history.state, intakeKey: key.value }, "");

  const visible = (element) => element.offsetParent !== null && !element.disabled;

  /** Move to the next field, as Tab would. */
  function next(from) {
    const stops = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button")].filter(
      (element) => visible(element) && element.tabIndex >= 0,
    );
    const after = stops.slice(stops.indexOf(from) + 1);
    const group = from.type === "radio" ? from.name : "";
    after.find((element) => !group || element.name !== group)?.focus();
  }

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(save);
      return;
    }
    if (event.key === "Enter") {
      const at = event.target;
      if (at.tagName === "TEXTAREA" || at.tagName === "BUTTON" || at.tagName === "A" || at.type === "file") return;
      // A list of suggestions that is open answers to Enter itself.
      const chose = event.defaultPrevented || at.closest(".ts-wrapper.dropdown-active");
      event.preventDefault();
      if (!chose && !event.isComposing) next(at);
      return;
    }
    if (event.altKey && /^Digit\d$/.test(event.code)) {
      const nth = event.code.slice(5);
      const radio = nth === "0" ? matches.querySelector("input[value='']") : matches.querySelector(`[data-nth="${nth}"]`);
      if (radio) {
        event.preventDefault();
        radio.checked = true;
        radio.dispatchEvent(new Event("change", { bubbles: true }));
        window.app.toast(radio.closest(".match").innerText.split("\n")[0], "info");
      }
    }
  });

  // Number keys choose within a group of radio buttons.
  form.querySelectorAll("[data-numbered]").forEach((group) => {
    group.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
      const radio = group.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
      if (!radio) return;
      event.preventDefault();
      radio.checked = true;
      radio.focus();
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  const chosen = (name) => form.querySelector(`input[name=${name}]:checked`)?.value;

  function showPurpose() {
    const purpose = chosen("purpose");
    form.querySelectorAll("[data-classes] [data-for]").forEach((note) => {
      note.hidden = note.dataset.for !== purpose;
    });
    form.querySelector("[data-accused]").hidden = purpose !== "accusation";
  }

  function showSuperior() {
    const box = form.querySelector("input[name=superior_number]").closest(".field");
    box.classList.toggle("quiet", !form.querySelector("input[name=from_superior]").checked);
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "purpose") showPurpose();
    if (event.target.name === "from_superior") showSuperior();
  });
  form.addEventListener("draft:restored", showPurpose);

  // Whatever says who or what the matter is asks for probable earlier matters again.
  const TELLING = /^(statement|people-\d+-(name|phone|id_number))$/;
  const ask = () => window.htmx.trigger(matches, "intake:changed");
  form.addEventListener("input", (event) => TELLING.test(event.target.name || "") && ask());
  form.addEventListener("change", (event) => event.target.name === "place" && ask());
  form.addEventListener("intake:person", ask);

  // A title is offered; leaving it empty takes it.
  const title = form.querySelector("input[name=title]");
  matches.addEventListener("htmx:afterSwap", () => {
    const offered = matches.querySelector("[data-suggested-title]")?.dataset.suggestedTitle;
    title.placeholder = offered || "";
  });

  showPurpose();
  showSuperior();
})();
