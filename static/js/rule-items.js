/* The cards of a rule set's items: add, remove and move without leaving the page, and show only what a kind of item uses. */
(function () {
  "use strict";

  const form = document.getElementById("rule-editor");
  if (!form) return;
  const list = document.getElementById("rule-items");
  const template = document.getElementById("rule-item-template");
  const total = form.querySelector("input[name=items-TOTAL_FORMS]");
  const ABOVE = ["visit_above", "collective_above"];

  const all = () => [...list.querySelectorAll("[data-rule-item]")];
  const part = (card, name) => card.querySelector(`[name$="-${name}"]`);

  /** Number the cards by their place, so that the server finds them in this order and without gaps. */
  function renumber() {
    all().forEach((card, index) => {
      [card, ...card.querySelectorAll("*")].forEach((element) => {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replace(/items-\d+/g, `items-${index}`));
        }
      });
      card.querySelectorAll("[data-number]").forEach((element) => (element.textContent = String(index + 1)));
      card.querySelectorAll("button[name=do]").forEach((button) => {
        button.value = `${button.value.split(":")[0]}:${index}`;
      });
      card.querySelector("[data-rule-up]").disabled = index === 0;
      card.querySelector("[data-rule-down]").disabled = index === all().length - 1;
    });
    total.value = String(all().length);
  }

  function refresh(card) {
    const formula = part(card, "formula").value;
    const above = ABOVE.includes(part(card, "metric").value);
    card.querySelectorAll("[data-for]").forEach((element) => {
      element.hidden =
        !element.dataset.for.split(" ").includes(formula) || (element.hasAttribute("data-above") && !above);
    });
    card.querySelector("[data-name]").textContent = part(card, "name").value;
  }

  function add() {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", String(all().length)).replaceAll("__place__", "0");
    const card = holder.firstElementChild;
    list.append(card);
    renumber();
    refresh(card);
    return card;
  }

  const acts = {
    "[data-rule-remove]": (card) => {
      const near = card.nextElementSibling || card.previousElementSibling;
      card.remove();
      renumber();
      (near ? part(near, "name") : form.querySelector("[data-rule-add]")).focus();
    },
    "[data-rule-up]": (card, button) => {
      card.previousElementSibling?.before(card);
      renumber();
      button.focus();
    },
    "[data-rule-down]": (card, button) => {
      card.nextElementSibling?.after(card);
      renumber();
      button.focus();
    },
  };

  form.addEventListener("click", (event) => {
    const adding = event.target.closest("[data-rule-add]");
    if (adding) {
      event.preventDefault();
      part(add(), "name").focus();
      return;
    }
    for (const [selector, act] of Object.entries(acts)) {
      const button = event.target.closest(selector);
      if (!button) continue;
      event.preventDefault();
      act(button.closest("[data-rule-item]"), button);
      form.dispatchEvent(new Event("input"));
    }
  });
  list.addEventListener("input", (event) => {
    const card = event.target.closest("[data-rule-item]");
    if (card) refresh(card);
  });
  list.addEventListener("change", (event) => {
    const card = event.target.closest("[data-rule-item]");
    if (card) refresh(card);
  });

  // A draft with more cards than the fresh page needs them before it is written back.
  form.addEventListener("draft:restoring", (event) => {
    const names = event.detail.values.filter((item) => /^items-\d+-name$/.test(item.name)).length;
    while (all().length < names) add();
    all().slice(names).forEach((card) => card.remove());
    renumber();
  });
  form.addEventListener("draft:restored", () => all().forEach(refresh));

  renumber();
  all().forEach(refresh);
})();
